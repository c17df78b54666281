package io.callrouter.openai.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a server in Java, in this process. */
class OwnServerTest {
  private OwnServer own;

  @BeforeEach
  void start() throws Exception {
    own = new OwnServer();
  }

  @AfterEach
  void stop() {
    own.close();
  }

  @Test
  void eachConnectionIsASessionOfItsOwn() throws Exception {
    McpServer server = McpServer.http("own", own.endpoint());
    try (Connection one = server.connect();
        Connection other = server.connect()) {
      String session = one.call("session", "{}");
      assertEquals(session, one.call("session", "{}"));
      assertNotEquals(session, other.call("session", "{}"));
    }
  }

  @Test
  void theHeadersGoWithEveryRequest() throws Exception {
    Map<String, String> headers = Map.of("Authorization", "Bearer abc");
    try (Connection connection = McpServer.http("own", own.endpoint(), headers).connect()) {
      assertEquals("Bearer abc", connection.call("token", "{}"));
    }
  }

  @Test
  void whatAToolSaysOfItsFailureIsThrown() throws Exception {
    try (Connection connection = McpServer.http("own", own.endpoint()).connect()) {
      ServerFault fault = assertThrows(ServerFault.class, () -> connection.call("fail", "{}"));
      assertEquals("There is no such customer.", fault.getMessage());
    }
  }

  @Test
  void dataIsToldAsJsonWhereThereIsNoText() throws Exception {
    try (Connection connection = McpServer.http("own", own.endpoint()).connect()) {
      assertEquals("{\"rooms\":2}", connection.call("data", "{}"));
    }
  }

  @Test
  void theServerIsToldThatItCanAskUsForNothing() throws Exception {
    try (Connection connection = McpServer.http("own", own.endpoint()).connect()) {
      String capabilities = connection.call("capabilities", "{}");
      assertTrue(capabilities.contains("sampling=null"), capabilities);
    }
  }

  @Test
  void argumentsThatAreNoObjectAreRefused() throws Exception {
    try (Connection connection = McpServer.http("own", own.endpoint()).connect()) {
      assertThrows(IllegalArgumentException.class, () -> connection.call("data", "[1]"));
      assertThrows(IllegalArgumentException.class, () -> connection.call("data", "{"));
    }
  }

  @Test
  void aHundredConnectionsCostNoThreadAndHardlyASocketEach() throws Exception {
    McpServer server = McpServer.http("own", own.endpoint());
    server.connect().close();
    int before = ours();
    List<Connection> open = new ArrayList<>();
    try {
      for (int i = 0; i < 100; i++) {
        open.add(server.connect());
      }
      int threads = ours() - before;
      assertTrue(threads < 20, () -> threads + " threads more");
      assertTrue(own.sockets() < 20, () -> own.sockets() + " sockets");
    } finally {
      open.forEach(Connection::close);
    }
  }

  /** Threads but those of the server, which is in this process too, and those that all share. */
  private static int ours() {
    return (int)
        Thread.getAllStackTraces().keySet().stream()
            .map(Thread::getName)
            .filter(name -> !name.matches("(qtp|boundedElastic|parallel).*"))
            .count();
  }
}
