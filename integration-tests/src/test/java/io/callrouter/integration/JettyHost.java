package io.callrouter.integration;

import io.callrouter.jakarta.CallRouterFilter;
import io.callrouter.web.WebHandler;
import jakarta.servlet.DispatcherType;
import java.net.URI;
import java.util.EnumSet;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.NetworkConnector;
import org.eclipse.jetty.server.Server;

/** A host of the router on a free local port: Jetty with its defaults. */
final class JettyHost {
  private final Server server = new Server(0);

  private JettyHost(WebHandler router, String contextPath) {
    ServletContextHandler context = new ServletContextHandler(contextPath);
    context.addFilter(
        new FilterHolder(new CallRouterFilter(router)), "/*", EnumSet.of(DispatcherType.REQUEST));
    JakartaWebSocketServletContainerInitializer.configure(context, null);
    server.setHandler(context);
  }

  static JettyHost start(WebHandler router) throws Exception {
    return start(router, "/");
  }

  /** In a context below a path, which takes that path away. */
  static JettyHost start(WebHandler router, String contextPath) throws Exception {
    JettyHost host = new JettyHost(router, contextPath);
    host.server.start();
    return host;
  }

  URI address() {
    int port = ((NetworkConnector) server.getConnectors()[0]).getLocalPort();
    return URI.create("http://127.0.0.1:" + port);
  }

  void stop() throws Exception {
    server.stop();
  }
}
