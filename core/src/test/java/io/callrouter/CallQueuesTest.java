package io.callrouter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CallQueuesTest {
  private final ManualTimekeeper time = Timekeeper.manual();
  private final CallQueues queues = new CallQueues(time, "test");
  private final List<String> log = new CopyOnWriteArrayList<>();

  private Runnable slow(String name) {
    return () -> {
      try {
        time.await(new CompletableFuture<@Nullable Void>(), Duration.ofSeconds(1));
      } catch (TimeoutException | InterruptedException e) {
        // It took its time.
      }
      log.add(name);
    };
  }

  @Test
  void tasksOfACallRunInOrderAndOtherCallsDoNotWait() {
    queues.execute("call", slow("a"));
    queues.execute("call", () -> log.add("b"));
    queues.execute("another", () -> log.add("c"));
    time.advance(Duration.ofSeconds(1));

    assertEquals(List.of("c", "a", "b"), log);
  }

  @Test
  void aQueueIsGoneWhenItIsEmptyThoughATaskThrew() {
    queues.execute(
        "call",
        () -> {
          throw new IllegalStateException("a mistake");
        });
    queues.execute("call", () -> log.add("b"));
    assertEquals(1, queues.size());
    time.runReady();

    assertEquals(List.of("b"), log);
    assertEquals(0, queues.size());
  }

  @Test
  void idleIsWhenAllThatWasThereHasRun() {
    queues.execute("call", slow("a"));
    queues.execute("another", slow("b"));
    CompletableFuture<Void> idle = queues.idle();
    time.runReady();
    assertFalse(idle.isDone());
    time.advance(Duration.ofSeconds(1));

    assertTrue(idle.isDone());
    assertTrue(queues.idle().isDone());
    assertEquals(0, queues.size());
  }
}
