package io.callrouter.jakarta;

import io.callrouter.time.Timekeeper;
import io.callrouter.web.Admission;
import io.callrouter.web.WebHandler;
import io.callrouter.web.WebResponse;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Answers the requests and opens the media sockets that the router claims, and passes everything
 * else on.
 *
 * <p>Must come before any filter that reads parameters or bodies, since the router verifies the
 * body as it was sent. It works on blocking threads of the container and needs no asynchronous
 * support. In a context with a path of its own the router's paths begin below that path.
 *
 * <p>The container's threads that read WebSocket messages carry the calls' audio: the filter itself
 * must not be run on them by a container that was told to work on its I/O threads.
 *
 * @since 0.1
 */
public final class CallRouterFilter implements Filter {
  private final WebHandler router;
  private final Timekeeper timekeeper;
  private final RequestReader reader;
  private final SocketUpgrade upgrade;

  /** A filter for one router, which it does not close. */
  public CallRouterFilter(WebHandler router) {
    this(router, Timekeeper.system());
  }

  /** Takes over the timekeeper: it is closed with the filter. */
  CallRouterFilter(WebHandler router, Timekeeper timekeeper) {
    this.router = router;
    this.timekeeper = timekeeper;
    this.reader = new RequestReader(timekeeper);
    this.upgrade = new SocketUpgrade(timekeeper);
  }

  /**
   * Checks that the context can open WebSockets.
   *
   * @throws ServletException if it has no Jakarta WebSocket container
   */
  @Override
  public void init(FilterConfig config) throws ServletException {
    SocketUpgrade.requireContainer(config.getServletContext());
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request instanceof HttpServletRequest asked
        && response instanceof HttpServletResponse answer
        && router.claims(RequestReader.path(asked))) {
      serve(asked, answer);
    } else {
      chain.doFilter(request, response);
    }
  }

  /** Gives back what the filter holds; open sockets are the container's to close. */
  @Override
  public void destroy() {
    timekeeper.close();
  }

  private void serve(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    if (SocketUpgrade.isAskedFor(request)) {
      openSocket(request, response);
    } else {
      write(answer(request), response);
    }
  }

  private WebResponse answer(HttpServletRequest request) throws IOException {
    try {
      return router.handle(reader.read(request));
    } catch (BodyRefusedException e) {
      return router.refuse(RequestReader.withoutBody(request), e.status(), e.reason());
    }
  }

  private void openSocket(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    Admission admission = router.admit(RequestReader.withoutBody(request));
    if (admission.isAdmitted()) {
      upgrade.perform(request, response, admission);
    } else {
      write(WebResponse.text(admission.status(), admission.reason()), response);
    }
  }

  private static void write(WebResponse answer, HttpServletResponse response) throws IOException {
    response.setStatus(answer.status());
    if (!answer.contentType().isEmpty()) {
      response.setContentType(answer.contentType());
    }
    if (answer.body().length > 0) {
      response.setContentLength(answer.body().length);
      response.getOutputStream().write(answer.body());
    }
    response.flushBuffer(); // A container may first wait for the rest of a body that was refused.
  }
}
