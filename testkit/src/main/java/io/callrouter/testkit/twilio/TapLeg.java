package io.callrouter.testkit.twilio;

import io.callrouter.testkit.Alert;
import io.callrouter.testkit.TimelineEvent.Kind;
import io.callrouter.testkit.carrier.MediaConnection;
import io.callrouter.testkit.carrier.MediaLeg;
import io.callrouter.testkit.carrier.SerialQueue;
import io.callrouter.web.MediaSocketListener;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The carrier's side of a stream that only brings audio: a frame of each track every 20 ms, of what
 * the caller says and of what he hears from the call's other streams.
 *
 * <p>It is 20 ms behind, so that what the caller says to somebody else is known by then. Messages
 * are put in order under the lock and go out without it.
 */
final class TapLeg implements MediaSocketListener {
  private static final int FRAME_MS = 20;
  private static final long FRAME_NANOS = FRAME_MS * 1_000_000L;
  private static final int FRAME_BYTES = 160;
  private static final int NORMAL_CLOSE = 1000;
  private static final int LOST = 1006;
  private static final int PROTOCOL_ERROR = 31924;

  private final Object lock = new Object();
  private final String streamSid;
  private final CallContext call;
  private final TwilioMedia protocol;
  private final SerialQueue outbox = new SerialQueue();
  private final CompletableFuture<MediaLeg.Closing> closed = new CompletableFuture<>();
  private final byte[] frame = new byte[FRAME_BYTES];
  private MediaConnection connection = MediaConnection.NONE;
  private long startNanos;
  private int frames;
  private boolean started;
  private boolean stopped;

  TapLeg(String streamSid, CallContext call) {
    this.streamSid = streamSid;
    this.call = call;
    this.protocol = TwilioMedia.bothTracks(call.account().sid(), call.carrierId(), streamSid);
  }

  String streamSid() {
    return streamSid;
  }

  /** Greets on a socket that was opened, and begins; closes it if the stream was stopped before. */
  void start(MediaConnection open, Map<String, String> customParameters) {
    synchronized (lock) {
      connection = open;
      if (stopped) {
        outbox.add(() -> open.close(NORMAL_CLOSE, ""));
      } else {
        started = true;
        startNanos = call.clock().nanos();
        send(protocol.connected());
        send(protocol.start(customParameters));
        note(Kind.STREAM_START);
      }
    }
    outbox.drain();
    tick();
  }

  /** Is complete when the socket is closed, by whomever. */
  CompletableFuture<MediaLeg.Closing> closed() {
    return closed;
  }

  /** Ends the stream in order. */
  void stop() {
    synchronized (lock) {
      if (stopped) {
        return;
      }
      stopped = true;
      if (started) {
        MediaConnection open = connection;
        send(protocol.stop());
        note(Kind.STREAM_STOP);
        outbox.add(() -> open.close(NORMAL_CLOSE, ""));
      }
    }
    outbox.drain();
  }

  /** Breaks the socket off. */
  void cut() {
    MediaConnection open;
    synchronized (lock) {
      open = connection;
    }
    close(new MediaLeg.Closing(LOST, "cut by the test", true));
    open.cut();
  }

  @Override
  public void onText(String message) {
    call.log()
        .alert(
            Alert.Level.ERROR, PROTOCOL_ERROR, "a message on a stream that takes none: " + message);
  }

  @Override
  public void onBinary() {
    onText("a binary frame");
  }

  @Override
  public void onClosed(int code, String reason) {
    close(new MediaLeg.Closing(code, reason, false));
  }

  private void close(MediaLeg.Closing closing) {
    synchronized (lock) {
      stopped = true;
    }
    if (closed.complete(closing)) {
      call.log().add(Kind.SOCKET_CLOSED, (closing.code() + " " + closing.reason()).strip());
    }
  }

  private void tick() {
    Duration wait;
    synchronized (lock) {
      if (stopped) {
        return;
      }
      long now = call.clock().nanos();
      while (nextDueNanos() <= now) {
        sendFrames(now);
      }
      wait = Duration.ofNanos(nextDueNanos() - now);
    }
    outbox.drain();
    call.timekeeper().schedule(wait, this::tick);
  }

  private long nextDueNanos() {
    return startNanos + (frames + 2) * FRAME_NANOS;
  }

  private void sendFrames(long now) {
    long from = startNanos + frames * FRAME_NANOS;
    long timestampMs = (long) frames * FRAME_MS;
    call.voice().overhear(frame, from);
    send(protocol.media(frame, timestampMs));
    call.legs().overhear(frame, from, now);
    send(protocol.heard(frame, timestampMs));
    frames++;
  }

  /** In its turn among the messages, and without the lock: the log calls the test's listener. */
  private void note(Kind kind) {
    outbox.add(
        () -> {
          call.log().add(kind, streamSid);
          return CompletableFuture.completedStage(null);
        });
  }

  private void send(String message) {
    MediaConnection open = connection;
    outbox.add(() -> open.send(message));
  }
}
