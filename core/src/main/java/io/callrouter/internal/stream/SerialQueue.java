package io.callrouter.internal.stream;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs tasks that may block, one at a time and in order, on the threads of an executor. */
final class SerialQueue {
  private static final Logger log = LoggerFactory.getLogger(SerialQueue.class);

  private final Executor executor;
  private final Object lock = new Object();
  private final Queue<Runnable> tasks = new ArrayDeque<>(); // guarded by lock
  private boolean running; // guarded by lock

  SerialQueue(Executor executor) {
    this.executor = executor;
  }

  /** Adds a task; never blocks. */
  void execute(Runnable task) {
    synchronized (lock) {
      tasks.add(task);
      if (running) {
        return;
      }
      running = true;
    }
    executor.execute(this::runAll);
  }

  private void runAll() {
    for (Runnable task = next(); task != null; task = next()) {
      try {
        task.run();
      } catch (VirtualMachineError e) {
        executor.execute(this::runAll);
        throw e;
      } catch (RuntimeException | Error e) {
        log.error("a task of a media stream failed; the stream goes on", e);
      }
    }
  }

  private @Nullable Runnable next() {
    synchronized (lock) {
      Runnable task = tasks.poll();
      running = task != null;
      return task;
    }
  }
}
