package io.callrouter.benchmarks.load;

import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Real time without threads of its own: a task is run by who brings it, since nothing of what uses
 * this blocks.
 */
final class InlineTimekeeper implements Timekeeper {
  private final Timekeeper system = Timekeeper.system();

  @Override
  public Instant now() {
    return system.now();
  }

  @Override
  public long nanoTime() {
    return system.nanoTime();
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    return system.schedule(delay, task);
  }

  @Override
  public Executor executor(String role) {
    return Runnable::run;
  }

  @Override
  public <T extends @Nullable Object> T await(CompletableFuture<T> future, Duration timeout)
      throws TimeoutException, InterruptedException {
    return system.await(future, timeout);
  }

  @Override
  public void close() {
    system.close();
  }
}
