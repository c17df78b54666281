package io.callrouter;

import io.callrouter.call.Action;
import io.callrouter.spi.StepReference;
import java.time.Instant;

/**
 * An action that the carrier is to break off; its end is awaited for a while.
 *
 * @param step the action's step, mostly one of an earlier generation
 * @param at since when it is wanted
 * @param sent whether the carrier was told
 */
record Cut(StepReference step, Action action, Instant at, boolean sent) {
  static Cut of(StepReference step, Action action, Instant now) {
    return new Cut(step, action, now, false);
  }

  Cut told() {
    return new Cut(step, action, at, true);
  }
}
