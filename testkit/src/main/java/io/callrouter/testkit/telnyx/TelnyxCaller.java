package io.callrouter.testkit.telnyx;

import io.callrouter.testkit.TimelineEvent.Kind;
import io.callrouter.testkit.carrier.BasicCaller;
import io.callrouter.testkit.carrier.Records;
import java.util.List;
import java.util.Optional;

/**
 * The person on the phone in a call of {@link SimulatedTelnyx}, and what only such a call has.
 *
 * <p>Keys wait for the next gather, recording, media stream or far end that talks; to a recording
 * the caller first says what he has to say. Speech waits for the next recording or media stream.
 * This carrier recognises no speech here: what is said to recognition is never heard.
 *
 * <p>Since the application commands when it likes, this carrier cannot know that nothing will come:
 * a call on which nothing at all goes on counts as idle after 10 s.
 *
 * @since 0.1
 */
public final class TelnyxCaller extends BasicCaller<TelnyxCaller> {
  private final CallControl control;
  private final Leg leg;
  private final CallControlApi api;
  private final RestFaults faults;
  private final LegIdleness idleness;

  TelnyxCaller(
      CallControl control, Leg leg, CallControlApi api, RestFaults faults, Records records) {
    super(leg.parts(), records);
    this.control = control;
    this.leg = leg;
    this.api = api;
    this.faults = faults;
    this.idleness = new LegIdleness(control, records::isSettled);
  }

  /** How far the call is for the carrier: parked, answered, bridged or hangup. */
  public String status() {
    return control.ask(() -> leg.state().word());
  }

  @Override
  public TelnyxCaller hangUp() {
    control.locked(
        () -> {
          if (leg.isAlive()) {
            leg.note(Kind.HANG_UP, "");
            leg.hangUp(leg.wasAnswered() ? Hangup.by(Hangup.CALLER) : Hangup.canceled());
          }
        });
    return this;
  }

  @Override
  public TelnyxFarEnd farEnd(String address) {
    Leg dialled = control.dialledLast(address);
    return new TelnyxFarEnd(
        control,
        found(
            Optional.ofNullable(dialled),
            address + " was not dialled (yet): let time go on first"));
  }

  @Override
  public boolean isOver() {
    return control.ask(() -> !leg.isAlive());
  }

  /**
   * Something goes wrong with the next request of that kind for this call: on its own leg or on one
   * that was dialled for it, or a dial for it. It comes before what {@link SimulatedTelnyx#next}
   * has for anybody's.
   *
   * @param operation as there
   */
  public TelnyxCaller next(String operation, RestFault fault) {
    faults.add(operation, carrierId(), fault);
    return this;
  }

  /** The names of the commands on this call that had an effect, in order. */
  public List<String> commands() {
    return api.commands().stream()
        .filter(command -> command.callControlId().equals(carrierId()) && command.isDone())
        .map(TelnyxCommand::name)
        .toList();
  }

  /** All keys that were sent to the caller, with their pauses. */
  public String heardKeys() {
    return control.ask(leg::heardKeys);
  }

  @Override
  protected TelnyxCaller self() {
    return this;
  }

  @Override
  protected boolean isIdle() {
    return control.ask(() -> idleness.isIdle(leg));
  }

  @Override
  protected String doing() {
    return status();
  }
}
