package io.callrouter.internal.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PacerTest {
  private final ManualTimekeeper time = Timekeeper.manual();
  private final Pacer pacer = new Pacer(time);
  private final List<Long> turns = new ArrayList<>();

  @AfterEach
  void close() {
    pacer.close();
    time.close();
  }

  @Test
  void aTurnComesNotBeforeItsTimeAndAtMostASlotLater() {
    Random random = new Random(7);
    for (int i = 0; i < 500; i++) {
      time.advance(Duration.ofNanos(random.nextInt(50_000_000)));
      long wanted = time.nanoTime() + random.nextInt(2_000_000_000);
      pacer.seat(this::noteTurn).at(wanted);
      time.advance(Duration.ofSeconds(3));

      assertEquals(i + 1, turns.size());
      long late = turns.get(i) - wanted;
      assertTrue(late >= 0 && late < 10_000_000, () -> late + " ns late");
    }
  }

  @Test
  void theEarliestWishCountsAndGivesOneTurn() {
    Pacer.Seat seat = pacer.seat(this::noteTurn);
    seat.at(ms(500));
    seat.at(ms(100));
    seat.at(ms(300));
    time.advance(Duration.ofSeconds(2));

    assertEquals(List.of(ms(100)), turns);
  }

  @Test
  void aSeatMayAskAgainInItsTurn() {
    Pacer.Seat[] seat = new Pacer.Seat[1];
    seat[0] =
        pacer.seat(
            () -> {
              noteTurn();
              if (turns.size() < 5) {
                seat[0].at(time.nanoTime() + ms(20));
              }
            });
    seat[0].at(ms(20));
    time.advance(Duration.ofSeconds(1));

    assertEquals(List.of(ms(20), ms(40), ms(60), ms(80), ms(100)), turns);
  }

  @Test
  void whatIsFurtherAwayThanTheWheelIsWideComesEarly() {
    pacer.seat(this::noteTurn).at(ms(60_000));
    time.advance(Duration.ofSeconds(60));

    assertEquals(1, turns.size());
    assertTrue(turns.get(0) < ms(60_000) && turns.get(0) > ms(2_000));
  }

  @Test
  void noSeatLosesItsTurnAmongMany() {
    Random random = new Random(11);
    int[] count = new int[300];
    List<Pacer.Seat> seats = new ArrayList<>();
    for (int i = 0; i < count.length; i++) {
      int number = i;
      seats.add(pacer.seat(() -> count[number]++));
    }
    int asked = 0;
    for (int round = 0; round < 20; round++) {
      for (Pacer.Seat seat : seats) {
        seat.at(time.nanoTime() + random.nextInt(1_000_000_000));
        seat.at(time.nanoTime() + random.nextInt(1_000_000_000));
      }
      asked++;
      time.advance(Duration.ofMillis(1010));
      for (int turnsOfOne : count) {
        assertEquals(asked, turnsOfOne);
      }
    }
  }

  @Test
  void aTurnThatThrowsDoesNotHurtTheOthers() {
    pacer
        .seat(
            () -> {
              throw new IllegalStateException("broken stream");
            })
        .at(ms(10));
    pacer.seat(this::noteTurn).at(ms(10));
    pacer.seat(this::noteTurn).at(ms(30));
    time.advance(Duration.ofSeconds(1));

    assertEquals(2, turns.size());
  }

  @Test
  void afterTheLastTurnNoTimerIsLeft() {
    pacer.seat(this::noteTurn).at(ms(50));
    time.advance(Duration.ofMillis(50));

    assertEquals(1, turns.size());
    assertNull(time.untilNextTimer());
  }

  @Test
  void aClosedPacerGivesNoTurns() {
    Pacer.Seat seat = pacer.seat(this::noteTurn);
    seat.at(ms(50));
    pacer.close();
    seat.at(ms(20));
    time.advance(Duration.ofSeconds(1));

    assertEquals(List.of(), turns);
    assertNull(time.untilNextTimer());
  }

  private void noteTurn() {
    turns.add(time.nanoTime());
  }

  private static long ms(long ms) {
    return Duration.ofMillis(ms).toNanos();
  }
}
