package io.callrouter.time;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SerialExecutorTest {
  private final ManualTimekeeper time = Timekeeper.manual();
  private final SerialExecutor queue = new SerialExecutor(time.executor("queue"));
  private final List<String> log = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void close() {
    time.close();
  }

  @Test
  void aTaskThatWaitsHoldsThoseBehindItAndNobodyElse() {
    CompletableFuture<String> gate = new CompletableFuture<>();
    queue.execute(
        () -> {
          await(gate);
          log.add("first");
        });
    queue.execute(() -> log.add("second"));
    time.executor("other").execute(() -> log.add("other"));
    time.runReady();
    assertEquals(List.of("other"), log);

    gate.complete("");
    time.runReady();

    assertEquals(List.of("other", "first", "second"), log);
  }

  @Test
  void aTaskGivenByATaskRunsAfterThoseThatWait() {
    queue.execute(() -> queue.execute(() -> log.add("third")));
    queue.execute(() -> log.add("second"));

    time.runReady();

    assertEquals(List.of("second", "third"), log);
  }

  @Test
  void whateverATaskThrowsTheNextOneRuns() {
    queue.execute(
        () -> {
          throw new IllegalStateException("thrown on purpose");
        });
    queue.execute(
        () -> {
          throw new StackOverflowError("thrown on purpose");
        });
    queue.execute(() -> log.add("next"));
    time.runReady();
    queue.execute(() -> log.add("later"));

    time.runReady();

    assertEquals(List.of("next", "later"), log);
  }

  @Test
  void anInterruptDoesNotReachTheNextTask() {
    queue.execute(() -> Thread.currentThread().interrupt());
    queue.execute(() -> log.add("interrupted: " + Thread.currentThread().isInterrupted()));

    time.runReady();

    assertEquals(List.of("interrupted: false"), log);
  }

  @Test
  void withoutTasksItHoldsNoThread() {
    Queue<Runnable> threads = new ArrayDeque<>();
    SerialExecutor own = new SerialExecutor(threads::add);
    own.execute(() -> log.add("first"));
    threads.remove().run();

    own.execute(() -> log.add("second"));
    own.execute(() -> log.add("third"));

    assertEquals(1, threads.size());
    threads.remove().run();
    assertEquals(List.of("first", "second", "third"), log);
  }

  @Test
  void tasksOfManyThreadsRunOneAtATimeAndAllOfThem() {
    int givers = 4;
    int each = 500;
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<CompletableFuture<Void>> done = Collections.synchronizedList(new ArrayList<>());
    try (Timekeeper real = Timekeeper.system()) {
      SerialExecutor own = new SerialExecutor(real.executor("queue"));
      List<CompletableFuture<Void>> given = new ArrayList<>();
      for (int giver = 0; giver < givers; giver++) {
        given.add(
            CompletableFuture.runAsync(
                () -> {
                  for (int i = 0; i < each; i++) {
                    done.add(
                        CompletableFuture.runAsync(
                            () -> {
                              most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                              inside.decrementAndGet();
                            },
                            own));
                  }
                },
                real.executor("giver")));
      }
      given.forEach(CompletableFuture::join);
      done.forEach(CompletableFuture::join);
    }

    assertEquals(givers * each, done.size());
    assertEquals(1, most.get());
  }

  private void await(CompletableFuture<String> gate) {
    try {
      time.await(gate, Duration.ofHours(1));
    } catch (TimeoutException | InterruptedException e) {
      log.add(e.toString());
    }
  }
}
