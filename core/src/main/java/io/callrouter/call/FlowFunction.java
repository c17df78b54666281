package io.callrouter.call;

/**
 * A plain function that says what a call does, one action after another; where it ends, the call is
 * hung up.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface FlowFunction {
  /**
   * Runs the flow from the top.
   *
   * @param flow the call and the way to act on it; not to be kept
   * @throws Exception if the flow fails: the call then gets the router's {@code otherwise} action,
   *     or is hung up if that cannot be done any more
   */
  void run(Flow flow) throws Exception;
}
