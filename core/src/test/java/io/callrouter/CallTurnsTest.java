package io.callrouter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.callrouter.call.StoreException;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CallTurnsTest {
  private final ManualTimekeeper time = Timekeeper.manual();
  private final CallTurns turns = new CallTurns(time);
  private final List<String> log = new CopyOnWriteArrayList<>();

  private void take(String call, String name, Duration length) {
    time.executor("test")
        .execute(
            () -> {
              try {
                log.add(turns.inTurn(call, () -> work(name, length)));
              } catch (StoreException e) {
                log.add(name + " gave up");
              }
            });
    time.runReady();
  }

  private String work(String name, Duration length) {
    log.add(name + " begins");
    try {
      time.await(new CompletableFuture<@Nullable Void>(), length);
    } catch (TimeoutException | InterruptedException e) {
      // It took its time.
    }
    return name + " ends";
  }

  @Test
  void turnsOfACallComeOneAfterAnotherInOrder() {
    take("call", "a", Duration.ofSeconds(1));
    take("call", "b", Duration.ofSeconds(1));
    take("call", "c", Duration.ofSeconds(1));
    time.advance(Duration.ofSeconds(4));

    assertEquals(List.of("a begins", "a ends", "b begins", "b ends", "c begins", "c ends"), log);
    assertEquals(0, turns.size());
  }

  @Test
  void callsDoNotWaitForEachOther() {
    take("call", "a", Duration.ofSeconds(1));
    take("another", "b", Duration.ZERO);

    assertEquals(List.of("a begins", "b begins", "b ends"), log);
  }

  @Test
  void whoGivesUpDoesNotLetTheNextOneInBeforeItsTime() {
    take("call", "a", Duration.ofSeconds(12));
    take("call", "b", Duration.ZERO);
    time.advance(Duration.ofSeconds(5));
    take("call", "c", Duration.ZERO);
    time.advance(Duration.ofSeconds(10));

    assertEquals(List.of("a begins", "b gave up", "a ends", "c begins", "c ends"), log);
    assertEquals(0, turns.size());
  }

  @Test
  void aTurnThatThrowsIsOver() {
    time.executor("test")
        .execute(
            () -> {
              try {
                turns.inTurn(
                    "call",
                    () -> {
                      throw new StoreException("down");
                    });
              } catch (StoreException e) {
                log.add("thrown");
              }
            });
    take("call", "b", Duration.ZERO);

    assertEquals(List.of("thrown", "b begins", "b ends"), log);
    assertEquals(0, turns.size());
  }
}
