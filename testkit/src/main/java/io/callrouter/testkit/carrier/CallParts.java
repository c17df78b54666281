package io.callrouter.testkit.carrier;

import io.callrouter.testkit.TimelineEvent;
import io.callrouter.time.Timekeeper;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What every simulated call is made of: a clock, a log, the caller's keys and voice, and the way to
 * the application. A carrier adds what is its own.
 *
 * @since 0.1
 */
public abstract class CallParts {
  private final String carrierId;
  private final CallPlan plan;
  private final Timekeeper timekeeper;
  private final CallClock clock;
  private final CallLog log;
  private final Webhooks webhooks;
  private final Keypad keypad = new Keypad();
  private final Voice voice;
  private final CallerQueue<Utterance> utterances = new CallerQueue<>();
  private final MediaLegs legs;

  /**
   * The parts of a call that begins now.
   *
   * @param carrierId the carrier's id of it
   * @param counterfeits what its webhooks look like when something is wrong with them
   * @param transport the way to the application, asked for each request
   */
  protected CallParts(
      String carrierId,
      CallPlan plan,
      Counterfeits counterfeits,
      Supplier<Transport> transport,
      Timekeeper timekeeper) {
    this.carrierId = carrierId;
    this.plan = plan;
    this.timekeeper = timekeeper;
    this.clock = new CallClock(timekeeper);
    this.log = new CallLog(clock, plan.listener());
    this.voice = new Voice(plan.handset());
    this.legs = new MediaLegs(clock);
    this.webhooks =
        new Webhooks(
            carrierId, counterfeits, transport, timekeeper, plan.misbehaviours(), clock, log);
  }

  /** The carrier's id of the call. */
  public final String carrierId() {
    return carrierId;
  }

  /** What the test asked for. */
  public final CallPlan plan() {
    return plan;
  }

  /** The router's own. */
  public final Timekeeper timekeeper() {
    return timekeeper;
  }

  /** The time since the call's start. */
  public final CallClock clock() {
    return clock;
  }

  /** What happened. */
  public final CallLog log() {
    return log;
  }

  /** The way to the application. */
  public final Webhooks webhooks() {
    return webhooks;
  }

  /** The keys the caller presses. */
  public final Keypad keypad() {
    return keypad;
  }

  /** What the caller says. */
  public final Voice voice() {
    return voice;
  }

  /** What the caller is to say to speech recognition. */
  public final CallerQueue<Utterance> utterances() {
    return utterances;
  }

  /** The media streams, one after another. */
  public final MediaLegs legs() {
    return legs;
  }

  /** The key that the caller presses next, which is noted; null if there is none. */
  public final @Nullable Character takeKey() {
    Character key = keypad.take();
    if (key != null) {
      log.add(TimelineEvent.Kind.DIGIT, key.toString());
    }
    return key;
  }
}
