package io.callrouter.testkit.twilio;

import io.callrouter.testkit.carrier.BasicCaller;
import io.callrouter.testkit.carrier.MediaLeg;
import io.callrouter.testkit.carrier.Records;
import java.util.List;
import java.util.Optional;

/**
 * The person on the phone in a call of {@link SimulatedTwilio}, and what only such a call has.
 *
 * <p>Keys wait for the next {@code Gather}, {@code Record}, media stream or far end that talks; to
 * a recording the caller first says what he has to say. Speech waits for the next {@code Record} or
 * media stream, what is said to recognition for the next {@code Gather} that listens.
 *
 * @since 0.1
 */
public final class TwilioCaller extends BasicCaller<TwilioCaller> {
  private final CallContext context;
  private final LiveCall call;

  TwilioCaller(CallContext context, LiveCall call, Records records) {
    super(context, records);
    this.context = context;
    this.call = call;
  }

  /** The carrier's word for the state of the call, such as {@code in-progress}. */
  public String status() {
    return context.status();
  }

  @Override
  public TwilioCaller hangUp() {
    call.hangUp();
    return this;
  }

  /**
   * Whoever was dialled last at that address.
   *
   * @param address a number, a SIP URI, or {@code client:} and an identity
   * @throws IllegalStateException if nobody was dialled there yet
   */
  @Override
  public TwilioFarEnd farEnd(String address) {
    return found(
        Optional.ofNullable(context.farEnds().at(address)),
        address + " was not dialled (yet): let time go on first");
  }

  /** Breaks the sockets of all streams off that only bring audio; the call goes on. */
  public TwilioCaller cutTaps() {
    call.taps().cutAll();
    return this;
  }

  @Override
  public boolean isOver() {
    return call.phase() == LiveCall.Phase.OVER;
  }

  /**
   * The verbs the caller went through, in order, by the names of their elements. {@code Redirect}
   * and {@code Hangup} are left out: they steer the call, and the {@link #events()} have them.
   */
  public List<String> verbs() {
    return context.twiml().verbs();
  }

  /** Every TwiML document that came, in order, as text. */
  public List<String> documents() {
    return context.twiml().documents();
  }

  @Override
  protected TwilioCaller self() {
    return this;
  }

  @Override
  protected boolean isIdle() {
    return switch (call.phase()) {
      case WORKING -> false;
      case AWAITING_TEST -> true;
      case STREAMING -> isQuiet();
      case HANGING -> records().isSettled();
      case OVER -> context.webhooks().isIdle() && records().isSettled();
    };
  }

  @Override
  protected String doing() {
    return call.phase().toString();
  }

  private boolean isQuiet() {
    MediaLeg leg = context.legs().last();
    return leg != null && leg.isQuiet();
  }
}
