package io.callrouter.testkit.carrier;

import io.callrouter.testkit.Misbehaviour;
import java.time.Duration;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Decides by chance, from a seed, how late a request comes and whether it comes again. */
final class Disturbance {
  private static final int MOST_MS = 1500;
  private static final double REPEATED = 0.5;

  private final Misbehaviour.DisturbedWebhooks cause;
  private final Random random;

  Disturbance(Misbehaviour.DisturbedWebhooks cause) {
    this.cause = cause;
    this.random = new Random(cause.seed());
  }

  /** What the test asked for. */
  Misbehaviour cause() {
    return cause;
  }

  /** How late the next request that nobody waits for is. */
  Duration delay() {
    return Duration.ofMillis(random.nextInt(MOST_MS));
  }

  /** How long after its time the next request comes a second time, or null if it does not. */
  @Nullable Duration repeatAfter() {
    return random.nextDouble() >= REPEATED ? null : delay();
  }
}
