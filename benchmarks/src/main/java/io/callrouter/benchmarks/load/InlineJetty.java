package io.callrouter.benchmarks.load;

import io.callrouter.jakarta.CallRouterFilter;
import io.callrouter.jetty.MediaSocketHandler;
import io.callrouter.web.WebHandler;
import jakarta.servlet.DispatcherType;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.EnumSet;
import java.util.concurrent.Executor;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Jetty as the quickstart sets it up: messages are handled by the selector thread that read them,
 * requests by a pool. The router and the bare echo it is compared with both run in it.
 */
final class InlineJetty {
  private static final int SEND_BUFFER_BYTES = 16 * 1024;

  private final Server server;
  private final ServerConnector connector;

  private InlineJetty(ServletContextHandler application) {
    QueuedThreadPool pool = new QueuedThreadPool();
    pool.setReservedThreads(0);
    server = new Server(pool);
    connector =
        new ServerConnector(
            server,
            new InlineExecutor(pool),
            null,
            null,
            0,
            -1,
            new HttpConnectionFactory(new HttpConfiguration()));
    // So that a socket whose other side reads nothing is full in seconds, not in minutes.
    connector.setAcceptedSendBufferSize(SEND_BUFFER_BYTES);
    server.addConnector(connector);
    server.setHandler(new RequestPool(pool, application));
  }

  /** For a router whose sockets are Jetty's own. */
  static InlineJetty with(WebHandler router) {
    ServletContextHandler context = filteredBy(router);
    context.insertHandler(new MediaSocketHandler(router));
    return new InlineJetty(context);
  }

  /** For a router whose sockets come by Jakarta's API. */
  static InlineJetty withJakartaSockets(WebHandler router) {
    return new InlineJetty(filteredBy(router));
  }

  private static ServletContextHandler filteredBy(WebHandler router) {
    ServletContextHandler context = new ServletContextHandler("/");
    FilterHolder filter = new FilterHolder(new CallRouterFilter(router));
    context.addFilter(filter, "/*", EnumSet.of(DispatcherType.REQUEST));
    JakartaWebSocketServletContainerInitializer.configure(context, null);
    return context;
  }

  static InlineJetty with(ServerEndpointConfig endpoint) {
    ServletContextHandler context = new ServletContextHandler("/");
    JakartaWebSocketServletContainerInitializer.configure(
        context, (servletContext, container) -> container.addEndpoint(endpoint));
    return new InlineJetty(context);
  }

  /** Starts it on a free port, which it returns. */
  int start() throws Exception {
    server.start();
    return connector.getLocalPort();
  }

  void stop() throws Exception {
    server.stop();
  }

  /** Keeps what a selector thread finds to do on that thread. */
  private static final class InlineExecutor implements Executor {
    private final Executor pool;
    private final ThreadLocal<Boolean> isOurs = ThreadLocal.withInitial(() -> false);

    InlineExecutor(Executor pool) {
      this.pool = pool;
    }

    @Override
    public void execute(Runnable task) {
      if (isOurs.get()) {
        task.run();
      } else {
        pool.execute(
            () -> {
              isOurs.set(true);
              try {
                task.run();
              } finally {
                isOurs.remove();
              }
            });
      }
    }
  }

  private static final class RequestPool extends Handler.Wrapper {
    private final Executor pool;

    RequestPool(Executor pool, Handler application) {
      super(application);
      this.pool = pool;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      pool.execute(
          () -> {
            try {
              if (!super.handle(request, response, callback)) {
                Response.writeError(request, response, callback, 404);
              }
            } catch (Exception e) {
              Response.writeError(request, response, callback, e);
            }
          });
      return true;
    }
  }
}
