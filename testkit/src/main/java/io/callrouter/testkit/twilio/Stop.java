package io.callrouter.testkit.twilio;

import org.jspecify.annotations.Nullable;

/** Ends a stream that {@link Start} began, and goes on with the next verb. */
record Stop(String name) implements Verb {
  @Override
  public boolean isExperienced() {
    return false;
  }

  @Override
  public @Nullable NextDocument perform(LiveCall call) {
    call.taps().stop(name);
    return null;
  }
}
