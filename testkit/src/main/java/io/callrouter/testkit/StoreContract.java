package io.callrouter.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.spi.Store;
import io.callrouter.spi.Store.Subscription;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Store} must do. A store's test class extends it and says how to open one.
 *
 * <p>Each test opens an empty store and closes it. JUnit Jupiter must be on the test class path.
 *
 * @since 0.1
 */
public abstract class StoreContract {
  private static final Duration LIFE = Duration.ofSeconds(1);
  private static final Duration LONG_LIFE = Duration.ofHours(1);
  private static final int THREADS = 4;
  private static final int ROUNDS = 250;

  private Store store;

  /** For the store's test class. */
  protected StoreContract() {}

  /** Opens an empty store. */
  protected abstract Store open();

  /** Lets time pass for the store that was opened last: by its clock if that can be turned. */
  protected abstract void pass(Duration time);

  @BeforeEach
  final void openStore() {
    store = open();
  }

  @AfterEach
  final void closeStore() {
    store.close();
  }

  @Test
  final void aKeyThatWasNeverPutHasNoValue() {
    assertNull(store.get("key"));
  }

  @Test
  final void theBytesThatWerePutComeBack() {
    byte[] every = new byte[256];
    for (int i = 0; i < every.length; i++) {
      every[i] = (byte) i;
    }

    assertTrue(store.putIfAbsent("key", every, LONG_LIFE));

    assertArrayEquals(every, store.get("key"));
  }

  @Test
  final void anEmptyValueIsAValue() {
    assertTrue(store.putIfAbsent("key", new byte[0], LONG_LIFE));

    assertArrayEquals(new byte[0], store.get("key"));
    assertFalse(store.putIfAbsent("key", bytes("other"), LONG_LIFE));
  }

  @Test
  final void keysMayHoldAnyCharacter() {
    String key = "call:a/b.c*[x]?\\ \u00e9\u4e2d\ud83d\ude00";
    store.putIfAbsent(key, bytes("value"), LONG_LIFE);

    assertArrayEquals(bytes("value"), store.get(key));
    assertEquals(Set.of(key), store.list("call:a/b.c*[x]").keySet());
    assertEquals(Set.of(), store.list("call:a/b.c*x").keySet());
  }

  @Test
  final void onlyTheFirstOfTwoPutsCounts() {
    store.putIfAbsent("key", bytes("first"), LONG_LIFE);

    assertFalse(store.putIfAbsent("key", bytes("second"), LONG_LIFE));

    assertArrayEquals(bytes("first"), store.get("key"));
  }

  @Test
  final void aValueIsReplacedOnlyIfItIsAsExpected() {
    store.putIfAbsent("key", bytes("first"), LONG_LIFE);

    assertFalse(store.compareAndSet("key", bytes("other"), bytes("second"), LONG_LIFE));
    assertArrayEquals(bytes("first"), store.get("key"));

    assertTrue(store.compareAndSet("key", bytes("first"), bytes("second"), LONG_LIFE));
    assertArrayEquals(bytes("second"), store.get("key"));
  }

  @Test
  final void anAbsentValueIsNotReplaced() {
    assertFalse(store.compareAndSet("key", new byte[0], bytes("value"), LONG_LIFE));

    assertNull(store.get("key"));
  }

  @Test
  final void aRemovedValueIsGoneAndItsKeyIsFree() {
    store.putIfAbsent("key", bytes("first"), LONG_LIFE);

    store.remove("key");
    store.remove("key");

    assertNull(store.get("key"));
    assertEquals(Map.of(), store.list("key"));
    assertFalse(store.compareAndSet("key", bytes("first"), bytes("second"), LONG_LIFE));
    assertTrue(store.putIfAbsent("key", bytes("third"), LONG_LIFE));
  }

  @Test
  final void anExpiredValueIsGoneAndItsKeyIsFree() {
    store.putIfAbsent("key", bytes("first"), LIFE);
    store.putIfAbsent("lasting", bytes("value"), LONG_LIFE);

    pass(LIFE);

    assertNull(store.get("key"));
    assertEquals(Set.of("lasting"), store.list("").keySet());
    assertFalse(store.compareAndSet("key", bytes("first"), bytes("second"), LONG_LIFE));
    assertTrue(store.putIfAbsent("key", bytes("third"), LONG_LIFE));
    assertArrayEquals(bytes("third"), store.get("key"));
  }

  @Test
  final void replacingAValueBeginsItsLifeAnew() {
    store.putIfAbsent("longer", bytes("first"), LIFE);
    store.putIfAbsent("shorter", bytes("first"), LONG_LIFE);
    store.compareAndSet("longer", bytes("first"), bytes("second"), LONG_LIFE);
    store.compareAndSet("shorter", bytes("first"), bytes("second"), LIFE);

    pass(LIFE);

    assertArrayEquals(bytes("second"), store.get("longer"));
    assertNull(store.get("shorter"));
  }

  @Test
  final void aFailedReplacementLeavesTheLifeAsItWas() {
    store.putIfAbsent("key", bytes("first"), LIFE);
    store.compareAndSet("key", bytes("other"), bytes("second"), LONG_LIFE);
    store.putIfAbsent("key", bytes("third"), LONG_LIFE);

    pass(LIFE);

    assertNull(store.get("key"));
  }

  @Test
  final void listsTheValuesWhoseKeysBeginWithAPrefix() {
    store.putIfAbsent("call:1", bytes("one"), LONG_LIFE);
    store.putIfAbsent("call:2", bytes("two"), LONG_LIFE);
    store.putIfAbsent("call", bytes("shorter"), LONG_LIFE);
    store.putIfAbsent("calm:3", bytes("other"), LONG_LIFE);

    Map<String, byte[]> found = store.list("call:");

    assertEquals(Set.of("call:1", "call:2"), found.keySet());
    assertArrayEquals(bytes("one"), found.get("call:1"));
    assertArrayEquals(bytes("two"), found.get("call:2"));
  }

