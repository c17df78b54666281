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
  private static final Duration FRAME = Duration.ofMillis(20);
  private static final int FRAME_BYTES = 160;
  private static final int FRAMES_PER_KEY = 5;
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
  private final Keypad keypad;
  private final Voice voice;
  private final MediaProtocol protocol;
  private final PlaybackBuffer playback = new PlaybackBuffer();
  private final SerialQueue outbox = new SerialQueue();
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private final CompletableFuture<Closing> closed = new CompletableFuture<>();
  private final List<Integer> warned = new ArrayList<>();
  private final byte[] frame = new byte[FRAME_BYTES];
  private @Nullable MediaConnection connection;
  private boolean started;
  private boolean stopped;
  private boolean over;
  private boolean speaking;
  private boolean firstSoundNoted;
  private long startNanos;
  private long lastActNanos;
  private int frames;
  private int nextKeyFrame;

  MediaLeg(String streamSid, CallContext call) {
    this.streamSid = streamSid;
    this.timekeeper = call.timekeeper();
    this.clock = call.clock();
    this.log = call.log();
    this.keypad = call.keypad();
    this.voice = call.voice();
    this.protocol = new MediaProtocol(call.account().sid(), call.callSid(), streamSid);
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
      startNanos = clock.nanos();
      lastActNanos = startNanos;
      send(protocol.start(customParameters));
      note(Kind.STREAM_START, Duration.ZERO, streamSid);
    }
    outbox.drain();
    timekeeper.schedule(FRAME, this::tick);
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
        note(Kind.STREAM_STOP, Duration.ZERO, streamSid);
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
      long since = Math.max(lastActNanos, playback.soundEnd());
      return started
          && keypad.isIdle()
          && voice.isIdle()
          && clock.nanos() - since >= QUIET.toNanos();
    }
  }

  List<PlaybackBuffer.Piece> heard() {
    synchronized (lock) {
      return playback.heard(clock.nanos());
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
      note(Kind.SOCKET_CLOSED, Duration.ZERO, (closing.code() + " " + closing.reason()).strip());
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
      note(Kind.MARK_SET, Duration.ZERO, mark.name());
      long due = playback.mark(mark.name(), now).dueNanos();
      if (due > now) {
        timekeeper.schedule(Duration.ofNanos(due - now), this::returnDueMarks);
      } else {
        giveBack(playback.takeDueMarks(now), now);
      }
    } else {
      note(Kind.CLEAR, Duration.ZERO, "");
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
      note(Kind.MARK_RETURNED, Duration.ofNanos(now - mark.setNanos()), mark.name());
    }
  }

  /** Sends the frames that are due; late ones are caught up with. */
  private void tick() {
    long wait;
    synchronized (lock) {
      if (stopped) {
        return;
      }
      long now = clock.nanos();
      while (dueOf(frames + 1) <= now) {
        sendFrame();
      }
      noteFirstSound(now);
      wait = Math.max(0, dueOf(frames + 1) - now);
    }
    outbox.drain();
    timekeeper.schedule(Duration.ofNanos(wait), this::tick);
  }

  /** When a frame is complete and so can be sent, the first one being number 1. */
  private long dueOf(int number) {
    return startNanos + number * FRAME.toNanos();
  }

  private void sendFrame() {
    sendKey();
    boolean speech = voice.fill(frame);
    if (speech != speaking) {
      speaking = speech;
      note(speech ? Kind.SPEAKING : Kind.SPOKEN, Duration.ZERO, "");
    }
    send(protocol.media(frame, frames * FRAME.toMillis()));
    frames++;
    if (speech) {
      lastActNanos = dueOf(frames);
    }
  }

  private void sendKey() {
    Character key = frames < nextKeyFrame ? null : keypad.take();
    if (key != null) {
      send(protocol.dtmf(key));
      note(Kind.DIGIT, Duration.ZERO, key.toString());
      nextKeyFrame = frames + FRAMES_PER_KEY;
      lastActNanos = clock.nanos();
    }
  }

  private void noteFirstSound(long now) {
    long at = playback.firstSound(now);
    if (at >= 0 && !firstSoundNoted) {
      firstSoundNoted = true;
      note(Kind.FIRST_AUDIO, Duration.ofNanos(at), Duration.ofNanos(at - startNanos), streamSid);
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

  private void note(Kind kind, Duration took, String detail) {
    note(kind, clock.now(), took, detail);
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
