package io.callrouter.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The machine's clocks and threads. */
final class SystemTimekeeper implements Timekeeper {
  private static final Logger log = LoggerFactory.getLogger(SystemTimekeeper.class);

  private final ScheduledThreadPoolExecutor timers =
      new ScheduledThreadPoolExecutor(1, TimerThread::new, new ThreadPoolExecutor.DiscardPolicy());
  private final TaskThreads threads = TaskThreads.best();
  private final AtomicInteger tasks = new AtomicInteger();

  SystemTimekeeper() {
    timers.setRemoveOnCancelPolicy(true);
    timers.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    Future<?> timer =
        timers.schedule(
            () -> runLogged(task), TimeUnit.NANOSECONDS.convert(delay), TimeUnit.NANOSECONDS);
    return () -> timer.cancel(false);
  }

  @Override
  public Executor executor(String role) {
    return task ->
        threads.execute(
            () -> {
              Thread.currentThread().setName("callrouter-" + role + "-" + tasks.incrementAndGet());
              runLogged(task);
            });
  }

  @Override
  public <T extends @Nullable Object> T await(CompletableFuture<T> future, Duration timeout)
      throws TimeoutException, InterruptedException {
    if (Thread.currentThread() instanceof TimerThread && !future.isDone()) {
      throw new IllegalStateException("a timer's task must not wait; hand it to an executor");
    }
    try {
      return future.get(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw new CompletionException(e.getCause());
    }
  }

  @Override
  public void close() {
    timers.shutdown();
    threads.close();
  }

  private static void runLogged(Runnable task) {
    try {
      task.run();
    } catch (Throwable e) {
      log.error("a task failed on {}", Thread.currentThread().getName(), e);
    }
  }

  private static final class TimerThread extends Thread {
    TimerThread(Runnable work) {
      super(work, "callrouter-timer");
      setDaemon(true);
    }
  }
}
