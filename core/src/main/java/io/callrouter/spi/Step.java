package io.callrouter.spi;

import io.callrouter.call.CallFacts;
import io.callrouter.call.CallState;

/**
 * The step of a call that an action is rendered for.
 *
 * @param call the call's facts
 * @param state the call's state as far as the router knows it
 * @param reference names the step; goes into every URL given to the carrier
 * @param mediaToken for a connect or the start of a tap, the single-use token the media socket must
 *     bring; else empty
 * @since 0.1
 */
public record Step(CallFacts call, CallState state, StepReference reference, String mediaToken) {
  /** Leaves out the token. */
  @Override
  public String toString() {
    return "step " + reference.toPath();
  }
}
