package io.callrouter.testkit.telnyx;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** What goes wrong with the next requests, each for one. May be used by any threads. */
final class RestFaults {
  private final Map<String, Queue<RestFault>> waiting = new HashMap<>();

  synchronized void add(String operation, RestFault fault) {
    waiting.computeIfAbsent(operation, unused -> new ArrayDeque<>()).add(fault);
  }

  /** What goes wrong with a request that comes now; null if nothing does. */
  synchronized @Nullable RestFault next(String operation) {
    Queue<RestFault> faults = waiting.get(operation);
    return faults == null ? null : faults.poll();
  }

  /** How many requests are still to go wrong. */
  synchronized int pending() {
    return waiting.values().stream().mapToInt(Queue::size).sum();
  }
}
