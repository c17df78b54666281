package io.callrouter.time;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks one at a time, those that may wait each on a thread of its own, the others on one that
 * they share: a task keeps its turn until it ends or waits.
 *
 * <p>Ready tasks run in the order they were added. When a turn is over, the waiting tasks whose
 * condition has come true, or who were interrupted, become ready too, in the order in which they
 * began to wait.
 */
final class CooperativeScheduler {
  private static final Duration SHARED_IDLE = Duration.ofMillis(500);

  private final Duration patience;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition turnOver = lock.newCondition();
  private final Condition sharedWork = lock.newCondition();
  // All guarded by lock.
  private final Queue<Task> ready = new ArrayDeque<>();
  private final Set<Task> waiting = new LinkedHashSet<>();
  private @Nullable Task running;
  private @Nullable Thread shared;
  private @Nullable Task forShared;
  private @Nullable AssertionError failure;
  private boolean closed;

  /**
   * A scheduler without tasks.
   *
   * @param patience how much real time a task may take for one turn
   */
  CooperativeScheduler(Duration patience) {
    this.patience = patience;
  }

  /** Adds a task; once closed, drops it. */
  void add(String name, boolean mayWait, Runnable work) {
    lock.lock();
    try {
      if (!closed) {
        ready.add(new Task(name, mayWait, work));
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whether the calling thread is that of the task whose turn it is. */
  boolean isOnTask() {
    return current() != null;
  }

  /**
   * Gives the turn of the calling task away until the condition holds.
   *
   * @param condition asked by other threads, under a lock
   */
  void waitUntil(BooleanSupplier condition) throws InterruptedException {
    Task task = current();
    if (task == null || !task.mayWait) {
      throw new IllegalStateException("a timer's task must not wait; hand it to an executor");
    }
    beginToWait(task, condition);
    while (!task.hasTurn) {
      LockSupport.park(this);
      task.noteInterrupt();
    }
    task.noteInterrupt(); // Also one that came after the last look: from here on nobody else runs.
    if (!condition.getAsBoolean()) {
      throw new InterruptedException();
    }
    if (task.interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Gives one ready task its turn and returns when that is over.
   *
   * @return false if no task was ready
   * @throws AssertionError if the task neither ends nor waits for as long as patience lasts
   */
  boolean runOne() {
    lock.lock();
    try {
      awaitTurnOver();
      collectWoken();
      Task next = ready.poll();
      if (next == null) {
        return false;
      }
      running = next;
      next.giveTurn();
      awaitTurnOver();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Throws what tasks have thrown since this was asked before; the first, with all others. */
  void throwFailure() {
    lock.lock();
    try {
      AssertionError found = failure;
      failure = null;
      if (found != null) {
        throw found;
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Drops the tasks that have not begun and interrupts those that wait; each has its turn to end.
   */
  void close() {
    lock.lock();
    try {
      closed = true;
      ready.removeIf(task -> task.thread == null);
      waiting.forEach(task -> task.interrupted = true);
      sharedWork.signal();
    } finally {
      lock.unlock();
    }
  }

  /** The thread of the tasks that do not wait; it ends when it has nothing to do for a while. */
  private void runShared() {
    Task task = takeForShared();
    while (task != null) {
      task.run();
      Thread.interrupted(); // It was meant for that task, if it comes in time.
      task = takeForShared();
    }
  }

  private @Nullable Task takeForShared() {
    lock.lock();
    try {
      long leftNanos = SHARED_IDLE.toNanos();
      while (isShared() && forShared == null && !closed && leftNanos > 0) {
        leftNanos = sharedWork.awaitNanos(leftNanos);
      }
      if (!isShared()) {
        return null;
      }
      Task task = forShared;
      forShared = null;
      if (task == null) {
        shared = null;
      }
      return task;
    } catch (InterruptedException e) {
      return takeForShared();
    } finally {
      lock.unlock();
    }
  }

  private boolean isShared() {
    return shared == Thread.currentThread();
  }

  private Thread handToShared(Task task) {
    Thread thread = shared;
    forShared = task;
    if (thread == null) {
      thread = new Thread(this::runShared, task.name);
      thread.setDaemon(true);
      shared = thread;
      thread.start();
    } else {
      sharedWork.signal();
    }
    return thread;
  }

  private @Nullable Task current() {
    lock.lock();
    try {
      return running != null && running.thread == Thread.currentThread() ? running : null;
    } finally {
      lock.unlock();
    }
  }

  private void beginToWait(Task task, BooleanSupplier condition) throws InterruptedException {
    lock.lock();
    try {
      if (closed || Thread.interrupted()) {
        throw new InterruptedException();
      }
      task.hasTurn = false;
      task.interrupted = false;
      task.condition = condition;
      waiting.add(task);
      endTurn();
    } finally {
      lock.unlock();
    }
  }

  private void collectWoken() {
    for (Iterator<Task> tasks = waiting.iterator(); tasks.hasNext(); ) {
      Task task = tasks.next();
      if (task.isWoken()) {
        tasks.remove();
        ready.add(task);
      }
    }
  }

  /** Waits without regard to interrupts: a turn that has begun is always seen to its end. */
  private void awaitTurnOver() {
    boolean interrupted = false;
    long leftNanos = patience.toNanos();
    while (running != null && leftNanos > 0) {
      try {
        leftNanos = turnOver.awaitNanos(leftNanos);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (running != null) {
      throw running.stuck();
    }
  }

  private void endTurn() {
    running = null;
    turnOver.signalAll();
  }

  private void end(Task task, @Nullable Throwable thrown) {
    lock.lock();
    try {
      // What a task throws because the scheduler was closed under it is not its fault.
      if (thrown != null && !closed) {
        note(new AssertionError("task " + task.name + " threw " + thrown, thrown));
      }
      endTurn();
    } finally {
      lock.unlock();
    }
  }

  private void note(AssertionError found) {
    if (failure == null) {
      failure = found;
    } else {
      failure.addSuppressed(found);
    }
  }

  private final class Task implements Runnable {
    private final String name;
    private final boolean mayWait;
    private final Runnable work;
    private volatile boolean hasTurn = true;
    private volatile boolean interrupted;
    // Guarded by lock.
    private @Nullable Thread thread;
    private BooleanSupplier condition = () -> true;

    Task(String name, boolean mayWait, Runnable work) {
      this.name = name;
      this.mayWait = mayWait;
      this.work = work;
    }

    void giveTurn() {
      if (!mayWait) {
        thread = handToShared(this);
      } else if (thread == null) {
        // A new one each time, so that an interrupt that comes too late meets no other task.
        thread = new Thread(this, name);
        thread.setDaemon(true);
        thread.start();
      } else {
        hasTurn = true;
        LockSupport.unpark(thread);
      }
    }

    /**
     * Takes the thread's interrupt over, so that it can park again. Without the lock: a thread that
     * waits for a lock hides its interrupt meanwhile.
     */
    void noteInterrupt() {
      if (Thread.currentThread().isInterrupted()) {
        interrupted = true;
        Thread.interrupted();
      }
    }

    /** Looks in the other order than {@link #noteInterrupt} writes, and so misses no interrupt. */
    boolean isWoken() {
      return (thread != null && thread.isInterrupted()) || interrupted || condition.getAsBoolean();
    }

    @Override
    public void run() {
      Throwable thrown = null;
      try {
        work.run();
      } catch (Throwable e) {
        thrown = e;
      }
      end(this, thrown);
    }

    /** Says where the task is, and interrupts it, so that it does not outlive the test. */
    AssertionError stuck() {
      Throwable where = new Throwable("where " + name + " is");
      if (thread != null) {
        where.setStackTrace(thread.getStackTrace());
        thread.interrupt();
        shared = thread == shared ? null : shared;
      }
      return new AssertionError(
          "task " + name + " neither ended nor waited in await() for " + patience, where);
    }
  }
}
