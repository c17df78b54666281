package io.callrouter.benchmarks.load;

import java.time.Duration;

/** What a host process serves. */
interface Server {
  /** Starts it on a free port, which it returns. */
  int start() throws Exception;

  /** The time each frame took inside, where the server measures that. */
  Histogram latencies();

  /** The time the first frame of each answer took inside, where there are answers. */
  default Histogram answers() {
    return new Histogram();
  }

  /** What it has counted, for reading. */
  String counters();

  /** One of its counters. */
  long count(String counter);

  /** Ends it in order, live calls after the deadline, and says what is left of it. */
  String close(Duration deadline) throws Exception;
}
