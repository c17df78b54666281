package io.callrouter.internal.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.callrouter.media.PlayItem;
import io.callrouter.media.PlayedItem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A carrier that plays no piece shorter than 20 ms, and drops one without a word. */
class WholeFramesTest {
  private final StreamFixture call = new StreamFixture();
  private final FakeEndpoint endpoint = new FakeEndpoint();

  @BeforeEach
  void connect() {
    call.carrier.playsWholeFramesOnly = true;
    call.connect(endpoint);
  }

  @AfterEach
  void close() {
    call.close();
  }

  @Test
  void whatAnItemEndsWithIsFilledUpWithSilence() {
    PlayItem item = endpoint.context.item("a");
    item.send(call.audio(1, 45));
    item.end();

    assertEquals(List.of("audio 20", "audio 20", "audio 20", "mark m0"), call.carrier.log());
    call.advanceMs(60);
    assertEquals(45, call.carrier.heardMs(1));
    assertEquals(15, call.carrier.heardMs(0xFF));
    assertEquals(
        List.of(new PlayedItem("a", Duration.ofMillis(45), Duration.ofMillis(45), true)),
        endpoint.played);
  }

  @Test
  void theSilenceIsNoPartOfTheItemNorOfTheNext() {
    PlayItem first = endpoint.context.item("a");
    first.send(call.audio(1, 25));
    PlayItem second = endpoint.context.item("b");
    second.send(call.audio(2, 25));
    first.send(call.audio(1, 25));
    first.end();
    second.end();
    for (int ms = 0; ms < 150; ms++) {
      assertEquals(call.carrier.heardMs(1), first.heard().toNanos() / 1e6, 1, "after " + ms);
      assertEquals(call.carrier.heardMs(2), second.heard().toNanos() / 1e6, 1, "after " + ms);
      call.advanceMs(1);
    }
    assertEquals(50, first.heard().toMillis());
    assertEquals(25, second.heard().toMillis());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void accountsOfItemsOfAnyLengthAreWhatTheCarrierPlayed(int seed) {
    Random random = new Random(seed);
    List<PlayItem> items = new ArrayList<>();
    for (int round = 0; round < 400; round++) {
      if (random.nextInt(4) == 0 && items.size() < 100) {
        PlayItem item = endpoint.context.item("item " + items.size());
        items.add(item);
        item.send(call.audio(items.size(), 1 + random.nextInt(60)));
        item.end();
      }
      if (random.nextInt(60) == 0) {
        endpoint.context.clear();
      }
      call.advanceMs(random.nextInt(20));
      for (int i = 0; i < items.size(); i++) {
        double heardMs = items.get(i).heard().toNanos() / 1e6;
        assertEquals(call.carrier.heardMs(i + 1), heardMs, 1, "seed " + seed + ", item " + i);
      }
    }
    assertEquals(0, call.stream.counters().underruns());
  }
}
