package io.callrouter.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A timekeeper whose time stands still until a test turns it, and that runs one task at a time.
 *
 * <p>Tasks given to its executors and timers run in the order they were given or fall due, each on
 * a thread of its own but never two at once: a task gives way only where it ends or waits in {@link
 * #await}. So the same test gives the same order of events each time. A thread that is none of its
 * tasks, such as the test's own, may call {@link #await} too: it then turns time itself until the
 * future is complete.
 *
 * @since 0.1
 */
@SuppressWarnings("DoNotCallSuggester")
public final class ManualTimekeeper implements Timekeeper {
  ManualTimekeeper() {}

  /** Runs all tasks that can run now, and those they make, without moving time. */
  public void runReady() {
    throw new UnsupportedOperationException();
  }

  /** Moves time forward, running everything that falls due on the way, each at its own time. */
  public void advance(Duration by) {
    throw new UnsupportedOperationException();
  }

  /**
   * Moves time from one timer to the next until a condition holds; the condition is asked after
   * every step.
   *
   * @return whether it held before the limit was reached or there was nothing left to wait for
   */
  public boolean advanceUntil(BooleanSupplier condition, Duration limit) {
    throw new UnsupportedOperationException();
  }

  /** How long until the next timer falls due, or null if there is none. */
  public @Nullable Duration untilNextTimer() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Instant now() {
    throw new UnsupportedOperationException();
  }

  @Override
  public long nanoTime() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Executor executor(String role) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <T extends @Nullable Object> T await(CompletableFuture<T> future, Duration timeout)
      throws TimeoutException, InterruptedException {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
