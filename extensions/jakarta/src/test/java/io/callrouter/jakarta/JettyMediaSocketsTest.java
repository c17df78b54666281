package io.callrouter.jakarta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.jakarta.Client.TestSocket;
import io.callrouter.jetty.MediaSocketHandler;
import io.callrouter.web.WebHandler;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.NetworkConnector;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.Test;

/** What the router needs of any container, with media sockets that are Jetty's own. */
final class JettyMediaSocketsTest extends ContainerContract {

  private static final long STOP_MS = 5000;
  private static final String KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";

  JettyMediaSocketsTest() {
    super(JettyMediaSocketsTest::start);
  }

  @Test
  void aServerThatStopsClosesWhatIsOpenWith1001() throws Exception {
    TestSocket media = Client.open(server.port(), "/media/good");
    server.stop();
    assertEquals("closed 1001 the server stops", media.next());
    assertTrue(FakeRouter.next(router.heard).startsWith("closed 1001"));
  }

  @Test
  void anAddressThatIsNoneIsABadHandshakeAndNotShown() throws Exception {
    String answer =
        Client.exchange(
            server.port(),
            Client.handshake("/media/good?x=a|b", KEY, "Sec-WebSocket-Version: 13")
                .replace("Upgrade\r\n", "Upgrade, close\r\n"));
    assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
    assertFalse(answer.contains("x=a"), answer);
  }

  @Test
  void anotherVersionOfWebSocketIsToldTheOneThatIsSpoken() throws Exception {
    String answer =
        Client.exchange(
            server.port(),
            Client.handshake("/media/good", KEY, "Sec-WebSocket-Version: 12")
                .replace("Upgrade\r\n", "Upgrade, close\r\n"));
    assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
    assertTrue(answer.contains("Sec-WebSocket-Version: 13"), answer);
  }

  private static TestServer start(String contextPath, WebHandler router, Filter filter)
      throws Exception {
    Server server = new Server(0);
    server.setStopTimeout(STOP_MS);
    ServletContextHandler context =
        JettyServer.contextWithoutWebSocket(contextPath, refusingMediaSockets(filter));
    JakartaWebSocketServletContainerInitializer.configure(
        context, (servletContext, container) -> container.addEndpoint(HostChat.config()));
    context.insertHandler(new MediaSocketHandler(router));
    server.setHandler(context);
    server.start();
    return new TestServer() {
      @Override
      public int port() {
        return ((NetworkConnector) server.getConnectors()[0]).getLocalPort();
      }

      @Override
      public void stop() throws Exception {
        server.stop();
      }
    };
  }

  private static Filter refusingMediaSockets(Filter filter) {
    return (request, response, chain) -> {
      HttpServletRequest asked = (HttpServletRequest) request;
      if (asked.getHeader("Upgrade") != null && asked.getRequestURI().contains("/media/")) {
        throw new AssertionError("a media socket went to the filter");
      }
      filter.doFilter(request, response, chain);
    };
  }
}
