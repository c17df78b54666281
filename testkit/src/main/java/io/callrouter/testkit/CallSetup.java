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
  private final Map<String, FarEndScript> farEnds = new TreeMap<>();
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

  /**
   * The carrier asks the action address of a stream or a dial also when the caller hung up during
   * it. Whether Twilio does is not confirmed; an application must stand both.
   */
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
   * That far end is busy when a dial reaches for it. Of none about which nothing is said it is
   * known what it does: it rings until the test says more by {@link SimulatedCaller#farEnd}.
   *
   * @param address a number, a SIP URI, or {@code client:} and an identity
   */
  public CallSetup busy(String address) {
    return farEnd(address, FarEndScript.of(FarEndScript.Kind.BUSY));
  }

  /**
   * That far end rings, and nobody answers.
   *
   * @param address a number, a SIP URI, or {@code client:} and an identity
   */
  public CallSetup noAnswer(String address) {
    return farEnd(address, FarEndScript.of(FarEndScript.Kind.NO_ANSWER));
  }

  /**
   * That far end refuses after 2 s of ringing. Twilio's word for this is not confirmed: here it is
   * {@code busy}, and only the SIP status (603) of a SIP address tells it from a busy one.
   *
   * @param address a number, a SIP URI, or {@code client:} and an identity
   */
  public CallSetup declines(String address) {
    return farEnd(address, FarEndScript.of(FarEndScript.Kind.DECLINES));
  }

  /**
   * That far end cannot be reached: there is no such number.
   *
   * @param address a number, a SIP URI, or {@code client:} and an identity
   */
  public CallSetup fails(String address) {
    return farEnd(address, FarEndScript.of(FarEndScript.Kind.FAILS));
  }

  /**
   * That far end answers after 2 s of ringing, and talks until the test lets it hang up.
   *
   * @param address a number, a SIP URI, or {@code client:} and an identity
   */
  public CallSetup answers(String address) {
    return farEnd(address, FarEndScript.of(FarEndScript.Kind.ANSWERS));
  }

  /**
   * That far end answers after 2 s of ringing, and hangs up when it has talked for so long.
   *
   * @param address a number, a SIP URI, or {@code client:} and an identity
   */
  public CallSetup answers(String address, Duration talks) {
    return farEnd(address, new FarEndScript(FarEndScript.Kind.ANSWERS, talks));
  }

  private CallSetup farEnd(String address, FarEndScript script) {
    farEnds.put(address, script);
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
            Map.copyOf(farEnds),
            listener));
  }
}
