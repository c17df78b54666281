package io.callrouter.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.callrouter.openai.ToolSource;
import io.callrouter.openai.mcp.McpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** At whatever level, the log says nothing of what a host gives for its MCP servers alone. */
class McpSecretsTest {
  private static final String SECRET = "s3cret-token";
  private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");

  private final Queue<String> lines = new ConcurrentLinkedQueue<>();
  private final List<Logger> read =
      List.of(
          (Logger) LoggerFactory.getLogger("io.modelcontextprotocol"),
          (Logger) LoggerFactory.getLogger("io.callrouter.openai"),
          (Logger) LoggerFactory.getLogger("reactor"));
  private final AppenderBase<ILoggingEvent> reader =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          lines.add(event.getFormattedMessage());
          if (event.getThrowableProxy() != null) {
            lines.add(ThrowableProxyUtil.asString(event.getThrowableProxy()));
          }
        }
      };
  private HttpServer http;
  private volatile String authorization = "";

  @BeforeEach
  void start() throws IOException {
    reader.setContext(read.get(0).getLoggerContext());
    reader.start();
    for (Logger logger : read) {
      logger.setLevel(Level.TRACE);
      logger.setAdditive(false);
      logger.addAppender(reader);
    }
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.start();
  }

  @AfterEach
  void stop() {
    http.stop(0);
    for (Logger logger : read) {
      logger.detachAppender(reader);
      logger.setAdditive(true);
      logger.setLevel(null);
    }
  }

  private McpServer server() {
    URI address = URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/mcp");
    return McpServer.http("crm", address, Map.of("Authorization", "Bearer " + SECRET));
  }

  private void nothingWasTold(Object... shown) {
    assertFalse(lines.isEmpty());
    lines.forEach(line -> assertFalse(line.contains(SECRET), line));
    for (Object each : shown) {
      assertFalse(each.toString().contains(SECRET), each::toString);
    }
  }

  @Test
  void aTokenThatServesIsNotLogged() throws Exception {
    http.createContext("/mcp", this::answer);
    McpServer server = server();
    try (ToolSource.Opened opened = server.open(null)) {
      assertEquals(1, opened.tools().size());
    }
    assertEquals("Bearer " + SECRET, authorization);
    nothingWasTold(server);
  }

  private void answer(HttpExchange exchange) throws IOException {
    authorization = exchange.getRequestHeaders().getFirst("Authorization");
    String request = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    Matcher id = ID.matcher(request);
    if (id.find()) {
      String result =
          request.contains("tools/list")
              ? "{\"tools\":[{\"name\":\"a\",\"inputSchema\":{\"type\":\"object\"}}]}"
              : "{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{\"tools\":{}},"
                  + "\"serverInfo\":{\"name\":\"crm\",\"version\":\"1\"}}";
      String answer =
          "{\"jsonrpc\":\"2.0\",\"id\":\"" + id.group(1) + "\",\"result\":" + result + "}";
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.getResponseHeaders().add("Mcp-Session-Id", "1");
      exchange.sendResponseHeaders(200, answer.length());
      exchange.getResponseBody().write(answer.getBytes(UTF_8));
    } else {
      exchange.sendResponseHeaders(202, -1);
    }
    exchange.close();
  }

  @Test
  void aTokenThatIsRefusedIsNotLogged() {
    http.createContext(
        "/mcp",
        exchange -> {
          exchange.sendResponseHeaders(401, -1);
          exchange.close();
        });
    Exception refused = assertThrows(Exception.class, () -> server().open(null));
    assertTrue(refused.getMessage().contains("401"), refused::toString);
    nothingWasTold(refused);
  }

  @Test
  void whatAProgramFindsInItsEnvironmentIsNotLogged() {
    McpServer server = McpServer.stdio("crm", List.of("no-such-program"), Map.of("KEY", SECRET));
    Exception refused = assertThrows(Exception.class, () -> server.open(null));
    nothingWasTold(server, refused);
  }
}
