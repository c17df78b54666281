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

  long nanos() {
    return timekeeper.nanoTime() - startNanos;
  }

  Duration now() {
    return Duration.ofNanos(nanos());
  }
}
