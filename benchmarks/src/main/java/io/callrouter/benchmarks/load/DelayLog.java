package io.callrouter.benchmarks.load;

import java.util.Arrays;

/** For each call and each 100 ms, how long after it was said the latest frame is heard. */
final class DelayLog {
  private static final int BUCKET_MS = 100;
  private static final long BUCKET_NANOS = BUCKET_MS * 1_000_000L;

  /** More than this before a stall is left from another one: the lead and what may stand on it. */
  private static final long MOST_USUAL_NANOS = 200_000_000;

  private final long startNanos = System.nanoTime();
  private final long[][] delays;

  /** A log of the calls from number 1 on. */
  DelayLog(int calls, int ms) {
    delays = new long[ms / BUCKET_MS][calls];
  }

  /** A frame was heard. */
  void add(int call, long delayNanos, long now) {
    int bucket = bucketAt(now);
    if (bucket < delays.length && call <= delays[bucket].length) {
      delays[bucket][call - 1] = delayNanos;
    }
  }

  /**
   * Tells how the delays went.
   *
   * @param goesOn when a stall was over
   * @param recoveryMs how long after it the delays are to be again what they were
   * @param slackMs by how much they may be more
   * @param beforeMs how much of the beginning tells what they were
   * @return how many calls have more
   */
  int tell(long goesOn, int recoveryMs, int slackMs, int beforeMs) {
    for (int bucket = 0; bucket < delays.length; bucket++) {
      long[] heard = Arrays.stream(delays[bucket]).filter(nanos -> nanos > 0).sorted().toArray();
      if (heard.length > 0) {
        Load.tell(
            "  %+5d ms: delay %.0f to %.0f ms, median %.0f",
            (startNanos + bucket * BUCKET_NANOS - goesOn) / 1_000_000,
            heard[0] / 1e6,
            heard[heard.length - 1] / 1e6,
            heard[heard.length / 2] / 1e6);
      }
    }
    int recovered = bucketAt(goesOn + recoveryMs * 1_000_000L) + 1;
    int late = 0;
    for (int call = 0; call < delays[0].length; call++) {
      long before = Math.min(MOST_USUAL_NANOS, greatest(call, 0, beforeMs / BUCKET_MS));
      long after = greatest(call, recovered, delays.length);
      late += after == 0 || after > before + slackMs * 1_000_000L ? 1 : 0;
    }
    return late;
  }

  private long greatest(int call, int from, int to) {
    return Arrays.stream(delays, from, to).mapToLong(heard -> heard[call]).max().orElse(0);
  }

  private int bucketAt(long now) {
    return (int) ((now - startNanos) / BUCKET_NANOS);
  }
}
