package io.callrouter.benchmarks.load;

import java.util.Locale;

/** How many times were measured, and how they are spread; in ns. */
record Times(long count, long p50, long p99, long p999, long max) {
  /** As one line of numbers, for the way between two processes. */
  String encode() {
    return count + " " + p50 + " " + p99 + " " + p999 + " " + max;
  }

  static Times decode(String line) {
    String[] words = line.split(" ", -1);
    return new Times(
        Long.parseLong(words[0]),
        Long.parseLong(words[1]),
        Long.parseLong(words[2]),
        Long.parseLong(words[3]),
        Long.parseLong(words[4]));
  }

  /** In ms, for reading. */
  @Override
  public String toString() {
    return count == 0
        ? "none"
        : String.format(
            Locale.ROOT,
            "p50 %.3f, p99 %.3f, p99.9 %.3f, max %.1f ms",
            p50 / 1e6,
            p99 / 1e6,
            p999 / 1e6,
            max / 1e6);
  }
}
