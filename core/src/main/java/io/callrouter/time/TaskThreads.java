package io.callrouter.time;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One thread for each task: a virtual one where the JVM has them, else one that is used again. */
final class TaskThreads implements Executor, AutoCloseable {
  private static final int FIRST_WITH_VIRTUAL_THREADS = 21;
  private static final int IDLE_SECONDS = 60;
  private static final @Nullable MethodHandle START_VIRTUAL_THREAD = findStartVirtualThread();

  private final Executor starter;
  private final Runnable ending;
  private volatile boolean closed;

  private TaskThreads(Executor starter, Runnable ending) {
    this.starter = starter;
    this.ending = ending;
  }

  /** The best this JVM has. */
  static TaskThreads best() {
    MethodHandle start = START_VIRTUAL_THREAD;
    return start == null
        ? platform()
        : new TaskThreads(task -> startVirtualThread(start, task), () -> {});
  }

  /** Daemon threads of the platform, as many as there are tasks. */
  static TaskThreads platform() {
    ExecutorService pool =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            TaskThreads::newDaemon,
            new ThreadPoolExecutor.DiscardPolicy());
    return new TaskThreads(pool, pool::shutdown);
  }

  @Override
  public void execute(Runnable task) {
    if (!closed) {
      starter.execute(task);
    }
  }

  /** Lets the tasks that have begun end, and drops those that come later. */
  @Override
  public void close() {
    closed = true;
    ending.run();
  }

  private static void startVirtualThread(MethodHandle start, Runnable task) {
    try {
      start.invoke(task);
    } catch (Throwable e) {
      throw new IllegalStateException("cannot start a virtual thread", e);
    }
  }

  private static Thread newDaemon(Runnable work) {
    Thread thread = new Thread(work, "callrouter-idle");
    thread.setDaemon(true);
    return thread;
  }

  private static @Nullable MethodHandle findStartVirtualThread() {
    if (Runtime.version().feature() < FIRST_WITH_VIRTUAL_THREADS) {
      return null;
    }
    try {
      return MethodHandles.publicLookup()
          .findStatic(
              Thread.class,
              "startVirtualThread",
              MethodType.methodType(Thread.class, Runnable.class));
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
