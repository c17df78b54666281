package io.callrouter;

import io.callrouter.time.SerialExecutor;
import io.callrouter.time.Timekeeper;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One queue a call: its tasks run one after another, beside those of all other calls. A queue is
 * there only while it has tasks.
 */
final class CallQueues {
  private final ConcurrentMap<String, CallQueue> queues = new ConcurrentHashMap<>();
  private final Timekeeper timekeeper;
  private final String role;

  /**
   * Without queues.
   *
   * @param role names the threads
   */
  CallQueues(Timekeeper timekeeper, String role) {
    this.timekeeper = timekeeper;
    this.role = role;
  }

  void execute(String call, Runnable task) {
    CallQueue queue = queues.compute(call, (id, known) -> oneMore(known));
    queue.tasks.execute(
        () -> {
          try {
            task.run();
          } finally {
            queues.computeIfPresent(call, (id, known) -> oneLess(known));
          }
        });
  }

  /** Completes when all tasks that are there now have run. */
  CompletableFuture<Void> idle() {
    return CompletableFuture.allOf(
        queues.keySet().stream().map(this::idle).toArray(CompletableFuture<?>[]::new));
  }

  private CompletableFuture<Void> idle(String call) {
    CompletableFuture<Void> reached = new CompletableFuture<>();
    execute(call, () -> reached.complete(null));
    return reached;
  }

  int size() {
    return queues.size();
  }

  private CallQueue oneMore(@Nullable CallQueue known) {
    CallQueue queue = known == null ? new CallQueue(timekeeper.executor(role)) : known;
    queue.pending++;
    return queue;
  }

  private static @Nullable CallQueue oneLess(CallQueue queue) {
    queue.pending--;
    return queue.pending == 0 ? null : queue;
  }

  private static final class CallQueue {
    private final SerialExecutor tasks;

    /** Changed within the map's computations only, which are one at a time per call. */
    private int pending;

    CallQueue(Executor threads) {
      tasks = new SerialExecutor(threads);
    }
  }
}
