package io.callrouter.media;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Which stretches of a stream's clock are not to be recorded. They are set when they begin and end,
 * and looked at some 400 ms later, when their audio comes; by different threads.
 */
final class PausedSpans {
  private final Object lock = new Object();
  // All below is guarded by lock.
  private final Deque<Long> turns = new ArrayDeque<>(); // where a pause begins or ends, in turn
  private boolean set;
  private boolean reached;

  /** From this position on it is paused, or not any more. */
  void set(boolean on, long position) {
    synchronized (lock) {
      if (on != set) {
        set = on;
        turns.add(position);
      }
    }
  }

  /** Whether any of these samples is in a pause; positions must not go back. */
  boolean touch(long from, long to) {
    synchronized (lock) {
      while (!turns.isEmpty() && turns.element() <= from) {
        turn();
      }
      boolean any = reached;
      while (!turns.isEmpty() && turns.element() < to) {
        turn();
        any |= reached;
      }
      return any;
    }
  }

  private void turn() {
    turns.remove();
    reached = !reached;
  }
}
