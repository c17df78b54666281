package io.callrouter.openai;

import org.jspecify.annotations.Nullable;

/**
 * Whether the agent's part is to end, and with what.
 *
 * <p>Guarded by the lock of the agent.
 */
final class Leaving {
  private @Nullable Ending ending;
  private int wishes;
  private boolean done;

  /**
   * It is to end, when all was said.
   *
   * @return the number of this wish
   */
  int want(Ending wanted) {
    if (!done) {
      ending = wanted;
    }
    return ++wishes;
  }

  /** The caller has something to say: nobody hangs up on him. */
  void callerSpoke() {
    if (!done && ending != null && ending.hangsUp()) {
      ending = null;
    }
  }

  /**
   * The result to end with now, if it is time.
   *
   * @param busy whether something is being said or asked for
   * @param heard whether the caller has heard all that was said
   */
  @Nullable String due(boolean busy, boolean heard) {
    // Before a hang-up the last word is waited for here, since the caller may take it up.
    if (ending == null || busy || (ending.hangsUp() && !heard)) {
      return null;
    }
    return take();
  }

  /** The same, whatever is still to be said; but not if the wish is an old one. */
  @Nullable String overdue(int wish) {
    return wish == wishes ? take() : null;
  }

  /** The result to end with at once; null if it is not to end. */
  @Nullable String take() {
    done = ending != null;
    return ending == null ? null : ending.result();
  }

  /** Whether it has ended so that the call is to be hung up. */
  boolean hangsUp() {
    return done && ending != null && ending.hangsUp();
  }
}
