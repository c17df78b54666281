package io.callrouter.examples.phone;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets in only who asks for this machine by a name of its own, from a page of its own.
 *
 * <p>A page from elsewhere can send requests to this machine, too, and by a name that it has point
 * here (DNS rebinding) it could read the answers: so the name is checked, and whose page it is. All
 * answers say that nothing from elsewhere may be loaded or run.
 */
final class LoopbackGuard implements Filter {
  private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final int HTTP_PORT = 80;

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest asked = (HttpServletRequest) request;
    HttpServletResponse answer = (HttpServletResponse) response;
    String host = host(asked);
    if (host == null || !isOwnPage(asked, host)) {
      answer.setStatus(HttpServletResponse.SC_FORBIDDEN);
      answer.setContentType("text/plain; charset=utf-8");
      answer.getWriter().println("The phone answers to http://127.0.0.1 and its own page only.");
      return;
    }
    protect(answer, host);
    chain.doFilter(request, response);
  }

  /** The name it was asked by, with the port; null if that is none of its own. */
  private static @Nullable String host(HttpServletRequest request) {
    String host = request.getHeader("Host");
    if (host == null) {
      return null;
    }
    int port = request.getLocalPort();
    String lower = host.toLowerCase(Locale.ROOT);
    boolean known =
        NAMES.stream().anyMatch(name -> lower.equals(name + ":" + port))
            || (port == HTTP_PORT && NAMES.contains(lower));
    return known ? lower : null;
  }

  private static boolean isOwnPage(HttpServletRequest request, String host) {
    String origin = request.getHeader("Origin");
    return origin == null || origin.toLowerCase(Locale.ROOT).equals("http://" + host);
  }

  private static void protect(HttpServletResponse answer, String host) {
    answer.setHeader(
        "Content-Security-Policy",
        "default-src 'self'; connect-src 'self' ws://"
            + host
            + "; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    answer.setHeader("X-Content-Type-Options", "nosniff");
    answer.setHeader("Referrer-Policy", "no-referrer");
    answer.setHeader("Cross-Origin-Resource-Policy", "same-origin");
    answer.setHeader("Cache-Control", "no-cache");
  }
}
