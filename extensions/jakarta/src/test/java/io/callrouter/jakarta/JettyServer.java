package io.callrouter.jakarta;

import io.callrouter.web.WebHandler;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.util.EnumSet;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.ee10.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.NetworkConnector;
import org.eclipse.jetty.server.Server;

/** Jetty with its defaults. */
final class JettyServer implements TestServer {
  private final Server server = new Server(0);

  static TestServer start(String contextPath, WebHandler router, Filter filter) throws Exception {
    JettyServer jetty = new JettyServer();
    ServletContextHandler context = contextWithoutWebSocket(contextPath, filter);
    JakartaWebSocketServletContainerInitializer.configure(
        context, (servletContext, container) -> container.addEndpoint(HostChat.config()));
    jetty.server.setHandler(context);
    jetty.server.start();
    return jetty;
  }

  static ServletContextHandler contextWithoutWebSocket(String contextPath, Filter filter) {
    ServletContextHandler context = new ServletContextHandler(contextPath);
    context.addFilter(new FilterHolder(filter), "/*", EnumSet.of(DispatcherType.REQUEST));
    context.addServlet(new ServletHolder(new HostPage()), "/page");
    return context;
  }

  @Override
  public int port() {
    return ((NetworkConnector) server.getConnectors()[0]).getLocalPort();
  }

  @Override
  public void stop() throws Exception {
    server.stop();
  }
}
