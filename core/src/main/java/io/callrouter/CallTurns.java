package io.callrouter;

import io.callrouter.call.StoreException;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Lets what changes a call on this node happen one at a time, first come first served. */
final class CallTurns {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  private final ConcurrentMap<String, CompletableFuture<@Nullable Void>> last =
      new ConcurrentHashMap<>();
  private final Timekeeper timekeeper;

  CallTurns(Timekeeper timekeeper) {
    this.timekeeper = timekeeper;
  }

  /**
   * Does something when nothing else is being done to the call; not to be called from within.
   *
   * @throws StoreException if its turn does not come
   */
  <T> T inTurn(String call, Supplier<T> work) {
    CompletableFuture<@Nullable Void> mine = new CompletableFuture<>();
    CompletableFuture<@Nullable Void> before = last.put(call, mine);
    try {
      awaitEnd(call, before);
      return work.get();
    } finally {
      end(call, mine, before);
    }
  }

  private void awaitEnd(String call, @Nullable CompletableFuture<@Nullable Void> before) {
    if (before == null) {
      return;
    }
    try {
      timekeeper.await(before, LONGEST_WAIT);
    } catch (TimeoutException e) {
      throw new StoreException("call " + call + ": an earlier change of it takes too long");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("call " + call + ": interrupted");
    }
  }

  /** Whoever gave up waiting lets the next one wait for what he waited for. */
  @SuppressWarnings("FutureReturnValueIgnored") // What follows cannot fail.
  private void end(
      String call,
      CompletableFuture<@Nullable Void> mine,
      @Nullable CompletableFuture<@Nullable Void> before) {
    if (before == null || before.isDone()) {
      last.remove(call, mine);
      mine.complete(null);
    } else {
      before.thenRun(() -> end(call, mine, null));
    }
  }

  int size() {
    return last.size();
  }
}
