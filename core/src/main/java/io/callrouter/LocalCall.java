package io.callrouter;

import io.callrouter.time.SerialExecutor;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What this node holds of a call besides its value: queues, waiters, the media socket. */
final class LocalCall {
  private final String id;
  private final Timekeeper timekeeper;
  private final SerialExecutor listeners;
  private final AtomicReference<CompletableFuture<@Nullable Void>> changed =
      new AtomicReference<>(new CompletableFuture<>());
  private final AtomicReference<CompletableFuture<@Nullable Void>> lastTurn =
      new AtomicReference<>(CompletableFuture.completedFuture(null));
  private volatile @Nullable MediaLeg leg;

  /** Whether this node took the call's first webhook, so that it counts here. */
  private volatile boolean taken;

  private volatile boolean ended;

  LocalCall(String id, Timekeeper timekeeper) {
    this.id = id;
    this.timekeeper = timekeeper;
    this.listeners = new SerialExecutor(timekeeper.executor("call"));
  }

  /** Runs what the host wants to hear, one after another. */
  void tell(Runnable event) {
    listeners.execute(event);
  }

  /** Completes at the next change of the call's value, whichever node makes it. */
  CompletableFuture<@Nullable Void> nextChange() {
    return Objects.requireNonNull(changed.get());
  }

  void signalChange() {
    changed.getAndSet(new CompletableFuture<>()).complete(null);
  }

  /**
   * Waits for this call's turn: what decides on the call does so one at a time on a node.
   *
   * @return ends the turn
   */
  @SuppressWarnings(
      "FutureReturnValueIgnored") // What it gives is of no interest, only that it ends.
  Turn takeTurn(Duration limit) throws TimeoutException, InterruptedException {
    CompletableFuture<@Nullable Void> mine = new CompletableFuture<>();
    CompletableFuture<@Nullable Void> before = lastTurn.getAndSet(mine);
    try {
      timekeeper.await(before, limit);
    } catch (TimeoutException | InterruptedException e) {
      before.whenComplete((done, failure) -> mine.complete(null));
      throw e;
    }
    return () -> mine.complete(null);
  }

  String id() {
    return id;
  }

  @Nullable MediaLeg leg() {
    return leg;
  }

  void leg(@Nullable MediaLeg newLeg) {
    leg = newLeg;
  }

  void markTaken() {
    taken = true;
  }

  void markEnded() {
    ended = true;
  }

  boolean isTaken() {
    return taken;
  }

  boolean isActive() {
    return taken && !ended;
  }

  /** A turn that can be ended. */
  @FunctionalInterface
  interface Turn {
    /** Lets the next one have its turn. */
    void end();
  }
}
