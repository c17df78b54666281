package io.callrouter.internal.stream;

import io.callrouter.internal.audio.FrameRing;
import io.callrouter.internal.stream.Tally.Event;
import io.callrouter.media.AudioFormat;
import io.callrouter.media.AudioFrame;
import io.callrouter.media.AudioTap;
import io.callrouter.media.ConnectContext;
import io.callrouter.media.TapFactory;
import io.callrouter.time.SerialExecutor;
import io.callrouter.time.Timekeeper;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One tap's part on a stream, from its factory to its close, on a queue of its own.
 *
 * <p>Whoever brings audio only copies it; the tap takes what is there ten times a second, by a
 * timer of its own, so that nothing is handed over or allocated for a frame.
 */
final class Tap {
  /** The tap and what it is called with. */
  private record Part(
      AudioTap tap, TapSideContext context, FrameConverter caller, FrameConverter heard) {}

  /** One of the tap's callbacks. */
  @FunctionalInterface
  private interface Callback {
    void call(AudioTap tap, TapSideContext context) throws Exception;
  }

  private static final Logger log = LoggerFactory.getLogger(Tap.class);
  private static final int QUEUED_FRAMES = 4000 / AudioFormat.FRAME_MS;
  private static final Duration TURN = Duration.ofMillis(100);
  private static final Duration PATIENCE_AT_END = Duration.ofSeconds(5);

  private final String name;
  private final TapFactory factory;
  private final ConnectContext connect;
  private final TapSource source;
  private final SerialExecutor queue;
  private final CompletableFuture<@Nullable Void> over = new CompletableFuture<>();

  // Used on the queue only.
  private final byte[] taken;
  private @Nullable AudioTap tap;
  private @Nullable Part part;
  private long place; // of what was taken
  private boolean finished;

  private final Object lock = new Object();
  // All below is guarded by lock.
  private final FrameRing pairs;
  private boolean ended;
  private Timekeeper.@Nullable Timer patience;

  private Tap(String name, TapFactory factory, ConnectContext connect, TapSource source) {
    this.name = name;
    this.factory = factory;
    this.connect = connect;
    this.source = source;
    this.queue = new SerialExecutor(source.timekeeper().executor("tap"));
    this.taken = new byte[source.bytesPerPair()];
    this.pairs = new FrameRing(taken.length, QUEUED_FRAMES);
  }

  static Tap begin(String name, TapFactory factory, ConnectContext connect, TapSource source) {
    Tap tap = new Tap(name, factory, connect, source);
    tap.queue.execute(tap::start);
    return tap;
  }

  /** Completes when it is closed, or has blocked for too long at its end. */
  CompletableFuture<@Nullable Void> over() {
    return over;
  }

  /**
   * Queues a frame of the caller's and, behind it, what he heard meanwhile.
   *
   * @return false if the oldest pair had to go for it
   */
  boolean add(byte[] pair, int offset, long at) {
    synchronized (lock) {
      return ended || pairs.add(pair, offset, at);
    }
  }

  /** There is no more audio: the tap takes what is queued and is closed. */
  void end() {
    synchronized (lock) {
      if (ended) {
        return;
      }
      ended = true;
    }
    Timekeeper.Timer timer = source.timekeeper().schedule(PATIENCE_AT_END, this::giveUp);
    synchronized (lock) {
      patience = timer;
    }
    queue.execute(this::takeAll);
    queue.execute(this::finish);
  }

  private void giveUp() {
    if (over.complete(null)) {
      log.warn("{}: tap {} blocks at its end; it is left behind", source.label(), name);
    }
  }

  private void start() {
    try {
      AudioTap made = Objects.requireNonNull(factory.create(connect), "it made no tap");
      tap = made;
      AudioFormat carrier = source.format();
      AudioFormat format = made.format(carrier);
      part =
          new Part(
              made,
              new TapSideContext(connect, format, source),
              new FrameConverter(carrier, format),
              new FrameConverter(source.heardFormat(), format));
    } catch (Throwable cause) {
      failed("its factory or format", cause);
      return;
    }
    tell("onStart", AudioTap::onStart);
    takeTurns();
  }

  private void takeTurns() {
    takeAll();
    if (!finished) {
      source.timekeeper().schedule(TURN, () -> queue.execute(this::takeTurnUnlessEnded));
    }
  }

  private void takeTurnUnlessEnded() {
    synchronized (lock) {
      if (ended) {
        return;
      }
    }
    takeTurns();
  }

  private void takeAll() {
    while (part != null && !finished && take()) {
      tell("onAudio", this::listen);
    }
  }

  private boolean take() {
    synchronized (lock) {
      boolean any = pairs.poll(taken);
      place = pairs.position();
      return any;
    }
  }

  private void listen(AudioTap listener, TapSideContext context) throws Exception {
    Part to = Objects.requireNonNull(part);
    AudioFormat format = source.format();
    AudioFormat heardFormat = source.heardFormat();
    int length = format.bytesPerFrame();
    long timestamp = place / format.bytesPerSample();
    long heardTimestamp = timestamp * heardFormat.sampleRateHz() / format.sampleRateHz();
    AudioFrame caller = to.caller().convert(taken, 0, length, timestamp);
    AudioFrame heard =
        to.heard().convert(taken, length, heardFormat.bytesPerFrame(), heardTimestamp);
    listener.onAudio(context, caller, heard);
  }

  private void finish() {
    if (finished) {
      return;
    }
    finished = true;
    tell("onEnd", AudioTap::onEnd);
    AudioTap made = tap;
    if (made != null) {
      try {
        made.close();
      } catch (Throwable cause) {
        count("close", cause);
      }
    }
    synchronized (lock) {
      if (patience != null) {
        patience.cancel();
      }
    }
    over.complete(null);
  }

  private void tell(String callback, Callback call) {
    Part to = part;
    if (to == null) {
      return;
    }
    try {
      call.call(to.tap(), to.context());
    } catch (Throwable cause) {
      failed(callback, cause);
    }
  }

  private void failed(String what, Throwable cause) {
    synchronized (lock) {
      ended = true;
      pairs.clear();
    }
    count(what, cause);
    finish();
    if (cause instanceof VirtualMachineError fatal) {
      throw fatal;
    }
  }

  private void count(String what, Throwable cause) {
    source.tally().count(Event.TAP_FAILED, 1);
    // What an I/O failure says is enough; of anything else one wants to know where it was thrown.
    log.atWarn()
        .setCause(cause instanceof IOException ? null : cause)
        .log(
            "{}: {} of tap {} failed; the call goes on without it: {}",
            source.label(),
            what,
            name,
            cause.toString());
  }
}
