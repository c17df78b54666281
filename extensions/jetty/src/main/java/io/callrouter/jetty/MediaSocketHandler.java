package io.callrouter.jetty;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.callrouter.web.Admission;
import io.callrouter.web.WebHandler;
import io.callrouter.web.WebRequest;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.Configuration;
import org.eclipse.jetty.websocket.core.server.WebSocketMappings;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;
import org.eclipse.jetty.websocket.core.server.WebSocketServerComponents;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the media sockets that the router claims, and passes everything else on.
 *
 * <p>It works on blocking threads of the server, since the router may look into its store before it
 * admits a socket. In a context with a path of its own the router's paths begin below that path.
 * Messages are told on the threads that read them.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6455#section-4.2">RFC 6455 §4.2</a>
 * @since 0.1
 */
public final class MediaSocketHandler extends Handler.Wrapper {
  /** A last resort, beyond what the router itself waits for a silent socket. */
  private static final Duration IDLE_TIME = Duration.ofSeconds(60);

  private static final byte[] NO_BODY = new byte[0];

  private static final Logger log = LoggerFactory.getLogger(MediaSocketHandler.class);

  private final WebHandler router;
  private @Nullable WebSocketMappings sockets; // while it runs

  /** A handler for one router, which it does not close. */
  public MediaSocketHandler(WebHandler router) {
    this.router = router;
  }

  @Override
  protected void doStart() throws Exception {
    sockets =
        new WebSocketMappings(WebSocketServerComponents.ensureWebSocketComponents(getServer()));
    super.doStart();
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (!isHandshake(request) || !router.claims(path(request))) {
      return super.handle(request, response, callback);
    }
    Admission admission = router.admit(head(request));
    if (admission.isAdmitted()) {
      upgrade(request, response, callback, admission);
    } else {
      answer(response, callback, admission.status(), admission.reason());
    }
    return true;
  }

  private void upgrade(Request request, Response response, Callback callback, Admission admission) {
    WebSocketMappings mappings = sockets;
    if (mappings == null) {
      throw new IllegalStateException("not started");
    }
    WebSocketNegotiator negotiator =
        (asked, answered, done) -> {
          // No compression: base64 of G.711 gains little and costs more than all else together.
          answered.setExtensions(List.of());
          return new FrameSocket(admission);
        };
    try {
      if (!mappings.upgrade(
          negotiator, request, response, callback, MediaSocketHandler::configure)) {
        refuse(response, callback);
      }
    } catch (HttpException.RuntimeException e) {
      refuse(response, callback);
    }
  }

  private static void configure(Configuration socket) {
    socket.setIdleTimeout(IDLE_TIME);
    socket.setAutoFragment(false);
    socket.setMaxFrameSize(TextPieces.MAX_BYTES);
  }

  private static void refuse(Response response, Callback callback) {
    log.warn("media socket refused: its WebSocket handshake is not valid (RFC 6455 §4.2.1)");
    answer(response, callback, 400, "not a valid WebSocket handshake");
  }

  private static void answer(Response response, Callback callback, int status, String reason) {
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain;charset=utf-8");
    response.write(true, ByteBuffer.wrap((reason + "\n").getBytes(UTF_8)), callback);
  }

  private static boolean isHandshake(Request request) {
    return request.getMethod().equals("GET")
        && "websocket".equalsIgnoreCase(request.getHeaders().get(HttpHeader.UPGRADE));
  }

  /** The raw path below the context's own. */
  private static String path(Request request) {
    String context = request.getContext().getContextPath();
    String path = request.getHttpURI().getPath();
    return context == null || context.equals("/") ? path : path.substring(context.length());
  }

  private static WebRequest head(Request request) {
    Map<String, List<String>> headers = new HashMap<>();
    for (HttpField field : request.getHeaders()) {
      headers.computeIfAbsent(field.getName(), any -> new ArrayList<>()).add(field.getValue());
    }
    String query = request.getHttpURI().getQuery();
    return new WebRequest(request.getMethod(), path(request), query, headers, NO_BODY);
  }
}
