package io.callrouter.integration;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** In how many calls each thing happened. May be used by any threads. */
final class Tally {
  private final Map<String, Set<Integer>> calls = new TreeMap<>();

  synchronized void count(String what, int call) {
    calls.computeIfAbsent(what, unused -> new TreeSet<>()).add(call);
  }

  synchronized int of(String what) {
    return calls.getOrDefault(what, Set.of()).size();
  }

  /** Those of them that happened in fewer calls than that. */
  List<String> below(int least, List<String> all) {
    return all.stream().filter(what -> of(what) < least).toList();
  }

  /** What happened in a call. */
  synchronized List<String> in(int call) {
    return calls.entrySet().stream()
        .filter(entry -> entry.getValue().contains(call))
        .map(Map.Entry::getKey)
        .toList();
  }

  @Override
  public synchronized String toString() {
    StringBuilder table = new StringBuilder();
    calls.forEach((what, in) -> table.append(String.format("%6d  %s%n", in.size(), what)));
    return table.toString();
  }
}
