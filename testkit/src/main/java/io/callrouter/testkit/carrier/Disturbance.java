package io.callrouter.testkit.carrier;

import java.time.Duration;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Decides by chance, from a seed, how late a request comes and whether it comes again. */
final class Disturbance {
  private static final int MOST_MS = 1500;
  private static final double REPEATED = 0.5;

  private final Random random;

  Disturbance(long seed) {
    this.random = new Random(seed);
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
