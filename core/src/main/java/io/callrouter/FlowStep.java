package io.callrouter;

import io.callrouter.call.Action;
import org.jspecify.annotations.Nullable;

/** What one run of a flow came to. */
sealed interface FlowStep {
  /** The first action that is not done yet. */
  record Next(Action action) implements FlowStep {}

  /** The function ended: nothing is left to do. */
  record Finished() implements FlowStep {}

  /**
   * The run failed.
   *
   * @param reason a sentence a person can read
   * @param cause what the flow threw, or null
   */
  record Failed(String reason, @Nullable Throwable cause) implements FlowStep {}
}
