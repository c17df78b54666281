package io.callrouter.benchmarks.load;

/** What a host process serves. */
interface Server {
  /** Starts it on a free port, which it returns. */
  int start() throws Exception;

  /** The time each frame took inside, where the server measures that. */
  Histogram latencies();

  /** What it has counted, for reading. */
  String counters();

  /** Ends it in order, and says how that went. */
  String close() throws Exception;
}
