package io.callrouter.testkit.telnyx;

import io.callrouter.testkit.Alert;
import io.callrouter.testkit.TimelineEvent.Kind;
import io.callrouter.testkit.carrier.InvalidMediaMessage;
import io.callrouter.testkit.carrier.MediaConnection;
import io.callrouter.testkit.carrier.MediaDialect.Complaint;
import io.callrouter.testkit.carrier.MediaLeg;
import io.callrouter.testkit.carrier.MediaMessage;
import io.callrouter.testkit.carrier.SerialQueue;
import io.callrouter.web.MediaSocketListener;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The socket of a stream that brings both tracks and plays nothing: a frame of each every 20 ms.
 *
 * <p>It is 20 ms behind, so that what the caller says to somebody else is known by then. Messages
 * are put in order under the lock and go out without it.
 */
final class TapSocket implements StreamSocket, MediaSocketListener {
  private static final int FRAME_MS = 20;
  private static final long FRAME_NANOS = FRAME_MS * 1_000_000L;
  private static final int FRAME_BYTES = 160;
  private static final int NORMAL_CLOSE = 1000;

  private final Object lock = new Object();
  private final String streamId;
  private final TelnyxDialect dialect;
  private final LegParts parts;
  private final SerialQueue outbox = new SerialQueue();
  private final CompletableFuture<MediaLeg.Closing> closed = new CompletableFuture<>();
  private final byte[] frame = new byte[FRAME_BYTES];
  private MediaConnection connection = MediaConnection.NONE;
  private long startNanos;
  private int frames;
  private boolean stopped;

  TapSocket(String streamId, TelnyxDialect dialect, LegParts parts) {
    this.streamId = streamId;
    this.dialect = dialect;
    this.parts = parts;
  }

  @Override
  public MediaSocketListener listener() {
    return this;
  }

  @Override
  public void connected(MediaConnection open) {
    synchronized (lock) {
      connection = open;
      dialect.greeting().forEach(this::send);
    }
    outbox.drain();
  }

  @Override
  public void start() {
    synchronized (lock) {
      startNanos = parts.clock().nanos();
      send(dialect.start());
      note(Kind.STREAM_START);
    }
    tick();
  }

  @Override
  public void tell(char key) {
    synchronized (lock) {
      if (!stopped) {
        send(dialect.digit(key));
      }
    }
    outbox.drain();
  }

  @Override
  public void stop() {
    synchronized (lock) {
      if (stopped) {
        return;
      }
      stopped = true;
      MediaConnection open = connection;
      send(dialect.stop());
      note(Kind.STREAM_STOP);
      outbox.add(() -> open.close(NORMAL_CLOSE, ""));
    }
    outbox.drain();
  }

  @Override
  public CompletionStage<MediaLeg.Closing> closed() {
    return closed;
  }

  @Override
  public void onText(String message) {
    synchronized (lock) {
      try {
        if (!stopped && dialect.read(message) instanceof MediaMessage.Mark mark) {
          send(dialect.mark(mark.name()));
        }
      } catch (InvalidMediaMessage e) {
        int code = dialect.codeOf(Complaint.INVALID);
        parts.log().alert(Alert.Level.WARNING, code, String.valueOf(e.getMessage()));
      }
    }
    outbox.drain();
  }

  @Override
  public void onBinary() {
    parts.log().alert(Alert.Level.WARNING, dialect.codeOf(Complaint.BINARY), "a binary frame");
  }

  @Override
  public void onClosed(int code, String reason) {
    synchronized (lock) {
      stopped = true;
    }
    closed.complete(new MediaLeg.Closing(code, reason, false));
  }

  private void tick() {
    Duration wait;
    synchronized (lock) {
      if (stopped) {
        return;
      }
      long now = parts.clock().nanos();
      while (nextDueNanos() <= now) {
        sendFrames(now);
      }
      wait = Duration.ofNanos(nextDueNanos() - now);
    }
    outbox.drain();
    parts.timekeeper().schedule(wait, this::tick);
  }

  private long nextDueNanos() {
    return startNanos + (frames + 2) * FRAME_NANOS;
  }

  private void sendFrames(long now) {
    long from = startNanos + frames * FRAME_NANOS;
    long timestampMs = (long) frames * FRAME_MS;
    parts.voice().overhear(frame, from);
    send(dialect.media(frame, timestampMs));
    parts.legs().overhear(frame, from, now);
    send(dialect.heard(frame, timestampMs));
    frames++;
  }

  private void note(Kind kind) {
    outbox.add(
        () -> {
          parts.log().add(kind, streamId);
          return CompletableFuture.completedStage(null);
        });
  }

  private void send(String message) {
    MediaConnection open = connection;
    outbox.add(() -> open.send(message));
  }
}
