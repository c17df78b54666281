package io.callrouter.testkit.twilio;

import io.callrouter.testkit.Misbehaviour;
import io.callrouter.testkit.UnsupportedMisbehaviourException;
import io.callrouter.testkit.carrier.BasicCallSetup;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * Describes a call of {@link SimulatedTwilio} before it is placed. The address of a far end is a
 * number, a SIP URI, or {@code client:} and an identity.
 *
 * <p>Of one that refuses, Twilio's word is not confirmed: here it is {@code busy}, and only the SIP
 * status (603) of a SIP address tells it from a busy one. For use by one thread.
 *
 * @since 0.1
 */
public final class TwilioCallSetup extends BasicCallSetup<TwilioCallSetup> {
  private final SimulatedTwilio carrier;
  private String method = "POST";
  private final Map<String, String> parameters = new TreeMap<>();
  private boolean allStatusCallbacks;
  private boolean asksAfterMedia = true;
  private boolean asksAfterHangUp;
  private Duration playLength = Duration.ofSeconds(2);

  TwilioCallSetup(SimulatedTwilio carrier, String from) {
    super(from);
    this.carrier = carrier;
  }

  /**
   * {@inheritDoc}
   *
   * @throws UnsupportedMisbehaviourException for media in disorder, which Twilio does not have
   */
  @Override
  public TwilioCallSetup misbehaving(Misbehaviour how) {
    if (how instanceof Misbehaviour.DisorderedMedia) {
      throw new UnsupportedMisbehaviourException(
          "Twilio puts media in order before it sends them, over one socket");
    }
    return super.misbehaving(how);
  }

  /** The first webhook comes by GET instead of POST. */
  public TwilioCallSetup webhookByGet() {
    this.method = "GET";
    return this;
  }

  /** Sends one parameter more with every webhook, such as {@code ForwardedFrom}. */
  public TwilioCallSetup parameter(String name, String value) {
    parameters.put(name, value);
    return this;
  }

  /**
   * Sends a status callback for {@code initiated}, {@code ringing} and {@code answered} too;
   * without this only for {@code completed}, as a number's default is.
   */
  public TwilioCallSetup allStatusCallbacks() {
    this.allStatusCallbacks = true;
    return this;
  }

  /** The carrier does not ask what to do next when the media has ended, and hangs there. */
  public TwilioCallSetup neverAsksAfterMedia() {
    this.asksAfterMedia = false;
    return this;
  }

  /**
   * The carrier asks the action address of a stream or a dial also when the caller hung up during
   * it. Whether Twilio does is not confirmed; an application must stand both.
   */
  public TwilioCallSetup asksAfterHangUp() {
    this.asksAfterHangUp = true;
    return this;
  }

  /** How long every file of a {@code Play} is; 2 s without this. */
  public TwilioCallSetup playLength(Duration length) {
    this.playLength = length;
    return this;
  }

  @Override
  public TwilioCaller start() {
    return carrier.start(
        new CallOptions(
            plan(),
            method,
            Map.copyOf(parameters),
            allStatusCallbacks,
            asksAfterMedia,
            asksAfterHangUp,
            playLength));
  }

  @Override
  protected TwilioCallSetup self() {
    return this;
  }
}
