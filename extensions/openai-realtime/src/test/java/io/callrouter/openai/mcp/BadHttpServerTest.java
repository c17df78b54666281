package io.callrouter.openai.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.callrouter.openai.mcp.BadServer.Fault;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers behind HTTP that misbehave. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BadHttpServerTest {
  private static final Duration SHORT = Duration.ofMillis(800);
  private static final String US = "MCP server bad: ";

  private static McpServer server(BadHttpServer http) {
    return McpServer.http("bad", http.endpoint());
  }

  private static String faultOf(McpServer server) {
    return assertThrows(ServerFault.class, server::connect).getMessage();
  }

  @Test
  void anAddressWhereNothingListensIsNamed() throws Exception {
    URI closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/mcp");
    }
    assertEquals(
        US + "it cannot be reached; check its address and that it runs",
        faultOf(McpServer.http("bad", closed)));
  }

  @Test
  void oneThatDoesNotEvenTakeTheConnectionIsLeftAfterItsTime() throws Exception {
    List<Socket> others = new ArrayList<>();
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      for (int i = 0; i < 4; i++) { // its queue is full
        Socket other = new Socket();
        others.add(other);
        try {
          other.connect(socket.getLocalSocketAddress(), 50);
        } catch (java.net.SocketTimeoutException e) {
          break;
        }
      }
      URI address = URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/mcp");
      assertEquals(
          US + "it did not answer within 800 ms",
          faultOf(McpServer.http("bad", address).openTimeout(SHORT)));
    } finally {
      for (Socket each : others) {
        each.close();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HANGS_AT_INITIALIZE", "HANGS_AT_LIST"})
  void oneThatDoesNotAnswerIsLeftAfterItsTime(Fault fault) throws Exception {
    try (BadHttpServer http = new BadHttpServer(fault)) {
      assertEquals(
          US + "it did not answer within 800 ms", faultOf(server(http).openTimeout(SHORT)));
    }
  }

  @Test
  void aPageThatIsNoMcpIsNamed() throws Exception {
    try (BadHttpServer http = new BadHttpServer(Fault.GARBAGE)) {
      assertEquals(
          US + "the connection failed: Unknown media type returned: text/html",
          faultOf(server(http)));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404, 500})
  void aRefusalIsNamed(int status) throws Exception {
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    http.start();
    try {
      URI address = URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/mcp");
      String fault =
          faultOf(McpServer.http("bad", address, Map.of("Authorization", "Bearer s3cret")));
      assertTrue(fault.contains("" + status), fault);
      assertTrue(fault.length() < 200, fault);
      assertFalse(fault.contains("s3cret"), fault);
    } finally {
      http.stop(0);
    }
  }

  @Test
  void endlessPagesEnd() throws Exception {
    try (BadHttpServer http = new BadHttpServer(Fault.ENDLESS_PAGES);
        Connection connection = server(http).connect()) {
      assertEquals(50, connection.tools().size());
      assertEquals("done", connection.call("ask", "{}"));
    }
  }

  @Test
  void aHangingCallIsGivenUpAndTheServerIsTold() throws Exception {
    try (BadHttpServer http = new BadHttpServer(Fault.HANGS_IN_CALL);
        Connection connection = server(http).callTimeout(SHORT).connect()) {
      ServerFault fault = assertThrows(ServerFault.class, () -> connection.call("ask", "{}"));
      assertEquals(US + "it did not answer within 800 ms", fault.getMessage());
      http.awaitRequest("notifications/cancelled");
    }
  }

  @Test
  void aCallFailsAtOnceIfTheServerBreaksOff() throws Exception {
    try (BadHttpServer http = new BadHttpServer(Fault.DIES_IN_CALL);
        Connection connection = server(http).connect()) {
      ServerFault fault = assertThrows(ServerFault.class, () -> connection.call("ask", "{}"));
      assertTrue(fault.getMessage().startsWith(US + "the connection failed"), fault.getMessage());
    }
  }

  @Test
  void aHugeResultIsNotRead() throws Exception {
    try (BadHttpServer http = new BadHttpServer(Fault.HUGE_RESULT);
        Connection connection = server(http).connect()) {
      ServerFault fault = assertThrows(ServerFault.class, () -> connection.call("ask", "{}"));
      assertEquals(
          US
              + "the connection failed: Inbound line exceeds the maximum allowed size of 4194311 bytes",
          fault.getMessage());
    }
  }

  @Test
  void oneThatFloodsIsLeft() throws Exception {
    try (BadHttpServer http = new BadHttpServer(Fault.FLOODS);
        Connection connection = server(http).connect()) {
      ServerFault fault = assertThrows(ServerFault.class, () -> connection.call("ask", "{}"));
      assertEquals(US + "it sent 10000 messages unasked, and was left", fault.getMessage());
    }
  }

  @Test
  void afterTheServersRestartTheNextCallBeginsASessionAnew() throws Exception {
    try (BadHttpServer http = new BadHttpServer(Fault.NONE);
        Connection connection = server(http).connect()) {
      http.forgetSessions();
      assertThrows(ServerFault.class, () -> connection.call("ask", "{}"));
      assertEquals("done", connection.call("ask", "{}"));
    }
  }

  @Test
  void theSessionEndsWithTheConnectionEvenIfTheServerDoesNotReact() throws Exception {
    try (BadHttpServer http = new BadHttpServer(Fault.STUBBORN)) {
      Connection connection = server(http).connect();
      assertTimeoutPreemptively(Duration.ofSeconds(5), connection::close);
      http.awaitRequest("DELETE");
    }
  }

  /** One that has begun to answer, and one that has not. */
  @ParameterizedTest
  @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"})
  void whatItsSocketsAreOpenForComesBack(String begun) throws Exception {
    try (ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      URI address = URI.create("http://127.0.0.1:" + listening.getLocalPort() + "/mcp");
      McpServer server = McpServer.http("bad", address).openTimeout(SHORT).callTimeout(SHORT);
      assertEquals(US + "it did not answer within 800 ms", faultWhile(server, listening, begun));
    }
  }

  private static String faultWhile(McpServer server, ServerSocket listening, String begun)
      throws Exception {
    var fault = CompletableFuture.supplyAsync(() -> faultOf(server));
    try (Socket socket = listening.accept()) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(begun.getBytes(UTF_8));
      socket.getInputStream().readAllBytes(); // until the other side closes
    }
    return fault.get();
  }

  @Test
  void aHeaderThatCannotBeSentIsRefusedWithoutBeingRepeated() {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                McpServer.http(
                    "bad", URI.create("http://127.0.0.1/"), Map.of("X-Key", "s3cret\r\n")));
    assertFalse(refused.toString().contains("s3cret"), refused::toString);
    assertEquals(null, refused.getCause());
  }
}
