package io.callrouter.testkit;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Speaks a text. The speech is simulated: it takes 60 ms a character.
 *
 * @param loop how often, 0 for until the call ends
 */
record Say(String text, int loop) implements Sound {
  private static final Duration CHARACTER = Duration.ofMillis(60);

  /** How long speech lasts, the carrier's and the caller's. */
  static Duration lengthOf(String text) {
    return CHARACTER.multipliedBy(text.length());
  }

  @Override
  public void playUntil(CompletableFuture<?> interruption, LiveCall call)
      throws CallOver, InterruptedException {
    for (int time = 0; (loop == 0 || time < loop) && !interruption.isDone(); time++) {
      Duration begun = call.now();
      try {
        call.waitFor(interruption, lengthOf(text));
      } finally {
        call.heardSpeech(heardIn(call.now().minus(begun)));
      }
    }
  }

  private String heardIn(Duration time) {
    return text.substring(0, (int) Math.min(text.length(), time.dividedBy(CHARACTER)));
  }
}
