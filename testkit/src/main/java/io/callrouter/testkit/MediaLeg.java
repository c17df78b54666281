package io.callrouter.testkit;

import io.callrouter.testkit.TimelineEvent.Kind;
import io.callrouter.time.Timekeeper;
import io.callrouter.web.MediaSocketListener;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The carrier's side of one media stream: sends what the caller says, a frame each 20 ms, and plays
 * what the application sends.
 *
 * <p>Messages are put in order under the lock and go out without it.
 */
final class MediaLeg implements MediaSocketListener {
  private static final Duration QUIET = Duration.ofSeconds(1);
  private static final int NORMAL_CLOSE = 1000;
  private static final int LOST = 1006;
  private static final int BUFFER_FULL = 31931;
  private static final int MALFORMED = 31950;
  private static final int INVALID = 31951;

  /**
   * How the media socket ended.
   *
   * @param byTest whether the test cut it
   */
  record Closing(int code, String reason, boolean byTest) {}

  private final Object lock = new Object();
  private final String streamSid;
  private final Timekeeper timekeeper;
  private final CallClock clock;
  private final CallLog log;
  private final MediaProtocol protocol;
  private final CallerTrack caller;
  private final PlaybackBuffer playback = new PlaybackBuffer();
  private final SerialQueue outbox = new SerialQueue();
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private final CompletableFuture<Closing> closed = new CompletableFuture<>();
  private final List<Integer> warned = new ArrayList<>();
  private @Nullable MediaConnection connection;
  private boolean started;
  private boolean stopped;
  private boolean over;
  private boolean firstSoundNoted;

  MediaLeg(String streamSid, CallContext call) {
    this.streamSid = streamSid;
    this.timekeeper = call.timekeeper();
    this.clock = call.clock();
    this.log = call.log();
    this.protocol = new MediaProtocol(call.account().sid(), call.callSid(), streamSid);
    this.caller = new CallerTrack(protocol, call.keypad(), call.voice(), this::send, this::note);
  }

  String streamSid() {
    return streamSid;
  }

  /** Greets on a socket that was opened. */
  void connected(MediaConnection open) {
    synchronized (lock) {
      connection = open;
      send(protocol.connected());
    }
    outbox.drain();
  }

  /** Begins the stream on a socket that was greeted. */
  void start(Map<String, String> customParameters) {
    synchronized (lock) {
      started = true;
      caller.begin(clock.nanos());
      send(protocol.start(customParameters));
      note(Kind.STREAM_START, streamSid);
    }
    tick();
  }

  /** Is complete when the socket is closed, by whomever. */
  CompletableFuture<Closing> closed() {
    return closed;
  }

  /** Ends the stream in order because the call is over. */
  void stop() {
    synchronized (lock) {
      if (stopped) {
        return;
      }
      stopped = true;
      if (started) {
        send(protocol.stop());
        note(Kind.STREAM_STOP, streamSid);
      }
      MediaConnection open = connection;
      if (open != null) {
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
    if (open != null) {
      close(new Closing(LOST, "cut by the test", true));
      open.cut();
    }
  }

  /** Whether there was nothing to hear, to say or to press for a second. */
  boolean isQuiet() {
    synchronized (lock) {
      long since = Math.max(caller.lastActNanos(), playback.soundEnd());
      return started && !over && caller.isIdle() && clock.nanos() - since >= QUIET.toNanos();
    }
  }

  List<PlaybackBuffer.Piece> heard() {
    synchronized (lock) {
      return playback.heard(clock.nanos());
    }
  }

  /** Puts what the caller heard from it into a frame that begins at that moment. */
  void overhear(byte[] frame, long frameNanos, long now) {
    synchronized (lock) {
      playback.lay(frame, frameNanos, now);
    }
  }

  byte[] received() {
    synchronized (lock) {
      return received.toByteArray();
    }
  }

  @Override
  public void onText(String message) {
    synchronized (lock) {
      if (stopped) {
        return;
      }
      try {
        take(MediaMessage.parse(message, streamSid), clock.nanos());
      } catch (InvalidMediaMessage e) {
        warn(INVALID, String.valueOf(e.getMessage()));
      }
    }
    outbox.drain();
  }

  @Override
  public void onBinary() {
    synchronized (lock) {
      warn(MALFORMED, "a binary frame");
    }
    outbox.drain();
  }

  @Override
  public void onClosed(int code, String reason) {
    close(new Closing(code, reason, false));
  }

  private void close(Closing closing) {
    synchronized (lock) {
      if (over) {
        return;
      }
      over = true;
      stopped = true;
      playback.clear(clock.nanos());
      note(Kind.SOCKET_CLOSED, (closing.code() + " " + closing.reason()).strip());
    }
    outbox.drain();
    closed.complete(closing);
  }

  private void take(MediaMessage message, long now) {
    if (message instanceof MediaMessage.Media media) {
      received.writeBytes(media.audio());
      if (!playback.play(media.audio(), now)) {
        warn(BUFFER_FULL, "more than 10 minutes wait to be played");
      }
    } else if (message instanceof MediaMessage.Mark mark) {
      note(Kind.MARK_SET, mark.name());
      long due = playback.mark(mark.name(), now).dueNanos();
      if (due > now) {
        timekeeper.schedule(Duration.ofNanos(due - now), this::returnDueMarks);
      } else {
        giveBack(playback.takeDueMarks(now), now);
      }
    } else {
      note(Kind.CLEAR, "");
      giveBack(playback.clear(now), now);
    }
  }

  private void returnDueMarks() {
    synchronized (lock) {
      if (!stopped) {
        long now = clock.nanos();
        giveBack(playback.takeDueMarks(now), now);
      }
    }
    outbox.drain();
  }

  private void giveBack(List<PlaybackBuffer.Mark> marks, long now) {
    for (PlaybackBuffer.Mark mark : marks) {
      send(protocol.mark(mark.name()));
      Duration took = Duration.ofNanos(now - mark.setNanos());
      note(Kind.MARK_RETURNED, clock.now(), took, mark.name());
    }
  }

  private void tick() {
    Duration wait;
    synchronized (lock) {
      if (stopped) {
        return;
      }
      long now = clock.nanos();
      caller.sendDue(now);
      noteFirstSound(now);
      wait = Duration.ofNanos(caller.nextDueNanos() - now);
    }
    outbox.drain();
    timekeeper.schedule(wait, this::tick);
  }

  private void noteFirstSound(long now) {
    long at = playback.firstSound(now);
    if (at >= 0 && !firstSoundNoted) {
      firstSoundNoted = true;
      note(
          Kind.FIRST_AUDIO,
          Duration.ofNanos(at),
          Duration.ofNanos(at - caller.startNanos()),
          streamSid);
    }
  }

  private void warn(int code, String text) {
    if (!warned.contains(code)) {
      warned.add(code);
      later(() -> log.alert(Alert.Level.WARNING, code, text));
    }
  }

  private void send(String message) {
    MediaConnection open = connection;
    if (open != null) {
      outbox.add(() -> open.send(message));
    }
  }

  private void note(Kind kind, String detail) {
    note(kind, clock.now(), Duration.ZERO, detail);
  }

  private void note(Kind kind, Duration at, Duration took, String detail) {
    later(() -> log.add(kind, at, took, detail));
  }

  /** In its turn among the messages, and without the lock: the log calls the test's listener. */
  private void later(Runnable word) {
    outbox.add(
        () -> {
          word.run();
          return CompletableFuture.completedStage(null);
        });
  }
}
