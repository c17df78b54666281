package io.callrouter.benchmarks.load;

/**
 * The times at which the latest frames of one socket were read, told by the number in their first
 * four characters of base64. One thread reads, one at a time sends.
 */
final class Stamps implements Stopwatch {
  private static final int KEPT = 64;

  private final long[] readNanos = new long[KEPT];
  private final int[] numbers = new int[KEPT];
  private final Histogram latencies;

  /** Stamps whose times go to a histogram. */
  Stamps(Histogram latencies) {
    this.latencies = latencies;
  }

  @Override
  public void read(String message) {
    int number = Frames.numberIn(message);
    if (number >= 0) {
      numbers[number % KEPT] = number;
      readNanos[number % KEPT] = System.nanoTime();
    }
  }

  @Override
  public void sending(String message) {
    int number = Frames.numberIn(message);
    if (number >= 0 && numbers[number % KEPT] == number) {
      latencies.add(System.nanoTime() - readNanos[number % KEPT]);
    }
  }
}
