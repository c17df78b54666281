package io.callrouter.testkit.twilio;

/** Goes on with another document. */
record Redirect(NextDocument next) implements Verb {
  @Override
  public boolean isExperienced() {
    return false;
  }

  @Override
  public NextDocument perform(LiveCall call) {
    return next;
  }
}
