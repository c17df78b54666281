package io.callrouter.testkit.carrier;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What the caller is to do one after another, and what tells that there is something.
 *
 * @since 0.1
 */
public final class CallerQueue<T> {
  private final Queue<T> acts = new ArrayDeque<>();
  private CompletableFuture<@Nullable Void> present = new CompletableFuture<>();

  /** Adds acts after all that wait. */
  public void add(Collection<? extends T> more) {
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
  public synchronized @Nullable T peek() {
    return acts.peek();
  }

  /** The next one, or null if there is none. */
  public synchronized @Nullable T take() {
    T act = acts.poll();
    if (acts.isEmpty() && present.isDone()) {
      present = new CompletableFuture<>();
    }
    return act;
  }

  /** Is complete when there is something to take. */
  public synchronized CompletableFuture<@Nullable Void> present() {
    return present;
  }

  /** Whether nothing waits. */
  public synchronized boolean isEmpty() {
    return acts.isEmpty();
  }
}
