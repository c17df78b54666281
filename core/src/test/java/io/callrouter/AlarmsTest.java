package io.callrouter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.callrouter.call.NotFoundException;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class AlarmsTest {
  private final ManualTimekeeper time = Timekeeper.manual();
  private final Alarms alarms = new Alarms(time);
  private final List<String> log = new CopyOnWriteArrayList<>();

  @Test
  void goOffAtTheirTimeOnAThreadThatMayBlock() {
    alarms.after(
        Duration.ofSeconds(1), "watchdog", () -> log.add(Thread.currentThread().getName()));
    time.advance(Duration.ofMillis(999));
    assertEquals(List.of(), log);
    time.advance(Duration.ofMillis(1));

    assertEquals(List.of("callrouter-watchdog-1"), log);
    assertEquals(0, alarms.pending());
  }

  @Test
  void ofCallsThatAreGoneArePassedOver() {
    alarms.after(
        Duration.ofSeconds(1),
        "watchdog",
        () -> {
          throw new NotFoundException("there is no such call");
        });
    time.advance(Duration.ofSeconds(1));

    assertEquals(0, alarms.pending());
  }

  @Test
  void areSilentOnceClosed() {
    alarms.after(Duration.ofSeconds(1), "watchdog", () -> log.add("before"));
    alarms.close();
    alarms.after(Duration.ofSeconds(1), "watchdog", () -> log.add("after"));

    assertNull(time.untilNextTimer());
    assertEquals(0, alarms.pending());
    time.advance(Duration.ofSeconds(2));
    assertEquals(List.of(), log);
  }
}
