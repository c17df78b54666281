package io.callrouter.testkit.carrier;

import io.callrouter.time.Timekeeper;
import java.time.Duration;

/**
 * The time since a call's start.
 *
 * @since 0.1
 */
public final class CallClock {
  private final Timekeeper timekeeper;
  private final long startNanos;

  /** Counts from now. */
  public CallClock(Timekeeper timekeeper) {
    this.timekeeper = timekeeper;
    this.startNanos = timekeeper.nanoTime();
  }

  /** A length as the carrier counts it, in whole seconds. */
  public static long seconds(Duration length) {
    return Math.round(length.toMillis() / 1000.0);
  }

  /** In ns. */
  public long nanos() {
    return timekeeper.nanoTime() - startNanos;
  }

  /** As a duration. */
  public Duration now() {
    return Duration.ofNanos(nanos());
  }
}
