package io.callrouter.testkit;

import java.time.Duration;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Decides by chance, from a seed, how late a request comes and whether it comes again. */
final class Disturbance {
  private static final int MOST_MS = 1500;
  private static final double REPEATED = 0.5;

  private final @Nullable Random random;

  private Disturbance(@Nullable Random random) {
    this.random = random;
  }

  static Disturbance none() {
    return new Disturbance(null);
  }

  static Disturbance seeded(long seed) {
    return new Disturbance(new Random(seed));
  }

  /** How late the next request that nobody waits for is. */
  Duration delay() {
    return random == null ? Duration.ZERO : Duration.ofMillis(random.nextInt(MOST_MS));
  }

  /** How long after its time the next request comes a second time, or null if it does not. */
  @Nullable Duration repeatAfter() {
    return random == null || random.nextDouble() >= REPEATED ? null : delay();
  }
}
