package io.callrouter.testkit.twilio;

import org.jspecify.annotations.Nullable;

/**
 * Refuses the call without answering it.
 *
 * @param status the call status it ends with: {@code busy} or {@code no-answer}
 */
record Reject(String status) implements Verb {
  @Override
  public @Nullable NextDocument perform(LiveCall call) throws CallOver {
    throw new CallOver(status);
  }
}
