package io.callrouter.testkit.carrier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SerialQueueTest {
  private final SerialQueue queue = new SerialQueue();
  private final List<String> done = new ArrayList<>();

  @Test
  void theNextTaskWaitsUntilTheOneBeforeIsComplete() {
    CompletableFuture<Void> first = new CompletableFuture<>();
    queue.add(() -> begin("first", first));
    queue.add(() -> begin("second", CompletableFuture.completedFuture(null)));
    queue.drain();
    assertEquals(List.of("first"), done);
    first.complete(null);
    assertEquals(List.of("first", "second"), done);
  }

  @Test
  void aTaskAddedByATaskComesAfterIt() {
    queue.add(
        () -> {
          queue.add(() -> begin("inner", CompletableFuture.completedFuture(null)));
          queue.drain();
          return begin("outer", CompletableFuture.completedFuture(null));
        });
    queue.drain();
    assertEquals(List.of("outer", "inner"), done);
  }

  @Test
  void aTaskThatFailsDoesNotStopTheNext() {
    queue.add(
        () -> {
          throw new IllegalStateException("broken");
        });
    queue.add(() -> CompletableFuture.failedFuture(new IllegalStateException("broken")));
    queue.add(() -> begin("last", CompletableFuture.completedFuture(null)));
    assertThrows(IllegalStateException.class, queue::drain);
    queue.drain();
    assertEquals(List.of("last"), done);
  }

  private CompletableFuture<Void> begin(String name, CompletableFuture<Void> end) {
    done.add(name);
    return end;
  }
}
