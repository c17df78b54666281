package io.callrouter.testkit.twilio;

import io.callrouter.testkit.carrier.Utterance;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Speaks a text. The speech is simulated: it takes 60 ms a character.
 *
 * @param loop how often, 0 for until the call ends
 */
record Say(String text, int loop) implements Sound {
  @Override
  public void playUntil(CompletableFuture<?> interruption, LiveCall call)
      throws CallOver, InterruptedException {
    for (int time = 0; (loop == 0 || time < loop) && !interruption.isDone(); time++) {
      Duration begun = call.now();
      try {
        call.waitFor(interruption, Utterance.lengthOf(text));
      } finally {
        call.heardSpeech(heardIn(call.now().minus(begun)));
      }
    }
  }

  private String heardIn(Duration time) {
    return text.substring(0, (int) Math.min(text.length(), time.dividedBy(Utterance.CHARACTER)));
  }
}
