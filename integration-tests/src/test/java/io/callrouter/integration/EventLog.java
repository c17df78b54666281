package io.callrouter.integration;

import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * All that was seen of some calls, line by line. Ids and tokens, which are random, are named in the
 * order in which they appear. May be used by any threads.
 */
final class EventLog {
  private static final Pattern RANDOM = Pattern.compile("[A-Za-z0-9_-]{22,}(\\.[A-Za-z0-9_-]+)*");

  private final Timekeeper time;
  private final Instant begun;
  private final Map<String, String> names = new HashMap<>();
  private final List<String> lines = new ArrayList<>();

  EventLog(Timekeeper time) {
    this.time = time;
    this.begun = time.now();
  }

  synchronized void add(int call, String what) {
    String known =
        RANDOM
            .matcher(what)
            .replaceAll(id -> names.computeIfAbsent(id.group(), unused -> "#" + names.size()));
    Duration at = Duration.between(begun, time.now());
    lines.add(at.toMillis() + " call " + call + ": " + known);
  }

  synchronized List<String> lines() {
    return List.copyOf(lines);
  }

  /** Of one call. */
  synchronized List<String> lines(int call) {
    return lines.stream().filter(line -> line.contains(" call " + call + ": ")).toList();
  }
}
