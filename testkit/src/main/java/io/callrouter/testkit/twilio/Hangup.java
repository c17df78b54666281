package io.callrouter.testkit.twilio;

import org.jspecify.annotations.Nullable;

/** Ends the call. */
record Hangup() implements Verb {
  @Override
  public boolean isExperienced() {
    return false;
  }

  @Override
  public @Nullable NextDocument perform(LiveCall call) throws CallOver {
    call.answer();
    throw new CallOver(LiveCall.COMPLETED);
  }
}
