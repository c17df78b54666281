package io.callrouter.openai.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.peer.NodeLibrary;
import io.callrouter.peer.NodeProgram;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Against the server of the protocol's own authors. */
class RealServerTest {
  enum Way {
    STDIO,
    HTTP
  }

  private @Nullable NodeProgram program;

  private McpServer server(Way way) throws Exception {
    if (way == Way.STDIO) {
      List<String> command = NodeLibrary.MCP.command("stdio.cjs", List.of());
      return McpServer.stdio("everything", command, Map.of("GREETING", "hello"));
    }
    program = NodeLibrary.MCP.start("http.cjs", List.of());
    return McpServer.http(
        "everything", URI.create("http://127.0.0.1:" + program.firstLine() + "/mcp"));
  }

  @AfterEach
  void stop() throws Exception {
    if (program != null) {
      program.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void itsToolsAreListedAndCalled(Way way) throws Exception {
    try (Connection connection = server(way).connect()) {
      assertTrue(connection.tools().size() >= 10, () -> connection.tools().toString());
      assertEquals("Echo: a word", connection.call("echo", "{\"message\":\"a word\"}"));
      assertEquals("The sum of 4 and 38 is 42.", connection.call("get-sum", "{\"a\":4,\"b\":38}"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatCannotBeSpokenIsSaidToBeSo(Way way) throws Exception {
    try (Connection connection = server(way).connect()) {
      String picture = connection.call("get-tiny-image", "{}");
      assertTrue(picture.contains("(A picture, which cannot be spoken.)"), picture);
      String weather = connection.call("get-structured-content", "{\"location\":\"Chicago\"}");
      assertTrue(weather.contains("Light rain"), weather);
      String links = connection.call("get-resource-links", "{\"count\":1}");
      assertTrue(links.contains("(A link to "), links);
      String resource =
          connection.call("get-resource-reference", "{\"resourceType\":\"Text\",\"resourceId\":1}");
      assertTrue(resource.contains("Resource 1"), resource);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRefusalIsToldInTheServersWords(Way way) throws Exception {
    try (Connection connection = server(way).connect()) {
      ServerFault bad =
          assertThrows(ServerFault.class, () -> connection.call("get-sum", "{\"a\":\"x\"}"));
      assertTrue(bad.getMessage().contains("Input validation error"), bad.getMessage());
      assertThrows(ServerFault.class, () -> connection.call("no-such-tool", "{}"));
      assertEquals("Echo: on", connection.call("echo", "{\"message\":\"on\"}"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCallThatTakesTooLongIsGivenUpAndTheNextIsDone(Way way) throws Exception {
    McpServer impatient = server(way).callTimeout(Duration.ofMillis(1500));
    try (Connection connection = impatient.connect()) {
      ServerFault slow =
          assertThrows(
              ServerFault.class,
              () -> connection.call("trigger-long-running-operation", "{\"duration\":20}"));
      assertEquals("MCP server everything: it did not answer within 1500 ms", slow.getMessage());
      assertEquals("Echo: on", connection.call("echo", "{\"message\":\"on\"}"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void onlyTheToolsThatAreNamedAreOffered(Way way) throws Exception {
    try (Connection connection = server(way).onlyTools("echo", "get-sum").connect()) {
      assertEquals(2, connection.tools().size());
    }
  }

  @Test
  void aProgramFindsInItsEnvironmentWhatItWasGivenAndNoSecretsOfOurs() throws Exception {
    try (Connection connection = server(Way.STDIO).connect()) {
      String environment = connection.call("get-env", "{}");
      assertTrue(environment.contains("\"GREETING\": \"hello\""), environment);
      List<String> own = List.of("PATH", "HOME", "LANG");
      System.getenv().keySet().stream()
          .filter(name -> !own.contains(name) && environment.contains("\"" + name + "\""))
          .forEach(name -> assertTrue(handedOn(name), name));
    }
  }

  private static boolean handedOn(String name) {
    return List.of("LOGNAME", "SHELL", "TERM", "TMPDIR", "USER").contains(name);
  }
}