  @Test
  final void whatIsReturnedBelongsToTheCaller() {
    store.putIfAbsent("key", bytes("value"), LONG_LIFE);

    bytesOf("key")[0] = 0;
    store.list("key").values().forEach(value -> value[0] = 0);

    assertArrayEquals(bytes("value"), store.get("key"));
  }

  @Test
  final void ofManyPutsAtOnceExactlyOneCounts() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      String key = "key" + round;
      List<Boolean> won = atOnce(thread -> store.putIfAbsent(key, bytes(thread), LONG_LIFE));

      assertEquals(1, won.stream().filter(one -> one).count());
      assertArrayEquals(bytes("" + won.indexOf(true)), store.get(key));
    }
  }

  @Test
  final void noReplacementIsLostAmongMany() throws Exception {
    store.putIfAbsent("count", number(0), LONG_LIFE);

    atOnce(
        thread -> {
          for (int round = 0; round < ROUNDS; round++) {
            countUp();
          }
          return true;
        });

    assertEquals(THREADS * ROUNDS, ByteBuffer.wrap(bytesOf("count")).getInt());
  }

  @Test
  final void aMessageReachesEverySubscriberOfItsChannelOnly() throws Exception {
    BlockingQueue<byte[]> first = new LinkedBlockingQueue<>();
    BlockingQueue<byte[]> second = new LinkedBlockingQueue<>();
    BlockingQueue<byte[]> other = new LinkedBlockingQueue<>();
    store.subscribe("channel", first::add);
    store.subscribe("channel", second::add);
    store.subscribe("channel2", other::add);

    store.publish("channel", bytes("message"));
    store.publish("channel2", bytes("fence"));

    assertArrayEquals(bytes("message"), next(first));
    assertArrayEquals(bytes("message"), next(second));
    assertArrayEquals(bytes("fence"), next(other));
  }

  @Test
  final void messagesOfOnePublisherComeInOrder() throws Exception {
    BlockingQueue<byte[]> heard = new LinkedBlockingQueue<>();
    store.subscribe("channel", heard::add);

    for (int i = 0; i < ROUNDS; i++) {
      store.publish("channel", number(i));
    }

    for (int i = 0; i < ROUNDS; i++) {
      assertArrayEquals(number(i), next(heard));
    }
  }

  @Test
  final void aMessageIsNotKeptForLaterSubscribers() throws Exception {
    BlockingQueue<byte[]> heard = new LinkedBlockingQueue<>();
    store.publish("channel", bytes("before"));
    store.subscribe("channel", heard::add);

    store.publish("channel", bytes("after"));

    assertArrayEquals(bytes("after"), next(heard));
  }

  @Test
  final void aCancelledSubscriptionHearsNothingMore() throws Exception {
    BlockingQueue<byte[]> cancelled = new LinkedBlockingQueue<>();
    BlockingQueue<byte[]> staying = new LinkedBlockingQueue<>();
    Subscription subscription = store.subscribe("channel", cancelled::add);
    store.subscribe("channel", staying::add);

    subscription.cancel();
    subscription.cancel();
    store.publish("channel", bytes("message"));

    assertArrayEquals(bytes("message"), next(staying));
    assertTrue(cancelled.isEmpty());
  }

  @Test
  final void aSubscriberThatThrowsDisturbsNoOther() throws Exception {
    BlockingQueue<byte[]> heard = new LinkedBlockingQueue<>();
    store.subscribe(
        "channel",
        message -> {
          throw new IllegalStateException("thrown by a subscriber on purpose");
        });
    store.subscribe("channel", heard::add);

    store.publish("channel", bytes("message"));

    assertArrayEquals(bytes("message"), next(heard));
  }

  @Test
  final void eachSubscriberGetsItsOwnCopy() throws Exception {
    BlockingQueue<byte[]> heard = new LinkedBlockingQueue<>();
    for (int i = 0; i < 2; i++) {
      store.subscribe(
          "channel",
          message -> {
            heard.add(message.clone());
            message[0] = 0;
          });
    }

    store.publish("channel", bytes("message"));

    assertArrayEquals(bytes("message"), next(heard));
    assertArrayEquals(bytes("message"), next(heard));
  }

  private void countUp() {
    byte[] old;
    byte[] more;
    do {
      old = bytesOf("count");
      more = number(ByteBuffer.wrap(old).getInt() + 1);
    } while (!store.compareAndSet("count", old, more, LONG_LIFE));
  }

  private byte[] bytesOf(String key) {
    byte[] value = store.get(key);
    assertNotNull(value, key);
    return value;
  }

  private static List<Boolean> atOnce(Work work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      CountDownLatch go = new CountDownLatch(THREADS);
      List<Callable<Boolean>> tasks = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        String thread = "" + i;
        tasks.add(
            () -> {
              go.countDown();
              go.await();
              return work.run(thread);
            });
      }
      List<Boolean> results = new ArrayList<>();
      for (Future<Boolean> done : threads.invokeAll(tasks)) {
        results.add(done.get());
      }
      return results;
    } finally {
      threads.shutdown();
    }
  }

  private static byte[] next(BlockingQueue<byte[]> heard) throws InterruptedException {
    byte[] message = heard.poll(10, TimeUnit.SECONDS);
    assertNotNull(message, "no message within 10 s");
    return message;
  }

  private static byte[] number(int value) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private interface Work {
    boolean run(String thread) throws Exception;
  }
}
