package io.callrouter.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

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
   * Runs a task once, later, on the timekeeper's one timer thread; never if the timekeeper is
   * closed before.
   *
   * @param task must not block: it hands longer work to an {@link #executor}; what it throws is
   *     logged
   * @return cancels the task if it has not begun
   */
  Timer schedule(Duration delay, Runnable task);

  /**
   * Threads for tasks that may block: one thread a task, virtual where the JVM has them. Once the
   * timekeeper is closed, tasks are dropped; what they throw is logged.
   *
   * @param role what the threads do, for their names
   */
  Executor executor(String role);

  /**
   * Waits for a future; the way to wait on any thread of the router, so that time can be turned by
   * hand. A future that is complete gives its value at once.
   *
   * @return the future's value
   * @throws TimeoutException if it was not complete in time
   * @throws InterruptedException if the thread is interrupted
   * @throws java.util.concurrent.CompletionException if the future failed
   * @throws java.util.concurrent.CancellationException if the future was cancelled
   * @throws IllegalStateException if it would wait on the timer thread
   */
  <T extends @Nullable Object> T await(CompletableFuture<T> future, Duration timeout)
      throws TimeoutException, InterruptedException;

  /** Ends the timer thread; timers not yet due never run. Tasks that have begun go on. */
  @Override
  void close();

  /** A task that waits for its time. */
  @FunctionalInterface
  interface Timer {
    /** Takes the task back if it has not begun; otherwise nothing happens. */
    void cancel();
  }
}
