package io.callrouter.examples.server;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Answers requests on threads where blocking is allowed, away from those that carry audio.
 *
 * <p>Handshakes too: whether a media socket is let in is looked up in the store. After the upgrade,
 * a socket's first message or two may still be read on such a thread.
 */
final class RequestPool extends Handler.Wrapper {
  private final Executor pool;

  RequestPool(Executor pool, Handler application) {
    super(application);
    this.pool = pool;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    try {
      pool.execute(() -> handleHere(request, response, callback));
    } catch (RejectedExecutionException e) {
      Response.writeError(request, response, callback, HttpStatus.SERVICE_UNAVAILABLE_503);
    }
    return true;
  }

  private void handleHere(Request request, Response response, Callback callback) {
    try {
      if (!super.handle(request, response, callback)) {
        Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
      }
    } catch (Exception e) {
      Response.writeError(request, response, callback, e);
    }
  }
}
