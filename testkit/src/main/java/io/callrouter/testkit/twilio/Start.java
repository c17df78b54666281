package io.callrouter.testkit.twilio;

import org.jspecify.annotations.Nullable;

/** Begins to bring both tracks of the call to a media socket, and goes on with the next verb. */
record Start(Connect.Stream stream) implements Verb {
  @Override
  public boolean isExperienced() {
    return false;
  }

  @Override
  public @Nullable NextDocument perform(LiveCall call) {
    call.answer();
    call.taps().start(stream);
    return null;
  }
}
