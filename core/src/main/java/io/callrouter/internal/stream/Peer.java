package io.callrouter.internal.stream;

import io.callrouter.call.Outcome;
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

  // Made on the queue, before the caller's audio is opened.
  private @Nullable AudioEndpoint endpoint;
  private @Nullable Part part;

  private boolean deaf; // audio made it throw; belongs to the thread that delivers audio

  private final Object lock = new Object();
  // All below is guarded by lock.
  private @Nullable String result;
  private Timekeeper.@Nullable Timer patience;
  private @Nullable Outcome outcome;

  Peer(MediaStream stream, EndpointFactory factory, ConnectContext connect) {
    this.stream = stream;
    this.factory = factory;
    this.connect = connect;
  }

  /** Makes the endpoint, starts it, and lets the caller's audio in; on the queue. */
  void start() {
    if (isOver()) {
      return;
    }
    try {
      endpoint = Objects.requireNonNull(factory.create(connect), "it made no endpoint");
    } catch (Throwable cause) {
      threw("the endpoint's factory", cause);
      return;
    }
    if (!isOver() && join(endpoint)) {
      tell("onStart", AudioEndpoint::onStart);
      stream.callerAudio.open();
    }
  }

  /** A key was pressed; on the queue. */
  void digit(char digit) {
    tell("onDigit", (to, context) -> to.onDigit(context, digit));
  }

  /** An item is over; under the playback's lock, so that the items come in order. */
  void played(PlayedItem item) {
    stream.queue.execute(() -> tell("onPlayed", (to, context) -> to.onPlayed(context, item)));
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
    stream.playback.finish(this::heard);
  }

  /** Concludes it as failed, unless it has finished and only waits to be heard. */
  void fail(String reason) {
    synchronized (lock) {
      if (result != null) {
        return;
      }
    }
    conclude(Outcome.failed(reason));
  }

  /** Ends its part, with the result it has finished with or else with this outcome. */
  void conclude(Outcome otherwise) {
    synchronized (lock) {
      if (outcome != null) {
        return;
      }
      outcome = result != null ? Outcome.done(result) : otherwise;
      if (patience != null) {
        patience.cancel();
      }
    }
    stream.playback.detach();
    stream.callerAudio.close(this::tellEnd);
  }

  boolean isOver() {
    synchronized (lock) {
      return outcome != null;
    }
  }

  private boolean join(AudioEndpoint made) {
    try {
      AudioFormat format = made.format(stream.carrierFormat);
      Bridge bridge = Bridge.between(stream.carrierFormat, format);
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
    stream.queue.execute(() -> tell("onEnd", AudioEndpoint::onEnd));
    stream.queue.execute(this::closeEndpoint);
    stream.queue.execute(() -> stream.peerEnded(outcome()));
  }

  private void closeEndpoint() {
    if (endpoint != null) {
      try {
        endpoint.close();
      } catch (Throwable cause) {
        threw("close", cause);
      }
    }
  }

  private void tell(String name, Callback callback) {
    Part to = part;
    if (to == null) {
      return;
    }
    try {
      callback.call(to.endpoint, to.context);
    } catch (Throwable cause) {
      threw(name, cause);
    }
  }

  private void threw(String what, Throwable cause) {
    log.warn("{}: {} of {} threw", stream.label, what, name(), cause);
    fail(what + " of " + name() + " threw " + cause);
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
    return (endpoint == null ? factory : endpoint).getClass().getName();
  }

  private Outcome outcome() {
    synchronized (lock) {
      return Objects.requireNonNull(outcome);
    }
  }
}
