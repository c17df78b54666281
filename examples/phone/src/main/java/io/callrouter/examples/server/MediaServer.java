package io.callrouter.examples.server;

import io.callrouter.jakarta.CallRouterFilter;
import io.callrouter.jetty.MediaSocketHandler;
import io.callrouter.web.WebHandler;
import jakarta.servlet.DispatcherType;
import java.time.Duration;
import java.util.EnumSet;
import java.util.function.Consumer;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * Jetty, set up for live audio: each WebSocket message is handled by the thread that read it, and
 * everything that may block runs elsewhere.
 *
 * <p>Handing every 20 ms frame over to another thread costs more than all that is done with it, so
 * the connector's tasks stay on its selector threads ({@link InlineExecutor}, and no reserved
 * threads, which Jetty would use instead). Then a request that takes its time would hold up the
 * audio of every call on the same selector, so requests, handshakes included, go to a pool ({@link
 * RequestPool}). Any servlet container carries calls without this, at about twice the CPU.
 */
public final class MediaServer {
  private static final Duration STOP_TIME = Duration.ofSeconds(5);

  private final Server server;
  private final ServerConnector connector;

  /**
   * A server that is not started yet.
   *
   * @param port 0 for any that is free
   */
  public MediaServer(int port, WebHandler router) {
    this(null, port, router, context -> {});
  }

  /**
   * A server that is not started yet and has more than the router.
   *
   * @param address of this machine, the only one it listens on; null for all
   * @param port 0 for any that is free
   * @param more adds to the context, before the router's filter
   */
  public MediaServer(
      @Nullable String address, int port, WebHandler router, Consumer<ServletContextHandler> more) {
    QueuedThreadPool pool = new QueuedThreadPool();
    pool.setName("http");
    pool.setReservedThreads(0);
    server = new Server(pool);
    server.setStopTimeout(STOP_TIME.toMillis());
    connector = connector(server, pool);
    connector.setHost(address);
    connector.setPort(port);
    server.addConnector(connector);
    server.setHandler(new RequestPool(pool, application(router, more)));
  }

  private static ServerConnector connector(Server server, QueuedThreadPool pool) {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    // No acceptor threads: the selectors accept, so that all of the connector's tasks are theirs.
    return new ServerConnector(
        server, new InlineExecutor(pool), null, null, 0, -1, new HttpConnectionFactory(http));
  }

  private static ServletContextHandler application(
      WebHandler router, Consumer<ServletContextHandler> more) {
    ServletContextHandler context = new ServletContextHandler("/");
    more.accept(context);
    context.addFilter(
        new FilterHolder(new CallRouterFilter(router)), "/*", EnumSet.of(DispatcherType.REQUEST));
    JakartaWebSocketServletContainerInitializer.configure(context, null);
    context.insertHandler(new MediaSocketHandler(router));
    return context;
  }

  /**
   * Opens it.
   *
   * @throws Exception if the port cannot be had
   */
  public void start() throws Exception {
    server.start();
  }

  /** The port it listens on, once started. */
  public int port() {
    return connector.getLocalPort();
  }

  /** Closes all sockets and ends all threads, within seconds. */
  public void stop() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the server did not stop in order", e);
    }
  }
}
