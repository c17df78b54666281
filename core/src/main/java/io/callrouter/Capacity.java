package io.callrouter;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The calls that count on this node, from their first request to their end, and whether one more
 * may come.
 *
 * <pre>
 *   OPEN --- drain ---> DRAINING --- close ---> CLOSED
 *     \__________________ close ______________/
 * </pre>
 *
 * <p>One lock makes admission and state one decision: of calls that arrive at once exactly as many
 * are admitted as there is room for, and none after the drain has begun.
 */
final class Capacity {
  /** What is said to a new call. */
  enum Verdict {
    ADMITTED,
    FULL,
    CLOSING
  }

  private final int maximum;
  private final Object lock = new Object();
  // All below is guarded by lock.
  private final Map<String, String> flows = new HashMap<>(); // what each call that counts runs
  private RouterState state = RouterState.OPEN;

  Capacity(int maximum) {
    this.maximum = maximum;
  }

  int maximum() {
    return maximum;
  }

  /** Counts a new call if it may come; one that counts already stays admitted. */
  Verdict admit(String call) {
    synchronized (lock) {
      if (flows.containsKey(call)) {
        return Verdict.ADMITTED;
      }
      if (state != RouterState.OPEN) {
        return Verdict.CLOSING;
      }
      if (flows.size() >= maximum) {
        return Verdict.FULL;
      }
      flows.put(call, "");
      return Verdict.ADMITTED;
    }
  }

  /** Counts a call that was admitted before, by this node's last life or another node. */
  void adopt(String call) {
    synchronized (lock) {
      flows.putIfAbsent(call, "");
    }
  }

  /** A call that may count here has changed. */
  void changed(CallBook.Notice call) {
    synchronized (lock) {
      if (call.ended()) {
        flows.remove(call.id());
      } else {
        flows.replace(call.id(), call.flow());
      }
    }
  }

  void leave(String call) {
    synchronized (lock) {
      flows.remove(call);
    }
  }

  /**
   * Lets no new call in.
   *
   * @return false if that was so before
   */
  boolean drain() {
    synchronized (lock) {
      boolean first = state == RouterState.OPEN;
      state = first ? RouterState.DRAINING : state;
      return first;
    }
  }

  /**
   * Moves to the last state.
   *
   * @return false if that was so before
   */
  boolean close() {
    synchronized (lock) {
      boolean first = state != RouterState.CLOSED;
      state = RouterState.CLOSED;
      return first;
    }
  }

  RouterState state() {
    synchronized (lock) {
      return state;
    }
  }

  int active() {
    synchronized (lock) {
      return flows.size();
    }
  }

  Set<String> calls() {
    synchronized (lock) {
      return Set.copyOf(flows.keySet());
    }
  }

  /** How many of the calls run each flow. */
  Map<String, Integer> callsByFlow() {
    Map<String, Integer> count = new TreeMap<>();
    synchronized (lock) {
      flows.values().forEach(flow -> count.merge(flow, 1, Integer::sum));
    }
    return count;
  }
}
