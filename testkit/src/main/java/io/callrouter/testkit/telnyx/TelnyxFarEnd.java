package io.callrouter.testkit.telnyx;

import io.callrouter.testkit.Exchange;
import io.callrouter.testkit.FarEnd;
import io.callrouter.testkit.TimelineEvent.Kind;
import java.util.List;

/**
 * Whoever a dial of a {@link SimulatedTelnyx} reaches.
 *
 * <p>One that refuses ends its leg with {@code call_rejected} and 603, and one that rings for
 * longer than the dial allows with {@code timeout}.
 *
 * @since 0.1
 */
public final class TelnyxFarEnd implements FarEnd {
  private final CallControl control;
  private final Leg leg;

  TelnyxFarEnd(CallControl control, Leg leg) {
    this.control = control;
    this.leg = leg;
  }

  @Override
  public String carrierId() {
    return leg.ids().callControlId();
  }

  @Override
  public String callerId() {
    return leg.from();
  }

  /** How far the leg is for the carrier: ringing, answered, bridged or hangup. */
  @Override
  public String status() {
    return control.ask(() -> leg.state().word());
  }

  @Override
  public TelnyxFarEnd answer() {
    boolean answered =
        control.ask(
            () -> {
              boolean rings = leg.state() == Leg.State.RINGING && leg.hasRung();
              if (rings) {
                leg.answer();
              }
              return rings;
            });
    if (!answered) {
      throw new IllegalStateException(leg.to() + " does not ring, it is " + status());
    }
    return this;
  }

  @Override
  public TelnyxFarEnd hangUp() {
    control.locked(
        () -> {
          if (leg.isAlive()) {
            leg.note(Kind.HANG_UP, "");
            leg.hangUp(leg.wasAnswered() ? Hangup.by(Hangup.CALLEE) : Hangup.rejected());
          }
        });
    return this;
  }

  /** All keys that were sent to it, with their pauses. */
  public String heardKeys() {
    return control.ask(leg::heardKeys);
  }

  /** Every request of its leg with its answer, in the order of the answers. */
  public List<Exchange> exchanges() {
    return leg.parts().webhooks().exchanges();
  }
}
