package io.callrouter.internal.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.media.PlayItem;
import io.callrouter.media.PlayedItem;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the stream says was heard, against what the carrier knows. */
class LedgerTest {
  private final StreamFixture call = new StreamFixture();
  private final FakeEndpoint endpoint = new FakeEndpoint();

  @BeforeEach
  void connect() {
    call.connect(endpoint);
  }

  @AfterEach
  void close() {
    call.close();
  }

  @Test
  void anItemIsOverWhenItsLastMarkIsBack() {
    call.carrier.markDelay = Duration.ofMillis(60);
    PlayItem item = endpoint.context.item("a");
    item.send(call.audio(1, 300));
    item.end();
    call.advanceMs(359);
    assertEquals(List.of(), endpoint.played);
    call.advanceMs(1);

    assertEquals(List.of(account("a", 300, 300, true)), endpoint.played);
  }

  @Test
  void theClockTellsWhatIsHeardBetweenMarks() {
    PlayItem item = endpoint.context.item("a");
    item.send(call.audio(1, 1000));
    for (int i = 0; i < 100; i++) {
      assertEquals(10 * i, ms(item.heard()), 1);
      call.advanceMs(10);
    }
  }

  @Test
  void theClockNeverPassesAMarkThatIsNotBack() {
    call.carrier.markDelay = Duration.ofMillis(-1);
    PlayItem item = endpoint.context.item("a");
    item.send(call.audio(1, 1000));
    call.advanceMs(900);

    assertEquals(200, item.heard().toMillis());
  }

  @Test
  void marksThatNeverComeAreGivenUpAfterTwoSeconds() {
    call.carrier.markDelay = Duration.ofMillis(-1);
    PlayItem item = endpoint.context.item("a");
    item.send(call.audio(1, 300));
    item.end();
    call.advanceMs(2290);
    assertEquals(List.of(), endpoint.played);
    call.advanceMs(20);

    assertEquals(List.of(account("a", 300, 300, true)), endpoint.played);
    assertEquals(2, call.stream.counters().marksLost());
  }

  @Test
  void aMarkOnWhichNoItemsEndDependsIsGivenUpAtMostAFifthOfASecondLater() {
    call.carrier.markDelay = Duration.ofMillis(-1);
    endpoint.context.item("a").send(call.audio(1, 300));
    call.advanceMs(2190);
    assertEquals(0, call.stream.counters().marksLost());
    call.advanceMs(220);

    assertEquals(1, call.stream.counters().marksLost());
  }

  @Test
  void anItemThatEndsLaterIsNotHeldUpByThat() {
    call.carrier.markDelay = Duration.ofMillis(-1);
    call.advanceMs(50); // so that the common time of the looks is not just its own
    PlayItem item = endpoint.context.item("a");
    item.send(call.audio(1, 200));
    call.advanceMs(1000);
    item.end();
    call.advanceMs(1190);
    assertEquals(List.of(), endpoint.played);
    call.advanceMs(20);

    assertEquals(List.of(account("a", 200, 200, true)), endpoint.played);
  }

  @Test
  void aMarkThatAClearSendsBackWasNotPlayed() {
    endpoint.context.item("a").send(call.audio(1, 1000));
    call.advanceMs(100);
    List<PlayedItem> cut = endpoint.context.clear();
    PlayItem next = endpoint.context.item("b");
    next.send(call.audio(2, 150));
    call.time.runReady();

    assertEquals(List.of(account("a", 1000, 100, false)), cut);
    assertEquals(cut, endpoint.played);
    assertEquals(0, next.heard().toMillis());
    assertEquals(0, call.stream.counters().marksUnknown());
  }

  @Test
  void aMarkThatCrossesTheClearSaysNothing() {
    call.carrier.markDelay = Duration.ofMillis(30);
    PlayItem item = endpoint.context.item("a");
    item.send(call.audio(1, 200));
    item.end();
    call.advanceMs(215);
    endpoint.context.clear();
    PlayItem next = endpoint.context.item("b");
    next.send(call.audio(2, 200));
    next.end();
    call.advanceMs(15);

    assertFalse(endpoint.played.get(0).complete());
    assertEquals(1, endpoint.played.size());
    assertEquals(15, ms(next.heard()), 1);
    assertEquals(0, call.stream.counters().marksUnknown());
  }

  @Test
  void aMarkNobodySentIsCountedAndPassedOver() {
    for (String name : List.of("hello", "m", "m7", "m-1", "m99999999999999999999")) {
      call.stream.mark(name);
    }
    assertEquals(5, call.stream.counters().marksUnknown());
  }

