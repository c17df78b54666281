package io.callrouter.testkit;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What the caller is to do one after another, and what tells that there is something. */
final class CallerQueue<T> {
  private final Queue<T> acts = new ArrayDeque<>();
  private CompletableFuture<@Nullable Void> present = new CompletableFuture<>();

  void add(Collection<? extends T> more) {
    CompletableFuture<@Nullable Void> told;
    synchronized (this) {
      acts.addAll(more);
      told = present;
    }
    if (!more.isEmpty()) {
      told.complete(null);
    }
  }

  /** The next one, which stays; null if there is none. */
  synchronized @Nullable T peek() {
    return acts.peek();
  }

  /** The next one, or null if there is none. */
  synchronized @Nullable T take() {
    T act = acts.poll();
    if (acts.isEmpty() && present.isDone()) {
      present = new CompletableFuture<>();
    }
    return act;
  }

  /** Is complete when there is something to take. */
  synchronized CompletableFuture<@Nullable Void> present() {
    return present;
  }

  synchronized boolean isEmpty() {
    return acts.isEmpty();
  }
}
