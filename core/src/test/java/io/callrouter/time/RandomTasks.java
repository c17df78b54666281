package io.callrouter.time;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

/**
 * Tasks that wait for, complete, interrupt and time each other at random, and note all that
 * happens.
 *
 * <p>Nothing in it is safe for several threads at once: that is the timekeeper's part.
 */
final class RandomTasks {
  private static final int TASKS = 30;
  private static final int TURNS = 15;
  private static final int FUTURES = 15;

  private final ManualTimekeeper time = Timekeeper.manual();
  private final List<String> events = new ArrayList<>();
  private final List<CompletableFuture<String>> futures = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final Random random;

  RandomTasks(long seed) {
    random = new Random(seed);
    for (int i = 0; i < FUTURES; i++) {
      futures.add(new CompletableFuture<>());
    }
  }

  /** All that happened, in order, with the time of it. */
  List<String> run() {
    try (time) {
      for (int i = 0; i < TASKS; i++) {
        String name = "task " + i;
        time.executor("random").execute(() -> takeTurns(name));
      }
      time.advance(Duration.ofHours(1));
    }
    return events;
  }

  private void takeTurns(String name) {
    threads.add(Thread.currentThread());
    for (int turn = 0; turn < TURNS; turn++) {
      note(name + ", turn " + turn);
      switch (random.nextInt(6)) {
        case 0 -> completeOne();
        case 1 -> threads.get(random.nextInt(threads.size())).interrupt();
        case 2 -> scheduleOne(name);
        default -> waitForOne(name);
      }
    }
  }

  private void completeOne() {
    int next = random.nextInt(FUTURES);
    futures.get(next).complete("value");
    futures.set(next, new CompletableFuture<>());
  }

  private void scheduleOne(String name) {
    Timekeeper.Timer timer =
        time.schedule(
            Duration.ofMillis(random.nextInt(30)),
            () -> {
              note("timer of " + name);
              completeOne();
            });
    if (random.nextBoolean()) {
      timer.cancel();
    }
  }

  private void waitForOne(String name) {
    CompletableFuture<String> future = futures.get(random.nextInt(FUTURES));
    try {
      note(name + " got " + time.await(future, Duration.ofMillis(random.nextInt(50))));
    } catch (TimeoutException | InterruptedException e) {
      note(name + " met " + e.getClass().getSimpleName());
    }
  }

  private void note(String event) {
    events.add(event + " @" + time.nanoTime());
  }
}
