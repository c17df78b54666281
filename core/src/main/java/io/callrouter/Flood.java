package io.callrouter;

import java.time.Duration;

/**
 * Tells whether a media socket brings more than a live stream can: audio ahead of real time, or
 * timestamps that have silence made for it, where each message counts as 5 ms at least, and real
 * time as a quarter more, since marks come back beside the audio for as long as a call lasts.
 *
 * <p>A backlog, however long it was held up on its way, never goes beyond the clock; only what is
 * made faster than real time does. Used by the socket's reader only.
 */
final class Flood {
  /** Carriers send a frame of 20 ms in a message, and a mark with some of them. */
  private static final long LEAST_NANOS = Duration.ofMillis(5).toNanos();

  private final long boundNanos;
  private final long beganNanos;
  private long broughtNanos;
  private long messageNanos;
  private long nextLookNanos;

  Flood(Duration bound, long now) {
    boundNanos = bound.toNanos();
    beganNanos = now;
    nextLookNanos = boundNanos;
  }

  /** The message that is being read brings so much audio. */
  void audio(long nanos) {
    messageNanos += nanos;
  }

  /** The message was read. */
  void endMessage() {
    broughtNanos += Math.max(LEAST_NANOS, messageNanos);
    messageNanos = 0;
  }

  /** Whether so much has come since the last look that the clock is worth another. */
  boolean isDue() {
    return broughtNanos >= nextLookNanos;
  }

  /** Whether what has come is further ahead of real time than the bound. */
  boolean isOver(long now) {
    long elapsed = now - beganNanos;
    long earliest = elapsed + elapsed / 4 + boundNanos;
    nextLookNanos = earliest;
    return broughtNanos > earliest;
  }
}
