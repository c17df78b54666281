package io.callrouter.jakarta;

import io.callrouter.time.Timekeeper;
import io.callrouter.web.Admission;
import io.callrouter.web.OrderedListener;
import io.callrouter.web.WebHandler;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The container's side of one media socket: sets its bounds and hands on what it reads. */
final class MediaSocketEndpoint extends Endpoint {
  /** A last resort, beyond what the router itself waits for a silent socket. */
  private static final Duration IDLE_TIME = Duration.ofSeconds(60);

  /** After which a message that the peer does not read has failed. */
  private static final Duration SEND_TIME = Duration.ofSeconds(10);

  private static final Logger log = LoggerFactory.getLogger(MediaSocketEndpoint.class);

  private final Admission admission;
  private final Timekeeper timekeeper;

  /** Volatile because a container may report the end from another thread than the opening. */
  private volatile @Nullable Opened opened;

  MediaSocketEndpoint(Admission admission, Timekeeper timekeeper) {
    this.admission = admission;
    this.timekeeper = timekeeper;
  }

  @Override
  public void onOpen(Session session, EndpointConfig config) {
    session.setMaxTextMessageBufferSize(WebHandler.MAX_MESSAGE_CHARS);
    session.setMaxBinaryMessageBufferSize(WebHandler.MAX_MESSAGE_CHARS);
    session.setMaxIdleTimeout(IDLE_TIME.toMillis());
    session.getAsyncRemote().setSendTimeout(SEND_TIME.toMillis());
    SessionSocket socket = new SessionSocket(session, timekeeper);
    OrderedListener listener = new OrderedListener(socket);
    opened = new Opened(socket, listener);
    listener.open(admission);
    session.addMessageHandler(String.class, new TextMessages(listener, socket));
    session.addMessageHandler(ByteBuffer.class, message -> listener.onBinary());
  }

  @Override
  public void onClose(Session session, CloseReason reason) {
    Opened over = opened;
    if (over != null) {
      String phrase = reason.getReasonPhrase();
      over.socket().end();
      over.listener().onClosed(reason.getCloseCode().getCode(), phrase == null ? "" : phrase);
    }
  }

  /** Closes nothing: a container does that itself after a failure of the connection. */
  @Override
  public void onError(Session session, Throwable failure) {
    log.debug("media socket failed", failure);
  }

  private record Opened(SessionSocket socket, OrderedListener listener) {}
}
