package io.callrouter.testkit;

import io.callrouter.time.Timekeeper;
import java.time.Duration;

/** The time since a call's start. */
final class CallClock {
  private final Timekeeper timekeeper;
  private final long startNanos;

  CallClock(Timekeeper timekeeper) {
    this.timekeeper = timekeeper;
    this.startNanos = timekeeper.nanoTime();
  }

  /** A length as the carrier counts it, in whole seconds. */
  static long seconds(Duration length) {
    return Math.round(length.toMillis() / 1000.0);
  }

  long nanos() {
    return timekeeper.nanoTime() - startNanos;
  }

  Duration now() {
    return Duration.ofNanos(nanos());
  }
}
