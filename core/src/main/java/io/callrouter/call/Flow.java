package io.callrouter.call;

import java.util.Map;
import java.util.function.Supplier;

/**
 * What a flow's function is given: the call and the way to act on it.
 *
 * <p>A flow is run again from the top at every step. {@link #run} returns the recorded outcome of
 * an action that is already done; at the first one that is not, it hands the action to the carrier
 * and leaves the function by an {@link Error} that must not be caught. So a flow must take the same
 * way each time: time is {@link CallFacts#arrivedAt()}, and whatever may differ from run to run, or
 * must not happen twice, goes into {@link #once}.
 *
 * <p>Used by the thread that runs the flow, and only while it runs; it may block, but a run has 5
 * seconds in all.
 *
 * @since 0.1
 */
public interface Flow {
  /** The call the flow acts on. */
  CallFacts call();

  /** What the flow was started with by {@link Call#follow}; empty for a route's flow. */
  Map<String, String> attributes();

  /** The number of actions done so far, counted from the start of this run: 0, 1, 2 … */
  int step();

  /**
   * Does an action and gives its outcome.
   *
   * @throws IllegalStateException if this run took another way than an earlier one
   */
  Outcome run(Action action);

  /**
   * Runs a look-up, a random choice or a side effect once in the life of the call and remembers its
   * result; all results of a call may take 8 KiB.
   *
   * @param name names the result within the call
   * @param work may block; after a crash in between it may be run a second time
   * @return what the work returned, now or in an earlier run
   * @throws IllegalStateException if there is no room for the result, or it is null
   */
  String once(String name, Supplier<String> work);
}
