package io.callrouter.benchmarks.load;

/** Looks at what passes a media socket of the host's. One thread reads, one at a time sends. */
interface Stopwatch {
  /** A message was read. */
  void read(String message);

  /** A message is about to be sent. */
  void sending(String message);
}
