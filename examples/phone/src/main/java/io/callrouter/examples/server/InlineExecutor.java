package io.callrouter.examples.server;

import java.util.concurrent.Executor;

/**
 * Runs a task at once when the caller is already running one of this executor's, and hands it to a
 * pool otherwise.
 *
 * <p>As a connector's executor it keeps what a selector thread finds to do on that thread.
 */
final class InlineExecutor implements Executor {
  private final Executor pool;
  private final ThreadLocal<Boolean> isOurs = ThreadLocal.withInitial(() -> false);

  InlineExecutor(Executor pool) {
    this.pool = pool;
  }

  @Override
  public void execute(Runnable task) {
    if (isOurs.get()) {
      task.run();
    } else {
      pool.execute(() -> runAsOurs(task));
    }
  }

  private void runAsOurs(Runnable task) {
    isOurs.set(true);
    try {
      task.run();
    } finally {
      isOurs.remove();
    }
  }
}
