package io.callrouter.testkit.carrier;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks one after another, in the order they were added; the next one begins when the one
 * before is complete.
 *
 * <p>Adding and running are two calls, so that a task can be added under a lock and run without it.
 *
 * @since 0.1
 */
public final class SerialQueue {
  private final Queue<Supplier<? extends CompletionStage<?>>> tasks = new ArrayDeque<>();
  private boolean busy;

  /** Adds a task; it is over when its stage is complete. */
  public synchronized void add(Supplier<? extends CompletionStage<?>> task) {
    tasks.add(task);
  }

  /** Runs what was added, unless another thread does so already. A task that fails is over. */
  public void drain() {
    for (Supplier<? extends CompletionStage<?>> task = take(); task != null; task = take()) {
      if (!isDoneBy(task)) {
        return;
      }
    }
  }

  private boolean isDoneBy(Supplier<? extends CompletionStage<?>> task) {
    boolean done = true;
    try {
      CompletionStage<?> stage = task.get();
      done = stage.toCompletableFuture().isDone();
      if (!done) {
        stage.whenComplete((result, failure) -> goOn());
      }
    } finally {
      if (done) {
        release();
      }
    }
    return done;
  }

  private void goOn() {
    release();
    drain();
  }

  private synchronized @Nullable Supplier<? extends CompletionStage<?>> take() {
    if (busy || tasks.isEmpty()) {
      return null;
    }
    busy = true;
    return tasks.remove();
  }

  private synchronized void release() {
    busy = false;
  }
}
