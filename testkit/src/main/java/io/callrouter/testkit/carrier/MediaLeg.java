package io.callrouter.testkit.carrier;

import io.callrouter.testkit.Alert;
import io.callrouter.testkit.Misbehaviour;
import io.callrouter.testkit.TimelineEvent.Kind;
import io.callrouter.time.Timekeeper;
import io.callrouter.web.MediaSocketListener;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The carrier's side of one media stream: sends what the caller says, a frame each 20 ms, and plays
 * what the application sends.
 *
 * <p>Messages are put in order under the lock and go out without it. May be used by any threads.
 *
 * @since 0.1
 */
public final class MediaLeg implements MediaSocketListener {
  private static final Duration QUIET = Duration.ofSeconds(1);
  private static final int NORMAL_CLOSE = 1000;
  private static final int LOST = 1006;

  /**
   * How the media socket ended.
   *
   * @param byTest whether the test cut it
   * @since 0.1
   */
  public record Closing(int code, String reason, boolean byTest) {}

  private final Object lock = new Object();
  private final String streamId;
  private final Timekeeper timekeeper;
  private final CallClock clock;
  private final CallLog log;
  private final MediaDialect dialect;
  private final CallPlan plan;
  private final MediaFaults faults;
  private final CallerTrack caller;
  private final PlaybackBuffer playback = new PlaybackBuffer();
  private final Earpiece earpiece;
  private final SerialQueue outbox = new SerialQueue();
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private final CompletableFuture<Closing> closed = new CompletableFuture<>();
  private final List<MediaDialect.Complaint> warned = new ArrayList<>();
  private @Nullable MediaConnection connection;
  private boolean started;
  private boolean stopped;
  private boolean over;
  private boolean firstSoundNoted;

  /** The stream of that id, of a call. */
  public MediaLeg(String streamId, MediaDialect dialect, CallParts call) {
    this.streamId = streamId;
    this.dialect = dialect;
    this.plan = call.plan();
    this.timekeeper = call.timekeeper();
    this.clock = call.clock();
    this.log = call.log();
    this.faults = new MediaFaults(plan.misbehaviours(), this::misbehaves);
    this.earpiece = new Earpiece(plan.handset(), playback);
    this.caller =
        new CallerTrack(
            dialect, call.keypad(), call.voice(), this::send, this::sendMedia, this::note);
  }

  /** The carrier's id of the stream. */
  public String streamId() {
    return streamId;
  }

  /** Greets on a socket that was opened. */
  public void connected(MediaConnection open) {
    for (Misbehaviour how : plan.misbehaviours()) {
      if (how instanceof Misbehaviour.SlowReader slow) {
        open.readSlowly(slow.each(), timekeeper);
        log.misbehaved(how);
      }
    }
    synchronized (lock) {
      connection = open;
      dialect.greeting().forEach(this::send);
      sendUnknown();
    }
    outbox.drain();
  }

  /** Begins the stream on a socket that was greeted. */
  public void start() {
    synchronized (lock) {
      started = true;
      long now = clock.nanos();
      caller.begin(now);
      earpiece.begin(now);
      send(dialect.start());
      sendUnknown();
      note(Kind.STREAM_START, streamId);
    }
    for (Misbehaviour how : plan.misbehaviours()) {
      if (how instanceof Misbehaviour.CutInMidMessage cut) {
        timekeeper.schedule(cut.after(), () -> cutInMidMessage(cut));
      }
    }
    tick();
  }

  /** Is complete when the socket is closed, by whomever. */
  public CompletableFuture<Closing> closed() {
    return closed;
  }

  /** Ends the stream in order because the call is over. */
  public void stop() {
    synchronized (lock) {
      if (stopped) {
        return;
      }
      stopped = true;
      if (started && plan.has(Misbehaviour.CloseWithoutStop.class)) {
        misbehaves(new Misbehaviour.CloseWithoutStop());
      } else if (started) {
        sendUnknown();
        send(dialect.stop());
        note(Kind.STREAM_STOP, streamId);
      }
      MediaConnection open = connection;
      if (open != null && plan.has(Misbehaviour.StopWithoutClose.class)) {
        misbehaves(new Misbehaviour.StopWithoutClose());
      } else if (open != null) {
        outbox.add(() -> open.close(NORMAL_CLOSE, ""));
      }
    }
    outbox.drain();
  }

