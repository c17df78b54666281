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
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.Graceful;
import org.eclipse.jetty.websocket.core.Configuration;
import org.eclipse.jetty.websocket.core.exception.WebSocketException;
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
public final class MediaSocketHandler extends Handler.Wrapper implements Graceful {
  /** A last resort, beyond what the router itself waits for a silent socket. */
  private static final Duration IDLE_TIME = Duration.ofSeconds(60);

  private static final byte[] NO_BODY = new byte[0];

  private static final Logger log = LoggerFactory.getLogger(MediaSocketHandler.class);

  private final WebHandler router;
  private @Nullable WebSocketMappings mappings; // from its start on, as the next
  private @Nullable OpenSockets sockets;

  /** A handler for one router, which it does not close. */
  public MediaSocketHandler(WebHandler router) {
    this.router = router;
  }

  @Override
  protected void doStart() throws Exception {
    mappings =
        new WebSocketMappings(WebSocketServerComponents.ensureWebSocketComponents(getServer()));
    sockets = new OpenSockets(getServer().getScheduler());
    super.doStart();
  }

  /** Blocking, whatever it wraps. */
  @Override
  public InvocationType getInvocationType() {
    return InvocationType.BLOCKING;
  }

  /**
   * Closes what sockets are still open with 1001, where the server has a stop timeout; without one
   * it cuts them.
   */
  @Override
  public CompletableFuture<@Nullable Void> shutdown() {
    OpenSockets open = sockets;
    if (open != null) {
      open.close();
    }
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public boolean isShutdown() {
    OpenSockets open = sockets;
    return open != null && open.isClosing();
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
    OpenSockets open = Objects.requireNonNull(sockets);
    WebSocketNegotiator negotiator =
        (asked, answered, done) -> {
          // No compression: base64 of G.711 gains little and costs more than all else together.
          answered.setExtensions(List.of());
          return new FrameSocket(admission, open);
        };
    if (!isUpgraded(negotiator, request, response, callback)) {
      log.warn("media socket refused: its WebSocket handshake is not valid (RFC 6455 §4.2.1)");
      response.getHeaders().put(HttpHeader.SEC_WEBSOCKET_VERSION, "13");
      answer(response, callback, 400, "not a valid WebSocket handshake");
    }
  }

  /** All that is wrong with a handshake is found before anything is written. */
  private boolean isUpgraded(
      WebSocketNegotiator negotiator, Request request, Response response, Callback callback) {
    try {
      return Objects.requireNonNull(mappings)
          .upgrade(negotiator, request, response, callback, MediaSocketHandler::configure);
    } catch (HttpException.RuntimeException | WebSocketException | IllegalArgumentException e) {
      return false;
    }
  }

  private static void configure(Configuration socket) {
    socket.setIdleTimeout(IDLE_TIME);
    socket.setAutoFragment(false);
    socket.setMaxFrameSize(TextPieces.MAX_BYTES);
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
