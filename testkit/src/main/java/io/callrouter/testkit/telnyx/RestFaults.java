package io.callrouter.testkit.telnyx;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong with the next requests, each for one; of a certain caller's or anybody's. May be
 * used by any threads.
 */
final class RestFaults {
  private static final String ANYBODY = "";

  private final Map<Subject, Queue<RestFault>> waiting = new HashMap<>();

  /**
   * Which requests a fault is for.
   *
   * @param caller the {@code call_control_id} of his leg, or {@link #ANYBODY}
   */
  private record Subject(String operation, String caller) {}

  void add(String operation, RestFault fault) {
    add(operation, ANYBODY, fault);
  }

  synchronized void add(String operation, String caller, RestFault fault) {
    waiting
        .computeIfAbsent(new Subject(operation, caller), unused -> new ArrayDeque<>())
        .add(fault);
  }

  /**
   * What goes wrong with a request that comes now; null if nothing does.
   *
   * @param caller for whom it is, or null if that is nobody
   */
  synchronized @Nullable RestFault next(String operation, @Nullable String caller) {
    RestFault his = caller == null ? null : poll(new Subject(operation, caller));
    return his == null ? poll(new Subject(operation, ANYBODY)) : his;
  }

  private @Nullable RestFault poll(Subject subject) {
    Queue<RestFault> faults = waiting.get(subject);
    return faults == null ? null : faults.poll();
  }

  /** How many requests are still to go wrong. */
  synchronized int pending() {
    return waiting.values().stream().mapToInt(Queue::size).sum();
  }
}