  /** Breaks the socket off. */
  public void cut() {
    MediaConnection open;
    synchronized (lock) {
      open = connection;
    }
    if (open != null) {
      close(new Closing(LOST, "cut by the test", true));
      open.cut();
    }
  }

  private void cutInMidMessage(Misbehaviour.CutInMidMessage how) {
    MediaConnection open;
    String message;
    synchronized (lock) {
      open = over ? null : connection;
      message = dialect.unknown();
    }
    if (open != null) {
      log.misbehaved(how);
      close(new Closing(LOST, "broken off in the middle of a message", true));
      open.cutWithin(message);
    }
  }

  /** Whether there was nothing to hear, to say or to press for a second. */
  public boolean isQuiet() {
    synchronized (lock) {
      long since = Math.max(caller.lastActNanos(), playback.soundEnd());
      return started && !over && caller.isIdle() && clock.nanos() - since >= QUIET.toNanos();
    }
  }

  /** What the caller heard from it until now, in order. */
  public List<PlaybackBuffer.Piece> heard() {
    synchronized (lock) {
      return playback.heard(clock.nanos());
    }
  }

  /** Puts what the caller heard from it into a frame that begins at that moment. */
  public void overhear(byte[] frame, long frameNanos, long now) {
    synchronized (lock) {
      playback.lay(frame, frameNanos, now);
    }
  }

  /** All audio that came, µ-law at 8 kHz. */
  public byte[] received() {
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
        take(dialect.read(message), clock.nanos());
      } catch (InvalidMediaMessage e) {
        warn(MediaDialect.Complaint.INVALID, String.valueOf(e.getMessage()));
        String reply = e.reply();
        if (reply != null) {
          send(reply);
        }
      }
    }
    outbox.drain();
  }

  @Override
  public void onBinary() {
    synchronized (lock) {
      warn(MediaDialect.Complaint.BINARY, "a binary frame");
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
      long now = clock.nanos();
      if (started) {
        earpiece.takeRest(now);
      }
      playback.clear(now);
      note(Kind.SOCKET_CLOSED, (closing.code() + " " + closing.reason()).strip());
    }
    earpiece.drain();
    outbox.drain();
    closed.complete(closing);
  }

  private void take(MediaMessage message, long now) {
    if (message instanceof MediaMessage.Media media) {
      received.writeBytes(media.audio());
      if (!playback.play(media.audio(), now)) {
        warn(MediaDialect.Complaint.BUFFER_FULL, "more than 10 minutes wait to be played");
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
      send(dialect.mark(mark.name()));
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
      earpiece.takePlayed(now);
      noteFirstSound(now);
      wait = Duration.ofNanos(caller.nextDueNanos() - now);
    }
    earpiece.drain();
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
          streamId);
    }
  }

  private void warn(MediaDialect.Complaint complaint, String text) {
    if (!warned.contains(complaint)) {
      warned.add(complaint);
      later(() -> log.alert(Alert.Level.WARNING, dialect.codeOf(complaint), text));
    }
  }

  /** Sends a frame, or has it arrive late or never. */
  private void sendMedia(String frame) {
    long now = clock.nanos();
    for (MediaFaults.Arrival arrival : faults.arrivals(frame, now)) {
      if (arrival.atNanos() <= now) {
        send(arrival.frame());
      } else {
        Duration late = Duration.ofNanos(arrival.atNanos() - now);
        timekeeper.schedule(late, () -> sendLate(arrival.frame()));
      }
    }
  }

  private void sendLate(String frame) {
    synchronized (lock) {
      if (!stopped) {
        send(frame);
      }
    }
    outbox.drain();
  }

  private void sendUnknown() {
    if (plan.has(Misbehaviour.UnknownOnSocket.class)) {
      misbehaves(new Misbehaviour.UnknownOnSocket());
      send(dialect.unknown());
    }
  }

  private void send(String message) {
    MediaConnection open = connection;
    if (open != null) {
      outbox.add(() -> open.send(message));
    }
  }

  private void misbehaves(Misbehaviour how) {
    note(Kind.MISBEHAVED, how.toString());
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
