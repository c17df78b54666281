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
 * <p>May be used from any thread; giving it a task never blocks. A task may block, and those behind
 * it wait. What a task throws is logged, and the next one runs.
 *
 * @since 0.1
 */
public final class SerialExecutor implements Executor {
  private static final Logger log = LoggerFactory.getLogger(SerialExecutor.class);

  private final Executor threads;
  private final Object lock = new Object();
  private final Queue<Runnable> waiting = new ArrayDeque<>(); // guarded by lock
  private boolean running; // guarded by lock

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
    for (Runnable task = next(); task != null; task = next()) {
      try {
        task.run();
      } catch (Throwable e) {
        // Whatever it is: a queue that stopped here would hold all that comes after.
        log.error("a task failed; the next one runs", e);
      }
      Thread.interrupted(); // An interrupt was meant for the task, not for the next one.
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
