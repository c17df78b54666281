package io.callrouter.examples.phone;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.Extension;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The page, its files, and the way to a line. */
final class PageServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final String LINE = "/line";
  private static final Pattern FILE = Pattern.compile("/([a-z0-9][a-z0-9-]*\\.([a-z0-9]+))");
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml",
          "png", "image/png",
          "webmanifest", "application/manifest+json");

  private final transient Supplier<@Nullable PhoneLine> lines;

  /**
   * Hands out lines.
   *
   * @param lines gives null when all are in use
   */
  PageServlet(Supplier<@Nullable PhoneLine> lines) {
    this.lines = lines;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    String path = request.getPathInfo();
    if (LINE.equals(path)) {
      openLine(request, response);
    } else {
      serve(path == null || path.equals("/") ? "/index.html" : path, response);
    }
  }

  /** Only plain names are looked for, beside this class; so no path leads anywhere else. */
  private static void serve(String path, HttpServletResponse response) throws IOException {
    Matcher name = FILE.matcher(path);
    String type = name.matches() ? TYPES.get(name.group(2)) : null;
    try (InputStream file =
        type == null ? null : PageServlet.class.getResourceAsStream(name.group(1))) {
      if (file == null) {
        response.sendError(HttpServletResponse.SC_NOT_FOUND);
        return;
      }
      response.setContentType(type);
      file.transferTo(response.getOutputStream());
    }
  }

  private void openLine(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    if (!"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
      response.setHeader("Upgrade", "websocket");
      response.sendError(426, "a line is a WebSocket");
      return;
    }
    PhoneLine line = lines.get();
    if (line == null) {
      response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE, "all lines are in use");
      return;
    }
    Object container = request.getServletContext().getAttribute(ServerContainer.class.getName());
    try {
      ((ServerContainer) container)
          .upgradeHttpToWebSocket(request, response, endpoint(line), Map.of());
    } catch (IllegalStateException e) {
      line.release();
      response.sendError(HttpServletResponse.SC_BAD_REQUEST, "not a valid WebSocket handshake");
    } catch (DeploymentException e) {
      line.release();
      throw new ServletException("the container does not take the line", e);
    } catch (IOException e) {
      line.release(); // Who asked has gone before the answer.
      throw e;
    }
  }

  private static ServerEndpointConfig endpoint(PhoneLine line) {
    return ServerEndpointConfig.Builder.create(Endpoint.class, LINE)
        .configurator(new OneLine(line))
        .build();
  }

  /** Gives the container the line that was chosen; it is not compressed: most of it is audio. */
  private static final class OneLine extends ServerEndpointConfig.Configurator {
    private final PhoneLine line;

    OneLine(PhoneLine line) {
      this.line = line;
    }

    @Override
    public <T> T getEndpointInstance(Class<T> type) {
      return type.cast(line);
    }

    @Override
    public List<Extension> getNegotiatedExtensions(
        List<Extension> installed, List<Extension> requested) {
      return List.of();
    }
  }
}
