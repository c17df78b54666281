package io.callrouter;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts, by name, what happens to a router's requests, sockets and calls. */
final class Counters {
  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

  void count(String name) {
    add(name, 1);
  }

  void add(String name, long number) {
    if (number > 0) {
      counts.computeIfAbsent(name, key -> new LongAdder()).add(number);
    }
  }

  long get(String name) {
    LongAdder count = counts.get(name);
    return count == null ? 0 : count.sum();
  }

  Map<String, Long> snapshot() {
    Map<String, Long> now = new TreeMap<>();
    counts.forEach((name, count) -> now.put(name, count.sum()));
    return now;
  }
}
