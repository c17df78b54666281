package io.callrouter.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SystemTimekeeperTest {
  private static final Duration SHORT = Duration.ofMillis(20);
  private static final Duration PLENTY = Duration.ofSeconds(20);

  private final Timekeeper time = Timekeeper.system();
  private final List<String> log = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void close() {
    time.close();
  }

  @Test
  void aTimerRunsNotBeforeItsTimeOnTheOneTimerThread() {
    long before = time.nanoTime();
    CompletableFuture<Thread> first = new CompletableFuture<>();
    CompletableFuture<Thread> second = new CompletableFuture<>();
    time.schedule(SHORT, () -> first.complete(Thread.currentThread()));
    time.schedule(SHORT.multipliedBy(2), () -> second.complete(Thread.currentThread()));

    Thread thread = first.join();

    assertTrue(time.nanoTime() - before >= SHORT.toNanos());
    assertEquals("callrouter-timer", thread.getName());
    assertTrue(thread.isDaemon());
    assertSame(thread, second.join());
  }

  @Test
  void aTimerThatThrowsLeavesTheTimerThreadAlive() {
    CompletableFuture<Thread> before = new CompletableFuture<>();
    CompletableFuture<Thread> after = new CompletableFuture<>();
    time.schedule(
        Duration.ZERO,
        () -> {
          before.complete(Thread.currentThread());
          throw new AssertionError("thrown by a timer on purpose");
        });
    time.schedule(SHORT, () -> after.complete(Thread.currentThread()));

    assertSame(before.join(), after.join());
  }

  @Test
  void aCancelledTimerNeverRuns() {
    CompletableFuture<String> later = new CompletableFuture<>();
    time.schedule(SHORT, () -> log.add("cancelled")).cancel();
    time.schedule(SHORT.multipliedBy(2), () -> later.complete(""));

    later.join();

    assertEquals(List.of(), log);
  }

  @Test
  void aTimerInTheFarthestFutureIsNotDueAtOnce() {
    CompletableFuture<String> later = new CompletableFuture<>();
    time.schedule(Duration.ofSeconds(Long.MAX_VALUE), () -> log.add("never"));
    time.schedule(SHORT, () -> later.complete(""));

    later.join();

    assertEquals(List.of(), log);
  }

  @Test
  void everyTaskHasAThreadOfItsOwnNamedAfterItsRole() throws Exception {
    CyclicBarrier together = new CyclicBarrier(3);
    List<CompletableFuture<String>> names =
        List.of(new CompletableFuture<>(), new CompletableFuture<>());
    for (CompletableFuture<String> name : names) {
      time.executor("flow")
          .execute(
              () -> {
                meet(together);
                name.complete(Thread.currentThread().getName());
              });
    }

    together.await();

    assertTrue(names.get(0).join().matches("callrouter-flow-[12]"), names.get(0)::join);
    assertNotEquals(names.get(0).join(), names.get(1).join());
  }

  @Test
  void tasksRunOnVirtualThreadsWhereTheJvmHasThem() throws Exception {
    CompletableFuture<Thread> thread = new CompletableFuture<>();
    time.executor("flow").execute(() -> thread.complete(Thread.currentThread()));

    assertEquals(Runtime.version().feature() >= 21, isVirtual(thread.join()));
    assertTrue(thread.join().isDaemon());
  }

  @Test
  void platformThreadsAreDaemons() throws Exception {
    try (TaskThreads threads = TaskThreads.platform()) {
      CompletableFuture<Thread> thread = new CompletableFuture<>();
      threads.execute(() -> thread.complete(Thread.currentThread()));

      assertTrue(thread.join().isDaemon());
      assertFalse(isVirtual(thread.join()));
    }
  }

  @Test
  void aTaskThatThrowsDisturbsNoOther() {
    CompletableFuture<String> other = new CompletableFuture<>();
    Executor executor = time.executor("flow");
    executor.execute(
        () -> {
          throw new IllegalStateException("thrown by a task on purpose");
        });
    executor.execute(() -> other.complete("ran"));

    assertEquals("ran", other.join());
  }

  @Test
  void awaitGivesTheValueThatComesInTime() throws Exception {
    CompletableFuture<String> future = new CompletableFuture<>();
    time.schedule(SHORT, () -> future.complete("value"));

    assertEquals("value", time.await(future, PLENTY));
  }

  @Test
  void awaitThrowsWhenTheTimeIsOver() {
    assertThrows(TimeoutException.class, () -> time.await(new CompletableFuture<String>(), SHORT));
  }

  @Test
  void awaitOfAFailedFutureThrowsItsCauseWrapped() {
    IllegalStateException cause = new IllegalStateException();
    CompletableFuture<String> future = CompletableFuture.failedFuture(cause);

    CompletionException thrown =
        assertThrows(CompletionException.class, () -> time.await(future, PLENTY));

    assertSame(cause, thrown.getCause());
  }

  @Test
  void awaitOfACancelledFutureThrowsThat() {
    CompletableFuture<String> future = new CompletableFuture<>();
    future.cancel(false);

    assertThrows(CancellationException.class, () -> time.await(future, PLENTY));
  }

  @Test
  void awaitEndsWhenTheThreadIsInterrupted() {
    Thread.currentThread().interrupt();

    assertThrows(
        InterruptedException.class, () -> time.await(new CompletableFuture<String>(), PLENTY));
  }

  @Test
  void theTimerThreadMayNotWaitButMayTakeWhatIsThere() {
    CompletableFuture<String> never = new CompletableFuture<>();
    CompletableFuture<String> outcome = new CompletableFuture<>();
    time.schedule(
        Duration.ZERO,
        () -> {
          try {
            log.add(time.await(CompletableFuture.completedFuture("there"), PLENTY));
            outcome.complete(time.await(never, PLENTY));
          } catch (Exception e) {
            outcome.completeExceptionally(e);
          }
        });

    CompletionException thrown = assertThrows(CompletionException.class, outcome::join);

    assertEquals(IllegalStateException.class, thrown.getCause().getClass());
    assertEquals(List.of("there"), log);
  }

  @Test
  void closingEndsTheTimerThreadAndDropsWhatIsNotDue() throws Exception {
    CompletableFuture<Thread> timer = new CompletableFuture<>();
    time.schedule(Duration.ZERO, () -> timer.complete(Thread.currentThread()));
    time.schedule(PLENTY, () -> log.add("not due"));

    Thread thread = timer.join();
    time.close();
    time.close();
    thread.join();

    assertEquals(List.of(), log);
  }

  @Test
  void afterClosingTimersAndTasksAreDroppedQuietly() throws Exception {
    CompletableFuture<Thread> timer = new CompletableFuture<>();
    time.schedule(Duration.ZERO, () -> timer.complete(Thread.currentThread()));
    Thread thread = timer.join();
    time.close();

    time.schedule(Duration.ZERO, () -> log.add("timer"));
    time.executor("flow").execute(() -> log.add("task"));
    thread.join();

    assertEquals(List.of(), log);
  }

  @Test
  void aTaskThatHasBegunOutlivesTheClosing() throws Exception {
    CyclicBarrier begun = new CyclicBarrier(2);
    CyclicBarrier closed = new CyclicBarrier(2);
    CompletableFuture<String> end = new CompletableFuture<>();
    time.executor("flow")
        .execute(
            () -> {
              meet(begun);
              meet(closed);
              end.complete("went on");
            });
    begun.await();

    time.close();
    closed.await();

    assertEquals("went on", end.join());
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** By reflection: the method is newer than the language level. */
  private static boolean isVirtual(Thread thread) throws ReflectiveOperationException {
    return Runtime.version().feature() >= 21
        && (boolean) Thread.class.getMethod("isVirtual").invoke(thread);
  }
}
