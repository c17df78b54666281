package io.callrouter.time;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A timekeeper whose time stands still until a test turns it, and that runs one task at a time.
 *
 * <p>Tasks given to its executors and timers run in the order they were given or fall due, each on
 * a thread of its own but never two at once: a task gives way only where it ends or waits in {@link
 * #await}. So the same test gives the same order of events each time. Nothing runs unless a thread
 * that is none of the tasks, such as the test's own, turns time: by {@link #runReady}, {@link
 * #advance} or {@link #advanceUntil}, or by calling {@link #await}, which then turns time itself
 * until the future is complete.
 *
 * <p>A waiting task goes on after the tasks that were ready before its future was complete; of
 * several, the one that has waited longest comes first. Timers due at the same time run in the
 * order they were made.
 *
 * <p>A task that blocks on anything but {@link #await}, such as a lock, a queue or {@code
 * Future.get}, stops everything, since nobody else has the turn: after 10 seconds of real time the
 * call that turns time throws an {@link AssertionError} that says where the task is. What a task
 * throws is thrown, as the cause of an {@link AssertionError}, by the next call that turns or
 * closes, so that no test passes over it.
 *
 * @since 0.1
 */
public final class ManualTimekeeper implements Timekeeper {
  private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final ReentrantLock turning = new ReentrantLock();
  private final TimerQueue timers = new TimerQueue();
  private final AtomicInteger made = new AtomicInteger();
  private final CooperativeScheduler tasks;
  private volatile long nanos;
  private volatile boolean closed;

  ManualTimekeeper() {
    this(PATIENCE);
  }

  ManualTimekeeper(Duration patience) {
    tasks = new CooperativeScheduler(patience);
  }

  /**
   * Runs all tasks that can run now, and those they make, without moving time.
   *
   * @throws IllegalStateException if called by a task
   * @throws AssertionError if a task threw, or does not give way
   */
  public void runReady() {
    advance(Duration.ZERO);
  }

  /**
   * Moves time forward, running everything that falls due on the way, each at its own time.
   *
   * @throws IllegalStateException if called by a task
   * @throws AssertionError if a task threw, or does not give way
   */
  public void advance(Duration by) {
    if (by.isNegative()) {
      throw new IllegalArgumentException("time does not run backwards: " + by);
    }
    long target = after(by);
    Timer end = timers.add(target, () -> {});
    try {
      turnUntil(() -> false, target);
    } finally {
      end.cancel();
    }
    tasks.throwFailure();
  }

  /**
   * Moves time from one timer to the next until a condition holds; the condition is asked on the
   * calling thread each time that everything which can run at that time has run.
   *
   * @return whether it held, before time reached the limit or there was nothing left to wait for
   * @throws IllegalStateException if called by a task
   * @throws AssertionError if a task threw, or does not give way
   */
  public boolean advanceUntil(BooleanSupplier condition, Duration limit) {
    boolean held = turnUntil(condition, after(limit));
    tasks.throwFailure();
    return held;
  }

  /** How long until the next timer or timed wait falls due, or null if there is none. */
  public @Nullable Duration untilNextTimer() {
    OptionalLong due = timers.nextDue();
    return due.isEmpty() ? null : Duration.ofNanos(Math.max(0, due.getAsLong() - nanos));
  }

  @Override
  public Instant now() {
    return START.plusNanos(nanos);
  }

  @Override
  public long nanoTime() {
    return nanos;
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    if (closed) {
      return () -> {};
    }
    return timers.add(after(delay), () -> tasks.add("callrouter-timer", false, task));
  }

  @Override
  public Executor executor(String role) {
    return task -> tasks.add("callrouter-" + role + "-" + made.incrementAndGet(), true, task);
  }

  @Override
  public <T extends @Nullable Object> T await(CompletableFuture<T> future, Duration timeout)
      throws TimeoutException, InterruptedException {
    if (!future.isDone()) {
      waitFor(future, timeout);
    }
    if (!future.isDone()) {
      throw new TimeoutException("not complete after " + timeout);
    }
    return future.join();
  }

  /**
   * Drops all timers and all tasks that have not begun, and interrupts those that wait, each in its
   * turn, so that no thread is left.
   *
   * @throws AssertionError if a task threw before and nobody was told yet, or does not give way
   */
  @Override
  public void close() {
    closed = true;
    timers.clear();
    tasks.close();
    if (!tasks.isOnTask()) {
      turnUntil(() -> false, nanos);
      tasks.throwFailure();
    }
  }

  private void waitFor(CompletableFuture<?> future, Duration timeout) throws InterruptedException {
    AtomicBoolean late = new AtomicBoolean();
    BooleanSupplier over = () -> future.isDone() || late.get();
    Timer deadline = timers.add(after(timeout), () -> late.set(true));
    try {
      if (tasks.isOnTask()) {
        tasks.waitUntil(over);
      } else {
        turnUntilDone(over, future);
      }
    } finally {
      deadline.cancel();
    }
  }

  private void turnUntilDone(BooleanSupplier over, CompletableFuture<?> future)
      throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    turnUntil(over, Long.MAX_VALUE);
    if (!future.isDone()) {
      tasks.throwFailure();
    }
  }

  /** Stops where the condition holds, at the limit, or where nothing is left to wait for. */
  private boolean turnUntil(BooleanSupplier condition, long limit) {
    if (tasks.isOnTask()) {
      throw new IllegalStateException("a task cannot turn time; it may wait with await()");
    }
    turning.lock();
    try {
      runDue();
      while (!condition.getAsBoolean()) {
        OptionalLong next = timers.nextDue();
        if (next.isEmpty()) {
          return false;
        }
        nanos = Math.min(next.getAsLong(), limit);
        if (next.getAsLong() > limit) {
          return false;
        }
        runDue();
      }
      return true;
    } finally {
      turning.unlock();
    }
  }

  private void runDue() {
    while (tasks.runOne() || fireOne()) {
      // Each turn may make more ready, at the same time.
    }
  }

  private boolean fireOne() {
    Runnable action = timers.takeDue(nanos);
    if (action == null) {
      return false;
    }
    action.run();
    return true;
  }

  private long after(Duration delay) {
    long due = nanos + Math.max(0, TimeUnit.NANOSECONDS.convert(delay));
    return due < 0 ? Long.MAX_VALUE : due;
  }
}
