package io.callrouter.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.time.Timekeeper.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ManualTimekeeperTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofHours(1);

  private final ManualTimekeeper time = Timekeeper.manual();
  private final Executor executor = time.executor("test");
  private final Instant start = time.now();
  private final List<String> log = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void close() {
    time.close();
  }

  @Test
  void nothingRunsUntilTimeIsTurned() {
    executor.execute(() -> log.add("task"));
    time.schedule(Duration.ZERO, () -> log.add("timer"));
    assertEquals(List.of(), log);

    time.runReady();

    assertEquals(List.of("task", "timer"), log);
    assertEquals(start, time.now());
  }

  @Test
  void tasksRunInTheOrderTheyWereGivenThoseTheyMakeLast() {
    executor.execute(
        () -> {
          log.add("a");
          executor.execute(() -> log.add("c"));
        });
    time.executor("other").execute(() -> log.add("b"));

    time.runReady();

    assertEquals(List.of("a", "b", "c"), log);
  }

  @Test
  void everyTimerRunsAtItsOwnTimeAndTimeEndsWhereItWasTurnedTo() {
    time.schedule(Duration.ofMillis(30), () -> noteWithTime("late"));
    time.schedule(Duration.ofMillis(10), () -> noteWithTime("early"));
    time.schedule(Duration.ofMillis(10), () -> noteWithTime("early too"));

    time.advance(Duration.ofMillis(50));

    assertEquals(List.of("early@10", "early too@10", "late@30"), log);
    assertEquals(start.plusMillis(50), time.now());
    assertEquals(Duration.ofMillis(50).toNanos(), time.nanoTime());
  }

  @Test
  void aTimerThatRepeatsItselfKeepsItsBeat() {
    tick(20);

    time.advance(Duration.ofMillis(60));

    assertEquals(List.of("tick@20", "tick@40", "tick@60"), log);
  }

  @Test
  void aCancelledTimerNeverRunsNotEvenByOneDueAtTheSameTime() {
    AtomicReference<Timer> second = new AtomicReference<>();
    time.schedule(SECOND, () -> second.get().cancel());
    second.set(time.schedule(SECOND, () -> log.add("second")));

    time.advance(LONG);

    assertEquals(List.of(), log);
    assertNull(time.untilNextTimer());
  }

  @Test
  void tellsHowLongUntilTheNextTimerOrTimedWait() {
    assertNull(time.untilNextTimer());
    time.schedule(Duration.ofSeconds(3), () -> {});
    time.advance(SECOND);
    assertEquals(Duration.ofSeconds(2), time.untilNextTimer());

    executor.execute(() -> awaitAndNote("task", new CompletableFuture<>(), SECOND));
    time.runReady();

    assertEquals(SECOND, time.untilNextTimer());
  }

  @Test
  void advanceUntilStopsWhereTheConditionHolds() {
    tick(20);

    assertTrue(time.advanceUntil(() -> log.size() == 3, SECOND));

    assertEquals(start.plusMillis(60), time.now());
  }

  @Test
  void advanceUntilStopsAtTheLimit() {
    tick(400);

    assertFalse(time.advanceUntil(() -> false, SECOND));

    assertEquals(List.of("tick@400", "tick@800"), log);
    assertEquals(start.plusSeconds(1), time.now());
  }

  @Test
  void advanceUntilStopsWhereNothingIsLeftToWaitFor() {
    time.schedule(SECOND, () -> log.add("last"));

    assertFalse(time.advanceUntil(() -> false, LONG));

    assertEquals(start.plusSeconds(1), time.now());
  }

  @Test
  void aTaskThatWaitsGivesWayAndGetsWhatAnotherTaskMade() {
    CompletableFuture<String> future = new CompletableFuture<>();
    executor.execute(() -> awaitAndNote("waiter", future, SECOND));
    executor.execute(
        () -> {
          future.complete("value");
          log.add("completed");
        });

    time.runReady();

    assertEquals(List.of("completed", "waiter value@0"), log);
  }

  @Test
  void waitersOfOneFutureGoOnInTheOrderInWhichTheyBeganToWait() {
    CompletableFuture<String> future = new CompletableFuture<>();
    for (String name : List.of("a", "b", "c")) {
      executor.execute(() -> awaitAndNote(name, future, SECOND));
    }
    time.runReady();

    future.complete("done");
    time.runReady();

    assertEquals(List.of("a done@0", "b done@0", "c done@0"), log);
  }

  @Test
  void aWaitThatIsNotOverInTimeThrowsAtItsDeadline() {
    executor.execute(() -> awaitAndNote("task", new CompletableFuture<>(), SECOND));

    time.advance(Duration.ofMillis(999));
    assertEquals(List.of(), log);

    time.advance(Duration.ofMillis(1));
    assertEquals(List.of("task TimeoutException@1000"), log);
  }

  @Test
  void aFutureCompletedAtTheDeadlineByAnEarlierTimerIsNotLate() {
    CompletableFuture<String> future = new CompletableFuture<>();
    time.schedule(SECOND, () -> future.complete("in time"));
    executor.execute(() -> awaitAndNote("task", future, SECOND));

    time.advance(LONG);

    assertEquals(List.of("task in time@1000"), log);
  }

  @Test
  void aFutureThatIsCompleteGivesItsValueWithoutGivingWay() {
    executor.execute(
        () -> {
          awaitAndNote("first", CompletableFuture.completedFuture("value"), Duration.ZERO);
          log.add("still first");
        });
    executor.execute(() -> log.add("second"));

    time.runReady();

    assertEquals(List.of("first value@0", "still first", "second"), log);
  }

  @Test
  void aThreadThatIsNoTaskTurnsTimeWhileItWaits() throws Exception {
    CompletableFuture<String> future = new CompletableFuture<>();
    executor.execute(
        () -> {
          awaitAndNote("pause", new CompletableFuture<>(), SECOND);
          future.complete("value");
        });

    assertEquals("value", time.await(future, LONG));

    assertEquals(start.plusSeconds(1), time.now());
  }

  @Test
  void aThreadThatIsNoTaskTimesOutInVirtualTime() {
    CompletableFuture<String> future = new CompletableFuture<>();

    assertThrows(TimeoutException.class, () -> time.await(future, LONG));

    assertEquals(start.plus(LONG), time.now());
    assertNull(time.untilNextTimer());
  }

  @Test
  void aFailedFutureThrowsItsCauseWrapped() {
    IllegalStateException cause = new IllegalStateException();
    CompletableFuture<String> future = CompletableFuture.failedFuture(cause);

    CompletionException thrown =
        assertThrows(CompletionException.class, () -> time.await(future, SECOND));

    assertSame(cause, thrown.getCause());
  }

  @Test
  void aCancelledFutureThrowsThat() {
    CompletableFuture<String> future = new CompletableFuture<>();
    executor.execute(() -> future.cancel(false));

    assertThrows(CancellationException.class, () -> time.await(future, SECOND));
  }

  @Test
  void aWaitWithoutEndTakesTheLongestTimeThereIs() {
    executor.execute(
        () -> awaitAndNote("task", new CompletableFuture<>(), Duration.ofSeconds(Long.MAX_VALUE)));

    time.advance(LONG);

    assertEquals(List.of(), log);
  }

  @Test
  void anInterruptedTaskGoesOnAfterThoseThatWereReadyInEveryRun() {
    for (int run = 0; run < 200; run++) {
      log.clear();
      AtomicReference<Thread> waiter = new AtomicReference<>();
      executor.execute(
          () -> {
            waiter.set(Thread.currentThread());
            awaitAndNote("waiter", new CompletableFuture<>(), LONG);
          });
      executor.execute(
          () -> {
            waiter.get().interrupt();
            executor.execute(() -> log.add("made after the interrupt"));
          });

      time.runReady();

      assertEquals(2, log.size());
      assertEquals("made after the interrupt", log.get(0));
      assertTrue(log.get(1).startsWith("waiter InterruptedException"), log.get(1));
    }
  }

  @Test
  void aTaskInterruptedBetweenTwoTurnsIsFound() {
    AtomicReference<Thread> waiter = new AtomicReference<>();
    executor.execute(
        () -> {
          waiter.set(Thread.currentThread());
          awaitAndNote("waiter", new CompletableFuture<>(), LONG);
        });
    time.runReady();

    waiter.get().interrupt();
    time.runReady();

    assertEquals(List.of("waiter InterruptedException@0"), log);
  }

  @Test
  void aThreadThatIsNoTaskIsInterruptedToo() {
    Thread.currentThread().interrupt();

    assertThrows(
        InterruptedException.class, () -> time.await(new CompletableFuture<String>(), SECOND));

    assertFalse(Thread.interrupted());
  }

  @Test
  void neverTwoTasksRunAtOnce() {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    for (int i = 0; i < 50; i++) {
      executor.execute(
          () -> {
            for (int turn = 0; turn < 5; turn++) {
              most.accumulateAndGet(inside.incrementAndGet(), Math::max);
              Thread.onSpinWait();
              inside.decrementAndGet();
              awaitAndNote("task", new CompletableFuture<>(), Duration.ofMillis(turn));
            }
          });
    }

    time.advance(SECOND);

    assertEquals(250, log.size());
    assertEquals(1, most.get());
  }

  @Test
  void theSameTasksGiveTheSameOrderEachTimeInterruptsIncluded() {
    for (long seed = 0; seed < 20; seed++) {
      List<String> first = new RandomTasks(seed).run();
      List<String> second = new RandomTasks(seed).run();

      assertTrue(first.size() > 300, "only " + first.size() + " events with seed " + seed);
      assertEquals(first, second, "seed " + seed);
    }
  }

  @Test
  void aTaskMayNotTurnTime() {
    executor.execute(() -> time.advance(SECOND));

    AssertionError thrown = assertThrows(AssertionError.class, time::runReady);

    assertTrue(thrown.getCause() instanceof IllegalStateException, thrown::toString);
  }

  @Test
  void aTimerMayNotWait() {
    time.schedule(SECOND, () -> awaitAndNote("timer", new CompletableFuture<>(), SECOND));

    AssertionError thrown = assertThrows(AssertionError.class, () -> time.advance(SECOND));

    assertTrue(thrown.getCause() instanceof IllegalStateException, thrown::toString);
  }

  @Test
  void whatTasksThrowIsThrownByTheCallThatTurnedTimeOnce() {
    RuntimeException first = new IllegalArgumentException("first");
    executor.execute(
        () -> {
          throw first;
        });
    executor.execute(
        () -> {
          throw new IllegalArgumentException("second");
        });
    executor.execute(() -> log.add("ran nevertheless"));

    AssertionError thrown = assertThrows(AssertionError.class, time::runReady);

    assertSame(first, thrown.getCause());
    assertEquals(1, thrown.getSuppressed().length);
    assertTrue(thrown.getMessage().contains("callrouter-test-1"), thrown::getMessage);
    assertEquals(List.of("ran nevertheless"), log);
    time.runReady();
  }

  @Test
  void aWaitThatWouldTimeOutThrowsWhatATaskThrew() {
    executor.execute(
        () -> {
          throw new IllegalArgumentException();
        });

    assertThrows(AssertionError.class, () -> time.await(new CompletableFuture<String>(), SECOND));
  }

  @Test
  void closingThrowsWhatNobodyWasTold() throws Exception {
    ManualTimekeeper own = Timekeeper.manual();
    CompletableFuture<String> future = new CompletableFuture<>();
    own.executor("test").execute(() -> future.complete("value"));
    own.executor("test")
        .execute(
            () -> {
              throw new IllegalArgumentException();
            });
    own.await(future, SECOND);

    assertThrows(AssertionError.class, own::close);
  }

  @Test
  void aTaskThatBlocksElsewhereIsNamedWithItsStackAndInterrupted() throws Exception {
    ManualTimekeeper impatient = new ManualTimekeeper(Duration.ofMillis(50));
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    impatient.executor("culprit").execute(() -> blockUntilInterrupted(never, interrupted));

    AssertionError thrown = assertThrows(AssertionError.class, impatient::runReady);

    assertTrue(thrown.getMessage().contains("callrouter-culprit-1"), thrown::getMessage);
    assertTrue(
        List.of(thrown.getCause().getStackTrace()).stream()
            .anyMatch(frame -> frame.getMethodName().equals("blockUntilInterrupted")));
    interrupted.await();
    impatient.close();
  }

  @Test
  void closingInterruptsTheTasksThatWaitOneByOneAndDropsTheRest() {
    List<Thread> threads = new ArrayList<>();
    for (String name : List.of("a", "b")) {
      executor.execute(
          () -> {
            threads.add(Thread.currentThread());
            awaitAndNote(name, new CompletableFuture<>(), LONG);
            awaitAndNote(name + " again", new CompletableFuture<>(), LONG);
          });
    }
    time.runReady();
    executor.execute(() -> log.add("not begun"));
    time.schedule(SECOND, () -> log.add("not due"));

    time.close();
    time.close();

    assertEquals(
        List.of(
            "a InterruptedException@0",
            "a again InterruptedException@0",
            "b InterruptedException@0",
            "b again InterruptedException@0"),
        log);
    for (Thread thread : threads) {
      assertTimeoutJoin(thread);
    }
  }

  @Test
  void afterClosingNothingRunsAnyMore() {
    time.close();

    executor.execute(() -> log.add("task"));
    Timer timer = time.schedule(SECOND, () -> log.add("timer"));
    time.advance(LONG);
    timer.cancel();

    assertEquals(List.of(), log);
  }

  @Test
  void aTaskMayCloseTheTimekeeper() {
    executor.execute(() -> awaitAndNote("waiter", new CompletableFuture<>(), LONG));
    executor.execute(
        () -> {
          time.close();
          log.add("closed");
        });

    time.runReady();

    assertEquals(List.of("closed", "waiter InterruptedException@0"), log);
  }

  private static void blockUntilInterrupted(CountDownLatch never, CountDownLatch interrupted) {
    try {
      never.await();
    } catch (InterruptedException e) {
      interrupted.countDown();
    }
  }

  private static void assertTimeoutJoin(Thread thread) {
    try {
      thread.join(10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    assertFalse(thread.isAlive(), () -> thread + " is left");
  }

  private void tick(int everyMs) {
    time.schedule(
        Duration.ofMillis(everyMs),
        () -> {
          noteWithTime("tick");
          tick(everyMs);
        });
  }

  private void awaitAndNote(String name, CompletableFuture<String> future, Duration timeout) {
    try {
      noteWithTime(name + " " + time.await(future, timeout));
    } catch (TimeoutException | InterruptedException e) {
      noteWithTime(name + " " + e.getClass().getSimpleName());
    }
  }

  private void noteWithTime(String event) {
    log.add(event + "@" + Duration.between(start, time.now()).toMillis());
  }
}
