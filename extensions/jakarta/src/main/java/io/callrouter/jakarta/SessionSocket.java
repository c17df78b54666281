package io.callrouter.jakarta;

import io.callrouter.time.Timekeeper;
import io.callrouter.web.MediaSocket;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends on a session of the container.
 *
 * <p>Holds no queue: the router sends the next message when it was told of the last, as containers
 * ask for (Tomcat throws on overlapping sends, Jetty queues them without bound).
 */
final class SessionSocket implements MediaSocket {
  private static final Logger log = LoggerFactory.getLogger(SessionSocket.class);
  private static final int MAX_REASON_BYTES = 123; // RFC 6455 §5.5, less the code

  /** How long a peer that was told of a close may be silent before its connection is cut. */
  private static final Duration CLOSE_TIME = Duration.ofSeconds(5);

  private final Session session;
  private final Executor closer;
  private final AtomicBoolean closing = new AtomicBoolean();
  private volatile @Nullable Result underWay;
  private volatile boolean ended;

  SessionSocket(Session session, Timekeeper timekeeper) {
    this.session = session;
    this.closer = timekeeper.executor("socket-close");
  }

  @Override
  public void send(String message, Sent sent) {
    Result result = new Result(sent);
    underWay = result;
    if (ended) {
      result.tell(closed());
      return;
    }
    try {
      session.getAsyncRemote().sendText(message, result);
    } catch (RuntimeException e) {
      result.tell(e);
    }
  }

  /**
   * The socket is closed: what is under way will not be sent. A container may forget to say so of a
   * message that met the close (Tomcat).
   */
  void end() {
    ended = true;
    Result last = underWay;
    if (last != null) {
      last.tell(closed());
    }
  }

  /** Leaves the closing to another thread, since a container may block until it is written. */
  @Override
  public void close(int code, String reason) {
    if (closing.compareAndSet(false, true)) {
      CloseReason given = new CloseReason(CloseCodes.getCloseCode(code), cut(reason));
      closer.execute(() -> closeSession(given));
    }
  }

  private void closeSession(CloseReason reason) {
    try {
      session.setMaxIdleTimeout(CLOSE_TIME.toMillis());
      session.close(reason);
    } catch (IOException | IllegalStateException e) {
      log.debug("media socket was gone before it could be closed", e);
    }
  }

  private static IOException closed() {
    return new ClosedChannelException();
  }

  /** Cuts a reason to what a close frame can carry, between two characters. */
  static String cut(String reason) {
    CharBuffer rest = CharBuffer.wrap(reason);
    StandardCharsets.UTF_8
        .newEncoder()
        .onMalformedInput(CodingErrorAction.REPLACE)
        .encode(rest, ByteBuffer.allocate(MAX_REASON_BYTES), true);
    return reason.substring(0, rest.position());
  }

  /** Tells once how a message fared, whether the container calls back, throws, or does both. */
  private static final class Result extends AtomicReference<@Nullable Sent> implements SendHandler {
    private static final long serialVersionUID = 1L;

    Result(Sent sent) {
      super(sent);
    }

    @Override
    public void onResult(SendResult result) {
      tell(result.isOK() ? null : result.getException());
    }

    void tell(@Nullable Throwable failure) {
      Sent told = getAndSet(null);
      if (told != null) {
        told.done(failure);
      }
    }
  }
}
