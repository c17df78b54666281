package io.callrouter.testkit.twilio;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Plays a file, of which only the length is simulated, or keys.
 *
 * @param audio the file's address, or null if there are only keys
 * @param digits keys, with {@code w} for half a second of waiting; empty if there are none
 * @param loop how often, 0 for until the call ends
 */
record Play(@Nullable URI audio, String digits, int loop) implements Sound {
  private static final Duration DIGIT = Duration.ofMillis(250);
  private static final Duration WAIT = Duration.ofMillis(500);

  @Override
  public void playUntil(CompletableFuture<?> interruption, LiveCall call)
      throws CallOver, InterruptedException {
    Duration length = audio == null ? lengthOfDigits() : call.options().playLength();
    for (int time = 0; (loop == 0 || time < loop) && !interruption.isDone(); time++) {
      call.waitFor(interruption, length);
    }
  }

  private Duration lengthOfDigits() {
    long waits = digits.chars().filter(digit -> digit == 'w').count();
    return WAIT.multipliedBy(waits).plus(DIGIT.multipliedBy(digits.length() - waits));
  }
}
