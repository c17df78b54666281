package io.callrouter.benchmarks.load;

/** What callers have found who talk with agents. Belongs to the carrier's thread while it runs. */
final class Conversations {
  /** From the end of what a caller said to the first audio of the answer. */
  final Histogram answered = new Histogram();

  /** From the first frame of an interruption to the clear. */
  final Histogram cleared = new Histogram();

  /** Answers that came whole. */
  long whole;

  long interrupted;

  /** What a caller said that nothing came back to. */
  long unanswered;

  /** Interruptions that nothing was cleared for. */
  long unheeded;

  /** Pauses within an answer. */
  long gaps;

  long longestGapNanos;

  /** What is found from now on is measured. */
  void beginMeasuring() {
    answered.clear();
    cleared.clear();
    whole = 0;
    interrupted = 0;
    gaps = 0;
    longestGapNanos = 0;
  }

  /** An answer paused for so long. */
  void paused(long nanos) {
    gaps++;
    longestGapNanos = Math.max(longestGapNanos, nanos);
  }
}
