package io.callrouter.examples.quickstart;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.IntSupplier;

/** Answers a load balancer that asks whether the host is alive. */
final class HealthServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private final transient IntSupplier activeCalls;

  HealthServlet(IntSupplier activeCalls) {
    this.activeCalls = activeCalls;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("application/json");
    response.setHeader("Cache-Control", "no-store");
    response
        .getWriter()
        .print("{\"status\":\"ok\",\"active_calls\":" + activeCalls.getAsInt() + "}");
  }
}
