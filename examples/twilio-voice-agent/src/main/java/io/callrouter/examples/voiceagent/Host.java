package io.callrouter.examples.voiceagent;

import io.callrouter.CallRouter;
import io.callrouter.examples.server.MediaServer;
import io.callrouter.web.WebHandler;
import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.jspecify.annotations.Nullable;

/** The server: the router's paths, the web channel beside them, and what else a host has. */
final class Host implements AutoCloseable {
  private static final Duration LIVE_CALLS_MAY_GO_ON = Duration.ofSeconds(10);

  private final @Nullable CallRouter router;
  private final MediaServer server;

  private Host(@Nullable CallRouter router, MediaServer server) {
    this.router = router;
    this.server = server;
  }

  /**
   * Opens the server; the host owns the router from then on.
   *
   * @param router null where no calls are taken
   * @param address of this machine, the only one it listens on; null for all
   * @throws Exception if the port cannot be had: the router is closed then
   */
  static Host start(
      @Nullable CallRouter router,
      @Nullable String address,
      int port,
      Consumer<ServletContextHandler> more)
      throws Exception {
    WebHandler calls = router == null ? new SwitchedOff() : router.web();
    MediaServer server = new MediaServer(address, port, calls, context -> install(context, more));
    Host host = new Host(router, server);
    try {
      server.start();
    } catch (Exception e) {
      host.close();
      throw e;
    }
    return host;
  }

  private static void install(ServletContextHandler context, Consumer<ServletContextHandler> more) {
    more.accept(context);
    JakartaWebSocketServletContainerInitializer.configure(
        context, (servlets, container) -> WebChannel.install(container));
  }

  /** Where the server is reached on this machine. */
  URI address() {
    return URI.create("http://127.0.0.1:" + server.port());
  }

  /** Live calls may go on for some seconds, if they are to. */
  void drain() {
    if (router != null) {
      router.close(LIVE_CALLS_MAY_GO_ON);
    }
    close();
  }

  /** The router first: it says goodbye on the sockets that the server would only cut. */
  @Override
  public void close() {
    if (router != null) {
      router.close();
    }
    server.stop();
  }
}
