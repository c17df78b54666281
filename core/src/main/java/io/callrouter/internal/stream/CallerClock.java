package io.callrouter.internal.stream;

import io.callrouter.media.AudioFormat;
import java.time.Duration;

/**
 * Says where the caller's audio stands at a time of the router's clock.
 *
 * <p>A frame can come late but never early, so the earliest of the last seconds tells how far the
 * two are apart. Only the last 5 to 10 s count, since the carrier's clock and ours drift apart: by
 * some 100 ms in an hour, by less than 1 ms in that time.
 *
 * <p>Positions are bytes of the carrier's format. Guarded by the lock of {@link Taps}.
 */
final class CallerClock {
  private static final long WINDOW_NANOS = Duration.ofSeconds(5).toNanos();
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final long bytesPerSecond;
  private final int bytesPerSample;
  private long windowNanos; // when the window began
  private long earliest; // in the window: when position 0 was, by the earliest frame
  private long earliestBefore; // in the window before

  /** A clock that stands at a position now. */
  CallerClock(AudioFormat format, long position, long now) {
    bytesPerSecond = format.bytesOf(1000);
    bytesPerSample = format.bytesPerSample();
    windowNanos = now;
    earliest = now - nanosOf(position);
    earliestBefore = earliest;
  }

  /** A frame has come that ends at this position. */
  void arrived(long end, long now) {
    if (now - windowNanos >= WINDOW_NANOS) {
      windowNanos = now;
      earliestBefore = earliest;
      earliest = Long.MAX_VALUE;
    }
    earliest = Math.min(earliest, now - nanosOf(end));
  }

  /** The position of the sample that is said at that time. */
  long positionAt(long nanos) {
    long zero = Math.min(earliest, earliestBefore);
    long samples =
        Math.floorDiv((nanos - zero) * (bytesPerSecond / bytesPerSample), NANOS_PER_SECOND);
    return samples * bytesPerSample;
  }

  private long nanosOf(long bytes) {
    return bytes * NANOS_PER_SECOND / bytesPerSecond;
  }
}
