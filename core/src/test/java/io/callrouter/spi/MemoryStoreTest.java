package io.callrouter.spi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What only the store in memory promises; the contract of every store is tested in testkit. */
class MemoryStoreTest {
  private static final Duration LIFE = Duration.ofSeconds(10);

  private final ManualTimekeeper time = Timekeeper.manual();
  private final MemoryStore store = new MemoryStore(time::now);

  @Test
  void aValueIsGoneAtTheVeryEndOfItsLife() {
    store.putIfAbsent("key", bytes("value"), LIFE);

    time.advance(LIFE.minusNanos(1));
    assertArrayEquals(bytes("value"), store.get("key"));

    time.advance(Duration.ofNanos(1));
    assertNull(store.get("key"));
  }

  @Test
  void expiredValuesAreDroppedByTheNextWriteOfAnyKey() {
    for (int i = 0; i < 100; i++) {
      store.putIfAbsent("short" + i, bytes("value"), LIFE);
    }
    store.putIfAbsent("long", bytes("value"), LIFE.multipliedBy(2));
    time.advance(LIFE);
    assertEquals(101, store.size());

    store.putIfAbsent("new", bytes("value"), LIFE);

    assertEquals(2, store.size());
  }

  @Test
  void removingAnAbsentKeyDropsWhatHasExpiredToo() {
    store.putIfAbsent("key", bytes("value"), LIFE);
    time.advance(LIFE);

    store.remove("another");

    assertEquals(0, store.size());
  }

  @Test
  void aReplacedValueIsNotDroppedAtTheEndOfItsFirstLife() {
    store.putIfAbsent("key", bytes("old"), LIFE);
    store.compareAndSet("key", bytes("old"), bytes("new"), LIFE.multipliedBy(3));
    time.advance(LIFE);

    store.putIfAbsent("another", bytes("value"), LIFE);

    assertArrayEquals(bytes("new"), store.get("key"));
    time.advance(LIFE.multipliedBy(2));
    store.remove("nothing");
    assertEquals(0, store.size());
  }

  @Test
  void aRemovedValueLeavesNothingBehindThatCouldDropItsSuccessor() {
    store.putIfAbsent("key", bytes("old"), LIFE);
    store.remove("key");
    store.putIfAbsent("key", bytes("new"), LIFE.multipliedBy(2));
    time.advance(LIFE);

    store.remove("another");

    assertArrayEquals(bytes("new"), store.get("key"));
  }

  @Test
  void subscribersAreToldOnThePublishersThreadWithoutALockHeld() {
    List<String> heard = new ArrayList<>();
    store.subscribe(
        "channel",
        message -> {
          store.putIfAbsent("from the subscriber", message, LIFE);
          store.subscribe("channel", later -> heard.add("the later one"));
          heard.add(Thread.currentThread().getName());
        });

    store.publish("channel", bytes("message"));

    assertEquals(List.of(Thread.currentThread().getName()), heard);
    assertArrayEquals(bytes("message"), store.get("from the subscriber"));
  }

  @Test
  void closingForgetsValuesAndSubscribers() {
    List<byte[]> heard = new ArrayList<>();
    store.subscribe("channel", heard::add);
    store.putIfAbsent("key", bytes("value"), LIFE);

    store.close();
    store.publish("channel", bytes("message"));

    assertEquals(0, store.size());
    assertTrue(heard.isEmpty());
  }

  @Test
  void cancellingTwiceEndsNoOtherSubscriptionOfTheSameSubscriber() {
    List<byte[]> heard = new ArrayList<>();
    Consumer<byte[]> subscriber = heard::add;
    Store.Subscription first = store.subscribe("channel", subscriber);
    store.subscribe("channel", subscriber);

    first.cancel();
    first.cancel();
    store.publish("channel", bytes("message"));

    assertEquals(1, heard.size());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
