package io.callrouter.internal.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class SerialQueueTest {
  private final Deque<Runnable> threads = new ArrayDeque<>();
  private final SerialQueue queue = new SerialQueue(threads::add);
  private final List<String> done = new ArrayList<>();

  @Test
  void tasksRunInOrderOnOneThreadAtATime() {
    queue.execute(
        () -> {
          done.add("a");
          queue.execute(() -> done.add("c"));
        });
    queue.execute(() -> done.add("b"));

    assertEquals(1, threads.size());
    threads.remove().run();
    assertEquals(List.of("a", "b", "c"), done);

    queue.execute(() -> done.add("d"));
    threads.remove().run();
    assertEquals(List.of("a", "b", "c", "d"), done);
  }

  @Test
  void aTaskThatThrowsDoesNotStopTheNext() {
    queue.execute(
        () -> {
          throw new IllegalStateException("broken");
        });
    queue.execute(() -> done.add("next"));
    threads.remove().run();

    assertEquals(List.of("next"), done);
  }

  @Test
  void afterAnErrorOfTheMachineAnotherThreadGoesOn() {
    queue.execute(
        () -> {
          throw new StackOverflowError();
        });
    queue.execute(() -> done.add("next"));

    assertThrows(StackOverflowError.class, () -> threads.remove().run());
    threads.remove().run();
    assertEquals(List.of("next"), done);
  }
}
