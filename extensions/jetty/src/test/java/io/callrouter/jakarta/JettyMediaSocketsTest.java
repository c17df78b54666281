package io.callrouter.jakarta;

import io.callrouter.jetty.MediaSocketHandler;
import io.callrouter.web.WebHandler;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.NetworkConnector;
import org.eclipse.jetty.server.Server;

/** What the router needs of any container, with media sockets that are Jetty's own. */
final class JettyMediaSocketsTest extends ContainerContract {

  JettyMediaSocketsTest() {
    super(JettyMediaSocketsTest::start);
  }

  private static TestServer start(String contextPath, WebHandler router, Filter filter)
      throws Exception {
    Server server = new Server(0);
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
