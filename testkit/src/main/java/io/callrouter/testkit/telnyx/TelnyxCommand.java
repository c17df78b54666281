package io.callrouter.testkit.telnyx;

import java.util.Set;

/**
 * A request that the simulated carrier's REST interface got, and what it answered.
 *
 * @param name the name of an action such as {@code speak}; {@code dial}; {@code status} or {@code
 *     active_calls} for a look-up
 * @param callControlId the leg it is for; empty for a dial and for a look-up of all
 * @param body the JSON as it came; empty if there was none
 * @param status the HTTP status of the carrier's own answer, which a scripted fault may have kept
 *     back
 * @param repeated whether it was passed over because its {@code command_id} had come before
 * @since 0.1
 */
public record TelnyxCommand(
    String name, String callControlId, String body, int status, boolean repeated) {
  private static final Set<String> LOOK_UPS = Set.of("status", "active_calls");

  /** Whether it had an effect; a look-up has none. */
  public boolean isDone() {
    return status / 100 == 2 && !repeated && !LOOK_UPS.contains(name);
  }

  /** Leaves out the body, which may be personal. */
  @Override
  public String toString() {
    return name + " " + status + (repeated ? " repeated" : "");
  }
}
