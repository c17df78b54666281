package io.callrouter;

import io.callrouter.call.Action;

/** What one run of a flow came to. */
sealed interface FlowStep {
  /** The first action that is not done yet. */
  record Next(Action action) implements FlowStep {}

  /** The function ended: nothing is left to do. */
  record Finished() implements FlowStep {}

  /** The run failed, for a reason a person can read. */
  record Failed(String reason) implements FlowStep {}
}