  @Test
  void clearCutsEveryItemThatIsNotOverInTheOrderOfPlaying() {
    PlayItem silent = endpoint.context.item("silent");
    PlayItem late = endpoint.context.item("late");
    PlayItem early = endpoint.context.item("early");
    early.send(call.audio(1, 100));
    early.end();
    late.send(call.audio(2, 100));
    call.advanceMs(150);

    assertEquals(
        List.of(account("late", 100, 50, false), account("silent", 0, 0, false)),
        endpoint.context.clear());
    assertFalse(silent.send(call.frame(1)));
    assertFalse(late.send(call.frame(1)));
    call.time.runReady();
    assertEquals(
        List.of("early", "late", "silent"), endpoint.played.stream().map(p -> p.name()).toList());
    assertEquals(List.of(), endpoint.context.clear());
  }

  @Test
  void aCarrierThatPlaysLateIsFollowed() {
    call.carrier.playDelay = Duration.ofMillis(90);
    PlayItem item = endpoint.context.item("a");
    item.send(call.audio(1, 3000));
    call.advanceMs(1500);

    assertEquals(call.carrier.heardMs(1), ms(item.heard()), 2);
  }

  @Test
  void oneMarkThatIsHeldUpDoesNotMoveTheAccount() {
    PlayItem item = endpoint.context.item("a");
    item.send(call.audio(1, 3000));
    call.advanceMs(825);
    // The mark at 1000 ms is sent now, with the lead.
    call.carrier.markDelay = Duration.ofMillis(150);
    call.advanceMs(50);
    call.carrier.markDelay = Duration.ZERO;
    call.advanceMs(300);

    assertEquals(call.carrier.heardMs(1), ms(item.heard()), 20);
  }

  @Test
  void aMarkThatWasNotSentYetGoesWithTheClear() {
    call.carrier.delivery = FakeCarrier.Delivery.HELD;
    PlayItem item = endpoint.context.item("a");
    item.send(call.frame(1));
    item.end();
    endpoint.context.clear();
    call.carrier.releaseAll();

    assertEquals(List.of("audio 20", "clear"), call.carrier.log());
  }

  @Test
  void anItemWithoutAudioIsOverAtOnce() {
    endpoint.context.item("a").end();
    call.time.runReady();

    assertEquals(List.of(account("a", 0, 0, true)), endpoint.played);
  }

  @Test
  void anItemEndedAfterItWasHeardIsOverWithoutDelay() {
    PlayItem item = endpoint.context.item("a");
    item.send(call.audio(1, 100));
    call.advanceMs(1000);
    item.end();
    call.time.runReady();

    assertEquals(List.of(account("a", 100, 100, true)), endpoint.played);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void bargeInAtAnyMomentReportsWhatWasHeard(long seed) {
    Random random = new Random(seed);
    for (int turn = 0; turn < 50; turn++) {
      call.carrier.markDelay = Duration.ofMillis(random.nextInt(15));
      bargeIn(random, "seed " + seed + ", turn " + turn);
    }
  }

  private void bargeIn(Random random, String where) {
    call.carrier.forget();
    int[] sent = new int[4];
    for (int i = 1; i <= 3; i++) {
      PlayItem item = endpoint.context.item("" + i);
      for (int piece = random.nextInt(4); piece >= 0; piece--) {
        int ms = random.nextInt(400);
        item.send(call.audio(i, ms));
        sent[i] += ms;
        call.advanceMs(random.nextInt(60));
      }
      item.end();
    }
    endpoint.played.clear();
    call.advanceMs(random.nextInt(2500));
    endpoint.context.clear();
    call.time.runReady();
    for (PlayedItem item : endpoint.played) {
      int i = Integer.parseInt(item.name());
      double truth = call.carrier.heardMs(i);
      assertEquals(truth, ms(item.heard()), 20, where + ", item " + i);
      assertTrue(item.heard().toMillis() <= sent[i], where);
      assertTrue(!item.complete() || truth == sent[i], where);
    }
    // The marks that the clear sent back are on their way.
    call.advanceMs(20);
  }

  private static PlayedItem account(String name, int sent, int heard, boolean complete) {
    return new PlayedItem(name, Duration.ofMillis(sent), Duration.ofMillis(heard), complete);
  }

  private static double ms(Duration duration) {
    return duration.toNanos() / 1e6;
  }
}
