package io.callrouter.jakarta;

import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Real threads, and a clock that moves on by one step each time it is read. */
final class SteppingTimekeeper implements Timekeeper {
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Duration step;
  private long nanos;

  SteppingTimekeeper(Duration step) {
    this.step = step;
  }

  @Override
  public synchronized long nanoTime() {
    nanos += step.toNanos();
    return nanos;
  }

  @Override
  public Executor executor(String role) {
    return threads;
  }

  @Override
  public void close() {
    threads.shutdown();
  }

  @Override
  public Instant now() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <T> T await(CompletableFuture<T> future, Duration timeout) {
    throw new UnsupportedOperationException();
  }
}
