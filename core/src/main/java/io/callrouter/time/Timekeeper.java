package io.callrouter.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;

/**
 * The clock, the timers, the threads and the timed waits of a router.
 *
 * <p>All methods may be called from any thread.
 *
 * @since 0.1
 */
public interface Timekeeper extends AutoCloseable {
  /** A timekeeper on the machine's clocks and threads; the router that uses it must close it. */
  static Timekeeper system() {
    return new SystemTimekeeper();
  }

  /** A timekeeper whose time stands still until a test turns it. */
  static ManualTimekeeper manual() {
    return new ManualTimekeeper();
  }

  /** The wall clock, for what a person or another system reads. */
  Instant now();

  /** The monotonic clock in ns, for intervals only. */
  long nanoTime();

  /**
   * Runs a task once, later, on the timekeeper's one timer thread.
   *
   * @param task must not block: it hands longer work to an {@link #executor}
   * @return cancels the task if it has not begun
   */
  Timer schedule(Duration delay, Runnable task);

  /**
   * Threads for tasks that may block: one thread a task, virtual where the JVM has them.
   *
   * @param role what the threads do, for their names
   */
  Executor executor(String role);

  /**
   * Waits for a future; the way to wait on any thread of the router, so that time can be turned by
   * hand.
   *
   * @return the future's value
   * @throws TimeoutException if it was not complete in time
   * @throws InterruptedException if the thread is interrupted
   * @throws java.util.concurrent.CompletionException if the future failed
   */
  <T extends @org.jspecify.annotations.Nullable Object> T await(
      CompletableFuture<T> future, Duration timeout) throws TimeoutException, InterruptedException;

  /** Ends the timer thread; timers not yet due never run. */
  @Override
  void close();

  /** A task that waits for its time. */
  @FunctionalInterface
  interface Timer {
    /** Takes the task back if it has not begun; otherwise nothing happens. */
    void cancel();
  }
}
