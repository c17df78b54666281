package io.callrouter.time;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks one after another, in order, on threads of another executor; holds no thread while it
 * has none to run.
 *
 * <p>May be used from any thread. A task that throws is logged, and the next one runs.
 *
 * @since 0.1
 */
public final class SerialExecutor implements Executor {
  private static final Logger log = LoggerFactory.getLogger(SerialExecutor.class);

  private final Executor threads;
  private final Object lock = new Object();
  // Guarded by lock.
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  // Guarded by lock.
  private boolean running;

  /** A queue that borrows the threads of that executor. */
  public SerialExecutor(Executor threads) {
    this.threads = threads;
  }

  @Override
  public void execute(Runnable task) {
    synchronized (lock) {
      waiting.add(task);
      if (running) {
        return;
      }
      running = true;
    }
    threads.execute(this::runWaiting);
  }

  private void runWaiting() {
    Runnable task = next();
    while (task != null) {
      try {
        task.run();
      } catch (RuntimeException | AssertionError e) {
        log.error("a task failed; the next one runs", e);
      }
      task = next();
    }
  }

  private @Nullable Runnable next() {
    synchronized (lock) {
      Runnable task = waiting.poll();
      running = task != null;
      return task;
    }
  }
}
