package io.callrouter.call;

import java.time.Duration;

/**
 * The outcome of an action that was given to a live call, to be waited for.
 *
 * @since 0.1
 */
public interface PendingOutcome {
  /**
   * Blocks until the action has come out.
   *
   * @throws CallEndedException as soon as the call ends without an outcome, or the action was cut
   *     by another
   * @throws WaitTimeoutException if it did not come out in time
   * @throws InterruptedException if the thread is interrupted
   */
  Outcome await(Duration timeout) throws InterruptedException;
}
