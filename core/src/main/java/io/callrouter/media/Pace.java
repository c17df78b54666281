package io.callrouter.media;

/**
 * How an endpoint makes its audio, which decides how much of it may wait.
 *
 * @since 0.1
 */
public enum Pace {
  /**
   * In real time (an echo, a room, another call): 500 ms may wait; after a stall the stream drops
   * audio, silence first, until its delay is small again.
   */
  LIVE,
  /** Faster than real time (a model, a file): 5 minutes may wait, and nothing is dropped. */
  AHEAD
}
