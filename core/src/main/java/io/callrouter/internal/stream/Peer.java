package io.callrouter.internal.stream;

import io.callrouter.call.Outcome;
import io.callrouter.call.Timeline.Kind;
import io.callrouter.internal.stream.CarrierTimeline.FrameSink;
import io.callrouter.internal.stream.Tally.Event;
import io.callrouter.media.AudioEndpoint;
import io.callrouter.media.AudioFormat;
import io.callrouter.media.ConnectContext;
import io.callrouter.media.EndpointContext;
import io.callrouter.media.EndpointFactory;
import io.callrouter.media.PlayedItem;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One endpoint's part on a stream, from its factory to its close.
 *
 * <p>{@link #conclude} fixes the outcome, from any thread, once. It cuts what still plays, then
 * lets {@link CallerAudio} come to rest, and only then puts {@code onEnd}, {@code close} and the
 * news of the end on the queue: behind all callbacks that are there already, and with no {@code
 * onAudio} beside them.
 *
 * <p>An endpoint that keeps a thread for too long is {@link #giveUp given up}: the news of the end
 * no longer waits for it. Should it come back after all, {@code onEnd} and {@code close} follow.
 */
final class Peer implements FrameSink {
  /** The endpoint and what it is called with. */
  private record Part(AudioEndpoint endpoint, PeerContext context, Bridge bridge) {}

  /** One of the endpoint's callbacks. */
  @FunctionalInterface
  private interface Callback {
    void call(AudioEndpoint endpoint, EndpointContext context) throws Exception;
  }

  private static final Logger log = LoggerFactory.getLogger(Peer.class);
  private static final long SLOW_NANOS = Duration.ofMillis(5).toNanos();

  private final MediaStream stream;
  private final EndpointFactory factory;
  private final ConnectContext connect;
  private final Callbacks callbacks;
  private final CallerAudio.Ear ear;

  // Made on the queue, before the caller's audio is opened.
  private volatile @Nullable AudioEndpoint endpoint;
  private @Nullable Part part;

  private boolean deaf; // audio made it throw; belongs to the thread that delivers audio

  private final Object lock = new Object();
  // All below is guarded by lock.
  private @Nullable String result;
  private Timekeeper.@Nullable Timer patience;
  private @Nullable Outcome outcome;
  private boolean broken; // so that its outcome is failed
  private boolean atRest; // nothing of it plays, and it gets no further frame
  private boolean thrown;
  private boolean givenUp;
  private boolean over;

  Peer(MediaStream stream, EndpointFactory factory, ConnectContext connect) {
    this.stream = stream;
    this.factory = factory;
    this.connect = connect;
    this.callbacks = new Callbacks(stream.timekeeper, this::giveUp);
    this.ear = stream.callerAudio.attach(this, this::hearKept);
  }

  /** Has the endpoint made and started, and then lets the caller's audio in. */
  void begin() {
    callbacks.execute(stream.bounds.start(), this::start);
    hearKept();
  }

  private void hearKept() {
    callbacks.execute(stream.bounds.end(), this::hear);
  }

  private void start() {
    if (isConcluded()) {
      return;
    }
    long began = stream.timekeeper.nanoTime();
    AudioEndpoint made;
    try {
      callbacks.enter("the factory");
      made = Objects.requireNonNull(factory.create(connect), "it made no endpoint");
    } catch (Throwable cause) {
      threw("the factory", cause);
      return;
    }
    endpoint = made;
    if (!isConcluded() && join(made)) {
      tell("onStart", AudioEndpoint::onStart);
      noteStart(made, stream.timekeeper.nanoTime() - began);
    }
  }

  private void noteStart(AudioEndpoint made, long tookNanos) {
    AudioFormat format = Objects.requireNonNull(part).context.format();
    stream.notes.note(
        Kind.ENDPOINT_STARTED,
        Map.of(
            "endpoint", shortName(made.getClass()),
            "format", format.encoding() + "/" + format.sampleRateHz(),
            "took-ms", Long.toString(Duration.ofNanos(tookNanos).toMillis())));
  }

  /** An anonymous class has a simple name of no letters. */
  private static String shortName(Class<?> type) {
    String simple = type.getSimpleName();
    String full = type.getName();
    return simple.isEmpty() ? full.substring(full.lastIndexOf('.') + 1) : simple;
  }

  private void hear() {
    callbacks.enter("onAudio");
    ear.open();
  }

  /** A key waits on the stream. */
  void digit() {
    callbacks.execute(stream.bounds.end(), this::takeDigit);
  }

  private void takeDigit() {
    Character digit = isConcluded() ? null : stream.nextDigit();
    if (digit != null) {
      tell("onDigit", (to, context) -> to.onDigit(context, digit));
    }
  }

  /** An item is over; under the playback's lock, so that the items come in order. */
  void played(PlayedItem item) {
    callbacks.execute(
        stream.bounds.end(), () -> tell("onPlayed", (to, context) -> to.onPlayed(context, item)));
  }

  /** A frame of the caller's; on the thread that {@link CallerAudio} delivers on. */
  @Override
  public void onFrame(byte[] audio, int offset, long timestampSamples) {
    Part to = part;
    if (to == null || deaf) {
      return;
    }
    long began = stream.timekeeper.nanoTime();
    try {
      int length = stream.carrierFormat.bytesPerFrame();
      to.endpoint.onAudio(
          to.context, to.bridge.toEndpoint().convert(audio, offset, length, timestampSamples));
    } catch (Throwable cause) {
      deaf = true;
      threw("onAudio", cause);
    }
    long tookNanos = stream.timekeeper.nanoTime() - began;
    if (tookNanos > SLOW_NANOS) {
      countSlow(to.endpoint, tookNanos);
    }
  }

  /** Concludes it as done once all that it sent was heard; the bound is for marks that get lost. */
  void finish(String endResult) {
    synchronized (lock) {
      if (outcome != null || result != null) {
        return;
      }
      result = Objects.requireNonNull(endResult, "result");
    }
    Duration bound = stream.playback.left().plus(Marks.PATIENCE);
    Timekeeper.Timer timer = stream.timekeeper.schedule(bound, this::heard);
    synchronized (lock) {
      patience = timer;
    }
    stream.playback.finish(this, this::heard);
  }

  /** Concludes it as failed, unless it has finished and only waits to be heard. */
  void fail(String reason) {
    fail(reason, false);
  }

  /** Ends its part, with the result it has finished with or else with this outcome. */
  void conclude(Outcome otherwise) {
    conclude(otherwise, false);
  }

  /**
   * The socket's reader has been away for so long; if it is with this endpoint, that is given up.
   *
   * @return whether it is
   */
  boolean giveUpReader(Duration bound) {
    boolean held = ear.interruptReader();
    if (held) {
      giveUp("onAudio", bound);
    }
    return held;
  }

  private void fail(String reason, boolean broke) {
    synchronized (lock) {
      if (result != null) {
        return;
      }
    }
    conclude(Outcome.failed(reason), broke);
  }

  private void conclude(Outcome otherwise, boolean broke) {
    synchronized (lock) {
      if (outcome != null) {
        return;
      }
      outcome = result != null ? Outcome.done(result) : otherwise;
      broken = broke && result == null;
      if (patience != null) {
        patience.cancel();
      }
    }
    stream.playback.detach();
    ear.close(this::tellEnd);
    comeToRest();
  }

  /** From now on the news of the end may be told, and is told in time. */
  private void comeToRest() {
    Timekeeper.Timer timer = stream.timekeeper.schedule(stream.bounds.end(), this::giveUpAtEnd);
    boolean alone;
    synchronized (lock) {
      atRest = true;
      alone = givenUp;
      if (over) {
        timer.cancel();
      } else {
        patience = timer;
      }
    }
    if (alone) {
      tellOver();
    }
  }

  private void giveUpAtEnd() {
    Duration bound = stream.bounds.end();
    String callback = callbacks.interrupt();
    if (callback != null) {
      giveUp(callback, bound);
    } else if (!giveUpReader(bound)) {
      giveUp("its end", bound);
    }
  }

  /** Its thread was interrupted; from now on nobody waits for it. */
  private void giveUp(String callback, Duration bound) {
    boolean concluded;
    synchronized (lock) {
      if (givenUp || over) {
        return;
      }
      givenUp = true;
      concluded = atRest;
    }
    stream.tally.count(Event.ENDPOINT_STUCK, 1);
    noteTrouble(callback, "has not come back for " + bound.toSeconds() + " s");
    log.warn(
        "{}: {} of {} has not come back for {} s; its thread was interrupted and the call goes on"
            + " without it. Slow work belongs on a thread of the endpoint's own",
        stream.label,
        callback,
        name(),
        bound.toSeconds());
    if (concluded) {
      tellOver();
    } else {
      fail(callback + " of " + name() + " has not come back for " + bound.toSeconds() + " s", true);
    }
  }

  private void noteTrouble(String callback, String trouble) {
    stream.notes.note(Kind.TROUBLE, Map.of("what", callback + " of " + name() + " " + trouble));
  }

  private boolean isConcluded() {
    synchronized (lock) {
      return outcome != null;
    }
  }

  private boolean join(AudioEndpoint made) {
    try {
      callbacks.enter("format or pace");
      AudioFormat format = made.format(stream.carrierFormat);
      Bridge bridge = Bridge.between(stream.carrierFormat, format, stream.outboundFormat);
      PeerContext context =
          new PeerContext(this, stream, connect, format, made.pace(), bridge.toCarrier());
      part = new Part(made, context, bridge);
      return true;
    } catch (Throwable cause) {
      threw("format or pace", cause);
      return false;
    }
  }

  private void heard() {
    conclude(Outcome.done());
  }

  private void tellEnd() {
    Duration bound = stream.bounds.end();
    callbacks.execute(bound, () -> tell("onEnd", AudioEndpoint::onEnd));
    callbacks.execute(bound, this::closeEndpoint);
    callbacks.execute(bound, this::tellOver);
  }

  private void closeEndpoint() {
    AudioEndpoint made = endpoint;
    if (made != null) {
      try {
        callbacks.enter("close");
        made.close();
      } catch (Throwable cause) {
        threw("close", cause);
      }
    }
  }

  /** Once, by whoever comes first: the queue behind {@code close}, or who gives the peer up. */
  private void tellOver() {
    Outcome ended;
    boolean broke;
    synchronized (lock) {
      if (over) {
        return;
      }
      over = true;
      ended = Objects.requireNonNull(outcome);
      broke = broken;
      if (patience != null) {
        patience.cancel();
      }
    }
    ear.leave();
    stream.notes.note(
        Kind.ENDPOINT_ENDED,
        Map.of("outcome", ended.kind().name(), "broken", Boolean.toString(broke)));
    stream.peerEnded(ended, broke);
  }

  /** Runs a callback, if there is an endpoint to run it on, and says whether it came back. */
  private boolean tell(String name, Callback callback) {
    Part to = part;
    if (to == null) {
      return false;
    }
    try {
      callbacks.enter(name);
      callback.call(to.endpoint, to.context);
      return true;
    } catch (Throwable cause) {
      threw(name, cause);
      return false;
    }
  }

  private void threw(String what, Throwable cause) {
    boolean first;
    boolean expected;
    synchronized (lock) {
      first = !thrown;
      thrown = true;
      expected = givenUp; // mostly its answer to the interrupt
    }
    if (expected) {
      log.debug("{}: {} of {}, which was given up, threw", stream.label, what, name(), cause);
    } else {
      stream.tally.count(Event.ENDPOINT_FAILED, first ? 1 : 0);
      noteTrouble(what, "threw " + cause.getClass().getSimpleName());
      log.warn("{}: {} of {} threw", stream.label, what, name(), cause);
    }
    fail(what + " of " + name() + " threw " + cause, true);
    if (cause instanceof VirtualMachineError fatal) {
      throw fatal;
    }
  }

  /** Warns at the second: the first of a process mostly waits for the JVM to load its classes. */
  private void countSlow(AudioEndpoint slow, long tookNanos) {
    if (stream.tally.count(Event.SLOW_CALLBACK, 1) == 2) {
      log.warn(
          "{}: onAudio of {} took {} ms on the thread that reads the socket; give it a thread of its"
              + " own with Endpoints.offThread",
          stream.label,
          slow.getClass().getName(),
          Duration.ofNanos(tookNanos).toMillis());
    }
  }

  private String name() {
    AudioEndpoint made = endpoint;
    return made == null ? connect.toString() : made.getClass().getName();
  }
}
