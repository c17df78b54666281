package io.callrouter.testkit.twilio;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * The time in which a call is joined with others, and the keys it presses go to them.
 *
 * @param timeLimit after which the carrier ends it
 * @param hangupOnStar whether the caller ends it with the star key
 */
record Conversation(LiveCall call, Duration timeLimit, boolean hangupOnStar) {
  /**
   * Waits until one of the ways to end it has come.
   *
   * @param over complete when the others have ended it
   * @param forTest whether they do that only when the test says so
   */
  void last(CompletableFuture<?> over, boolean forTest) throws CallOver, InterruptedException {
    Duration end = call.now().plus(timeLimit);
    boolean goesOn = true;
    while (goesOn && !over.isDone()) {
      CompletableFuture<?> next = CompletableFuture.anyOf(over, call.keypad().pressed());
      Duration left = end.minus(call.now());
      goesOn = forTest ? call.waitForTest(next, left) : call.waitFor(next, left);
      Character key = call.context().takeKey();
      goesOn &= key == null || !hangupOnStar || key != '*';
    }
  }
}
