package com.example.office;

import io.callrouter.CallRouter;
import io.callrouter.config.Settings;
import io.callrouter.jakarta.CallRouterFilter;
import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.Server;

/** The office as a program: a servlet container that answers for the router. */
final class Main {
  private Main() {}

  public static void main(String[] arguments) throws Exception {
    Settings environment = Settings.fromEnvironment();
    CallRouter router = Office.calls().discoverProviders(environment).build();
    Server server = new Server(arguments.length == 0 ? 8080 : Integer.parseInt(arguments[0]));
    ServletContextHandler context = new ServletContextHandler("/");
    JakartaWebSocketServletContainerInitializer.configure(
        context,
        (servlets, sockets) ->
            servlets
                .addFilter("callrouter", new CallRouterFilter(router.web()))
                .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*"));
    server.setHandler(context);
    Runtime.getRuntime().addShutdownHook(new Thread(router::close));
    server.start();
  }
}
