package io.callrouter.benchmarks.load;

/** For each call and each 100 ms, how long after it was said the latest frame is heard. */
final class DelayLog {
  static final int BUCKET_MS = 100;

  private final long startNanos;
  private final int firstCall;
  private final long[][] delays;

  DelayLog(long startNanos, int firstCall, int calls, int buckets) {
    this.startNanos = startNanos;
    this.firstCall = firstCall;
    this.delays = new long[buckets][calls];
  }

  void add(int call, long delayNanos, long now) {
    int bucket = (int) ((now - startNanos) / (BUCKET_MS * 1_000_000L));
    int place = call - firstCall;
    if (bucket >= 0 && bucket < delays.length && place >= 0 && place < delays[bucket].length) {
      delays[bucket][place] = delayNanos;
    }
  }

  /** The least, the middle and the greatest delay of all calls in ms, or null if none was heard. */
  double @org.jspecify.annotations.Nullable [] spread(int bucket) {
    double[] heard =
        java.util.Arrays.stream(delays[bucket])
            .filter(nanos -> nanos > 0)
            .sorted()
            .mapToDouble(nanos -> nanos / 1e6)
            .toArray();
    return heard.length == 0
        ? null
        : new double[] {heard[0], heard[heard.length / 2], heard[heard.length - 1]};
  }

  int buckets() {
    return delays.length;
  }
}
