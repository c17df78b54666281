package io.callrouter.openai;

import io.callrouter.media.EndpointContext;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether the agent's part is to end, and with what: it does when all was said.
 *
 * <p>Guarded by the lock of the agent.
 */
final class Leaving {
  /** A model that takes no leave does not keep the call. */
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private final Object lock;
  private final Timekeeper timekeeper;
  private final Turns turns;
  private final BooleanSupplier heard;
  private @Nullable EndpointContext context;
  private @Nullable Ending ending;
  private int wishes;
  private boolean done;

  /**
   * Nobody leaves yet.
   *
   * @param turns tells whether something is being said or asked for
   * @param heard whether the caller has heard all that was said
   */
  Leaving(Object lock, Timekeeper timekeeper, Turns turns, BooleanSupplier heard) {
    this.lock = lock;
    this.timekeeper = timekeeper;
    this.turns = turns;
    this.heard = heard;
  }

  /** There is a call to be left. */
  void begin(EndpointContext here) {
    context = here;
  }

  /** The host wants it to end. */
  void want(String result) {
    want(new Ending(result, false));
  }

  /** The model wants it to end, and is given a while for its farewell. */
  void wantSoon(Ending wanted) {
    want(wanted);
    int wish = wishes;
    timekeeper.schedule(LONGEST, () -> overdue(wish));
  }

  private void want(Ending wanted) {
    if (!done) {
      wishes++;
      ending = wanted;
    }
    look();
  }

  private void overdue(int wish) {
    synchronized (lock) {
      if (wish == wishes) {
        end();
      }
    }
  }

  /** The caller has something to say: nobody hangs up on him. */
  void callerSpoke() {
    if (!done && ending != null && ending.hangsUp()) {
      ending = null;
    }
  }

  /** Something was said or heard: ends the agent's part if it is time. */
  void look() {
    // Before a hang-up the last word is waited for here, since the caller may take it up.
    boolean waits = ending != null && ending.hangsUp() && !heard.getAsBoolean();
    if (!waits && !turns.isBusy()) {
      end();
    }
  }

  /**
   * Ends it whatever is still to be said; what is playing is heard.
   *
   * @return whether it was to end
   */
  boolean end() {
    EndpointContext here = context;
    Ending wanted = ending;
    if (here == null || wanted == null) {
      return false;
    }
    done = true;
    here.finish(wanted.result());
    return true;
  }

  /** Whether the caller has heard all that was said. */
  boolean isAllHeard() {
    return heard.getAsBoolean();
  }

  /** Whether it has ended so that the call is to be hung up. */
  boolean hangsUp() {
    return done && ending != null && ending.hangsUp();
  }
}
