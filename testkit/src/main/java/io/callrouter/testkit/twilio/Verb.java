package io.callrouter.testkit.twilio;

import org.jspecify.annotations.Nullable;

/** One instruction of a TwiML document. */
sealed interface Verb
    permits Sound,
        Gather,
        Record,
        Connect,
        Dial,
        Conference,
        Start,
        Stop,
        Redirect,
        Reject,
        Hangup {
  /** The element's name. */
  default String name() {
    return getClass().getSimpleName();
  }

  /** Whether the caller notices it; the others only steer the call. */
  default boolean isExperienced() {
    return true;
  }

  /**
   * Does it.
   *
   * @return what to ask for instead of going on with the next verb, or null
   * @throws CallOver if the call is over with it, or before it was done
   */
  @Nullable NextDocument perform(LiveCall call) throws CallOver, InterruptedException;
}
