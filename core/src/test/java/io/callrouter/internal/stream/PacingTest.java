package io.callrouter.internal.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.media.PlayItem;
import io.callrouter.media.PlayedItem;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PacingTest {
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
  void whatFitsIntoTheLeadIsSentAtOnceInFrames() {
    endpoint.context.item("a").send(call.audio(1, 1000));

    assertEquals(160, call.carrier.sentMs());
    assertEquals(8, call.carrier.messages().stream().filter(m -> m.startsWith("audio")).count());
  }

  @Test
  void anUnfinishedFrameWaitsForItsRestAndAnEndSendsItShort() {
    PlayItem item = endpoint.context.item("a");
    item.send(call.audio(1, 25));
    assertEquals(List.of("audio 20"), call.carrier.log());

    item.send(call.audio(1, 20));
    item.end();

    assertEquals(List.of("audio 20", "audio 20", "audio 5", "mark m0"), call.carrier.log());
  }

  @Test
  void tenMinutesArriveInOrderWithoutDriftOrPause() {
    Random random = new Random(3);
    byte[] said = call.noise(random, 600_000);
    PlayItem item = endpoint.context.item("long");
    int minute = call.format.bytesOf(60_000);
    item.send(said, 0, 4 * minute);
    for (int second = 0; second < 600; second++) {
      if (second % 60 == 0 && second / 60 + 4 < 10) {
        assertTrue(item.send(said, (second / 60 + 4) * minute, minute));
      }
      if (second < 599) {
        assertTrue(call.carrier.bufferedMs() >= 130, () -> call.carrier.bufferedMs() + " ms");
        assertTrue(call.carrier.bufferedMs() <= 160, () -> call.carrier.bufferedMs() + " ms");
      }
      call.advanceMs(1000);
    }
    item.end();
    call.advanceMs(200);

    assertArrayEquals(said, call.carrier.heard());
    assertEquals(200, call.carrier.pausedMs());
    assertEquals(0, call.stream.counters().underruns());
  }

  @Test
  void whatIsOverdueIsCaughtUp() {
    endpoint.context.item("a").send(call.audio(1, 5000));
    call.advanceMs(1000);
    call.carrier.delivery = FakeCarrier.Delivery.HELD;
    call.advanceMs(100);
    assertTrue(call.carrier.bufferedMs() < 100);

    call.carrier.releaseAll();

    assertTrue(call.carrier.bufferedMs() > 140);
    assertEquals(0, call.carrier.pausedMs());
  }

  @Test
  void anItemThatComesTooSlowlyIsAnUnderrun() {
    PlayItem item = endpoint.context.item("slow");
    item.send(call.audio(1, 100));
    call.advanceMs(300);
    item.send(call.audio(1, 100));
    item.end();
    call.advanceMs(300);
    endpoint.context.item("next").send(call.audio(1, 100));

    assertEquals(1, call.stream.counters().underruns());
  }

  @Test
  void nothingIsTimedWhileNothingWaits() {
    PlayItem item = endpoint.context.item("a");
    item.send(call.audio(1, 1000));
    item.end();
    call.advanceMs(5000);

    assertEquals(List.of("a"), endpoint.played.stream().map(p -> p.name()).toList());
    assertNull(call.time.untilNextTimer());
  }

  @Test
  void onlyOneMessageIsUnderWayAndSentReportsDoNotNest() {
    endpoint.context.item("a").send(call.audio(1, 1000));
    call.advanceMs(2000);

    assertEquals(1, call.carrier.deepestSend);
    assertEquals(1, call.carrier.mostUnderWay);
  }

  @Test
  void aClearOvertakesWhatIsQueued() {
    call.carrier.delivery = FakeCarrier.Delivery.HELD;
    endpoint.context.item("a").send(call.audio(1, 1000));
    assertEquals(List.of("audio 20"), call.carrier.log());

    endpoint.context.clear();
    endpoint.context.item("b").send(call.audio(2, 20));
    call.carrier.releaseAll();

    assertEquals(List.of("audio 20", "clear", "audio 20"), call.carrier.log());
  }

  @Test
  void marksFollowEvery200MsAndTheEndOfAnItem() {
    PlayItem item = endpoint.context.item("a");
    item.send(call.audio(1, 500));
    item.end();
    call.advanceMs(1000);

    List<String> log = call.carrier.log();
    assertEquals(28, log.size());
    assertEquals("mark m0", log.get(10));
    assertEquals("mark m1", log.get(21));
    assertEquals("mark m2", log.get(27));
  }

  @Test
  void aStuckSocketFailsTheItemOnceAndNothingGrows() {
    call.carrier.delivery = FakeCarrier.Delivery.HELD;
    PlayItem item = endpoint.context.item("a");
    byte[] minute = call.audio(1, 60_000);
    for (int i = 0; i < 5; i++) {
      assertTrue(item.send(minute), "minute " + i);
      call.advanceMs(10);
    }
    assertFalse(item.send(minute));
    assertFalse(item.send(call.frame(1)));

    assertEquals(1, call.stream.counters().itemsOverflowed());
    assertEquals(1, call.carrier.messages().size());

    call.carrier.releaseAll();
    call.advanceMs(1000);
    endpoint.context.clear();
    call.time.runReady();
    assertEquals(
        List.of(new PlayedItem("a", Duration.ofMinutes(5), Duration.ofMillis(1000 + 20), false)),
        endpoint.played);
  }

  @Test
  void aStreamWithAStuckSocketDoesNotHurtAnother() {
    Pacer pacer = new Pacer(call.time);
    FakeCarrier stuck = new FakeCarrier(call.format, call.time);
    FakeCarrier other = new FakeCarrier(call.format, call.time);
    stuck.delivery = FakeCarrier.Delivery.HELD;
    for (FakeCarrier carrier : List.of(stuck, other)) {
      MediaStream stream =
          new MediaStream(
              "two",
              call.format,
              call.format,
              carrier,
              carrier,
              pacer,
              call.time,
              StreamFixture.BOUNDS,
              (outcome, broken) -> {});
      FakeEndpoint speaker = new FakeEndpoint();
      stream.connect(context -> speaker, StreamFixture.CONTEXT);
      call.time.runReady();
      speaker.context.item("a").send(call.audio(1, 2000));
    }
    call.advanceMs(2000);

    assertEquals(20, stuck.sentMs());
    assertEquals(2000, other.sentMs());
    assertEquals(0, other.pausedMs());
  }

  @Test
  void aBrokenSocketTakesNothingMoreAndTheStreamStillEnds() {
    call.carrier.delivery = FakeCarrier.Delivery.HELD;
    endpoint.context.item("a").send(call.audio(1, 1000));
    call.carrier.breakDown();
    call.advanceMs(1000);
    assertEquals(1, call.carrier.messages().size());

    call.stream.end("the socket was lost");
    call.time.runReady();
    assertEquals("the socket was lost", call.ended.get(0).result());
  }

  @Test
  void audioOfSeveralItemsPlaysInTheOrderOfSending() {
    PlayItem first = endpoint.context.item("1");
    PlayItem second = endpoint.context.item("2");
    second.send(call.audio(2, 100));
    first.send(call.audio(1, 100));
    second.send(call.audio(2, 100));
    first.end();
    second.end();
    call.advanceMs(500);

    byte[] expected = new byte[call.format.bytesOf(300)];
    Arrays.fill(expected, (byte) 2);
    Arrays.fill(expected, call.format.bytesOf(100), call.format.bytesOf(200), (byte) 1);
    assertArrayEquals(expected, call.carrier.heard());
    assertEquals(List.of("onStart", "onPlayed 1", "onPlayed 2"), endpoint.told);
  }
}
