package io.callrouter.internal.stream;

import io.callrouter.time.SerialExecutor;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The queue on which one endpoint's callbacks run, and a clock beside it: who keeps its thread for
 * too long is noticed, since then nobody behind him will ever run.
 */
final class Callbacks {
  /** Is told, on the timer thread, that a task was interrupted because its bound has passed. */
  @FunctionalInterface
  interface Overdue {
    void tell(String callback, Duration bound);
  }

  private final Timekeeper timekeeper;
  private final SerialExecutor queue;
  private final Overdue overdue;

  private final Object lock = new Object();
  // All below is guarded by lock.
  private @Nullable Thread thread; // while a task runs
  private String running = "";
  private long tasks;

  /** A queue without tasks. */
  Callbacks(Timekeeper timekeeper, Overdue overdue) {
    this.timekeeper = timekeeper;
    this.queue = new SerialExecutor(timekeeper.executor("peer"));
    this.overdue = overdue;
  }

  /** Runs a task behind those that are there, and interrupts it once its bound has passed. */
  void execute(Duration bound, Runnable task) {
    queue.execute(() -> run(bound, task));
  }

  /** Says, from within a task, which callback it runs now. */
  void enter(String callback) {
    synchronized (lock) {
      running = callback;
    }
  }

  /** Interrupts the task that runs, and says which callback it is in; null if none runs. */
  @Nullable String interrupt() {
    synchronized (lock) {
      if (thread == null) {
        return null;
      }
      thread.interrupt();
      return running;
    }
  }

  private void run(Duration bound, Runnable task) {
    long number = begin();
    Timekeeper.Timer timer = timekeeper.schedule(bound, () -> interruptLate(number, bound));
    try {
      task.run();
    } finally {
      timer.cancel();
      end();
    }
  }

  private long begin() {
    synchronized (lock) {
      thread = Thread.currentThread();
      return ++tasks;
    }
  }

  private void end() {
    synchronized (lock) {
      thread = null;
    }
  }

  private void interruptLate(long number, Duration bound) {
    String callback;
    synchronized (lock) {
      callback = tasks == number ? interrupt() : null;
    }
    if (callback != null) {
      overdue.tell(callback, bound);
    }
  }
}
