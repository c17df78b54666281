package io.callrouter.testkit;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Describes a call before it is placed, and how the carrier misbehaves during it.
 *
 * <p>For use by one thread.
 *
 * @since 0.1
 */
public final class CallSetup {
  private final SimulatedTwilio carrier;
  private final String from;
  private @Nullable String to;
  private String method = "POST";
  private final Map<String, String> parameters = new TreeMap<>();
  private boolean allStatusCallbacks;
  private Disturbance disturbance = Disturbance.none();
  private StreamFault streamFault = StreamFault.NONE;
  private boolean asksAfterMedia = true;
  private boolean asksAfterHangUp;
  private Duration playLength = Duration.ofSeconds(2);
  private Consumer<TimelineEvent> listener = event -> {};

  CallSetup(SimulatedTwilio carrier, String from) {
    this.carrier = carrier;
    this.from = from;
  }

  /** Calls that number; must be said. */
  public CallSetup to(String number) {
    this.to = number;
    return this;
  }

  /** The first webhook comes by GET instead of POST. */
  public CallSetup webhookByGet() {
    this.method = "GET";
    return this;
  }

  /** Sends one parameter more with every webhook, such as {@code ForwardedFrom}. */
  public CallSetup parameter(String name, String value) {
    parameters.put(name, value);
    return this;
  }

  /**
   * Sends a status callback for {@code initiated}, {@code ringing} and {@code answered} too;
   * without this only for {@code completed}, as a number's default is.
   */
  public CallSetup allStatusCallbacks() {
    this.allStatusCallbacks = true;
    return this;
  }

  /**
   * Delays status callbacks and repeats requests by chance, so that they come in any order; each
   * comes at most 1.5 s after its time.
   *
   * @param seed the same seed makes the same chances
   */
  public CallSetup disturbed(long seed) {
    this.disturbance = Disturbance.seeded(seed);
    return this;
  }

  /** The carrier never opens the media socket it is told to open, and hangs there. */
  public CallSetup streamNeverOpens() {
    this.streamFault = StreamFault.NEVER_OPENS;
    return this;
  }

  /** The carrier opens the media socket but never sends {@code start}. */
  public CallSetup streamNeverStarts() {
    this.streamFault = StreamFault.NEVER_STARTS;
    return this;
  }

  /** The carrier does not ask what to do next when the media has ended, and hangs there. */
  public CallSetup neverAsksAfterMedia() {
    this.asksAfterMedia = false;
    return this;
  }

  /** The carrier asks the action address of a stream also when the caller hung up during it. */
  public CallSetup asksAfterHangUp() {
    this.asksAfterHangUp = true;
    return this;
  }

  /** How long every file of a {@code Play} is; 2 s without this. */
  public CallSetup playLength(Duration length) {
    this.playLength = length;
    return this;
  }

  /**
   * Is told what happens as it happens.
   *
   * @param listener called on whatever thread it happens on; must not block
   */
  public CallSetup listener(Consumer<TimelineEvent> listener) {
    this.listener = listener;
    return this;
  }

  /**
   * Places the call: its first webhook is on its way. In virtual time nothing happens before the
   * time is turned, by {@link SimulatedCaller#untilIdle()} or the timekeeper itself.
   *
   * @throws IllegalStateException if no number to call was said, or nothing is attached
   */
  public SimulatedCaller start() {
    String called = to;
    if (called == null) {
      throw new IllegalStateException("whom to call? say to(number) before start()");
    }
    return carrier.start(
        new CallOptions(
            from,
            called,
            method,
            Map.copyOf(parameters),
            allStatusCallbacks,
            disturbance,
            streamFault,
            asksAfterMedia,
            asksAfterHangUp,
            playLength,
            listener));
  }
}
