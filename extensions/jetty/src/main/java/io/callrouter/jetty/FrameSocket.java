package io.callrouter.jetty;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.callrouter.web.Admission;
import io.callrouter.web.MediaSocket;
import io.callrouter.web.OrderedListener;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.OutgoingEntry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One media socket, frame by frame: one is asked for when the one before has been told. */
final class FrameSocket implements FrameHandler, MediaSocket {
  private static final Logger log = LoggerFactory.getLogger(FrameSocket.class);

  /** After which a message that the peer does not read has failed. */
  private static final long SEND_MS = 10_000;

  /** How long a peer may take to answer a close before its connection is cut. */
  private static final long CLOSE_SECONDS = 5;

  private final Admission admission;
  private final OpenSockets sockets;
  private final OrderedListener listener = new OrderedListener(this);
  private final TextPieces pieces = new TextPieces(listener, this);
  private final AtomicBoolean closing = new AtomicBoolean();
  private volatile @Nullable CoreSession opened;

  FrameSocket(Admission admission, OpenSockets sockets) {
    this.admission = admission;
    this.sockets = sockets;
  }

  @Override
  public void onOpen(CoreSession session, Callback callback) {
    opened = session;
    sockets.add(this);
    listener.open(admission);
    callback.succeeded();
    session.demand();
  }

  @Override
  public void onFrame(Frame frame, Callback callback) {
    switch (frame.getOpCode()) {
      case OpCode.TEXT, OpCode.BINARY, OpCode.CONTINUATION -> {
        pieces.take(frame);
        session().demand();
      }
      case OpCode.PING -> answer(frame.getPayload());
      case OpCode.PONG -> session().demand();
      default -> {} // Jetty answers a close itself, and nothing comes after it.
    }
    callback.succeeded();
  }

  /** What comes next is read when the answer is written, so that answers cannot pile up. */
  private void answer(ByteBuffer ping) {
    ByteBuffer copy = ByteBuffer.allocate(ping.remaining()).put(ping.slice()).flip();
    CoreSession session = session();
    Callback written = Callback.from(session::demand, failure -> session.demand());
    session.sendFrame(new Frame(OpCode.PONG, copy), written, false);
  }

  @Override
  public void onError(Throwable cause, Callback callback) {
    log.debug("media socket failed", cause);
    callback.succeeded();
  }

  @Override
  public void onClosed(CloseStatus status, Callback callback) {
    sockets.remove(this);
    listener.onClosed(status.getCode(), Objects.requireNonNullElse(status.getReason(), ""));
    callback.succeeded();
  }

  @Override
  public void send(String message, Sent sent) {
    Frame frame = new Frame(OpCode.TEXT, ByteBuffer.wrap(message.getBytes(UTF_8)));
    session()
        .sendFrame(
            new OutgoingEntry.Builder(frame, new Result(sent)).frameTimeout(SEND_MS).build());
  }

  @Override
  public void close(int code, String reason) {
    if (closing.compareAndSet(false, true)) {
      CoreSession session = session();
      sockets.later(CLOSE_SECONDS, session::abort);
      session.close(code, reason, Callback.NOOP);
    }
  }

  /** The router has the socket from its opening on, so it is there. */
  private CoreSession session() {
    return Objects.requireNonNull(opened);
  }

  /** Jetty tells once how a message fared, also of one that meets the end of its socket. */
  private record Result(Sent sent) implements Callback {
    @Override
    public void succeeded() {
      sent.done(null);
    }

    @Override
    public void failed(Throwable failure) {
      sent.done(failure);
    }
  }
}
