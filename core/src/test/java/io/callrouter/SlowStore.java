package io.callrouter;

import io.callrouter.spi.Store;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A store that takes its time before and after each operation, so that whatever can come in between
 * does, in an order that the seed decides. Nothing but tasks of the timekeeper may use it.
 */
final class SlowStore implements Store {
  private final Store store;
  private final Timekeeper timekeeper;
  private final Random random;

  SlowStore(Timekeeper timekeeper, long seed) {
    this.store = Store.inMemory(timekeeper::now);
    this.timekeeper = timekeeper;
    this.random = new Random(seed);
  }

  private void takeTime() {
    int micros = random.nextInt(4) == 0 ? random.nextInt(20_000) : random.nextInt(500);
    try {
      timekeeper.await(new CompletableFuture<@Nullable Void>(), Duration.ofNanos(1000L * micros));
    } catch (TimeoutException e) {
      // That was the time.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public byte @Nullable [] get(String key) {
    takeTime();
    byte[] value = store.get(key);
    takeTime();
    return value;
  }

  @Override
  public boolean putIfAbsent(String key, byte[] value, Duration life) {
    takeTime();
    boolean put = store.putIfAbsent(key, value, life);
    takeTime();
    return put;
  }

  @Override
  public boolean compareAndSet(String key, byte[] expected, byte[] update, Duration life) {
    takeTime();
    boolean set = store.compareAndSet(key, expected, update, life);
    takeTime();
    return set;
  }

  @Override
  public void remove(String key) {
    takeTime();
    store.remove(key);
  }

  @Override
  public Map<String, byte[]> list(String prefix) {
    return store.list(prefix);
  }

  @Override
  public void publish(String channel, byte[] message) {
    takeTime();
    store.publish(channel, message);
  }

  @Override
  public Subscription subscribe(String channel, Consumer<byte[]> subscriber) {
    return store.subscribe(channel, subscriber);
  }

  @Override
  public void close() {
    store.close();
  }
}
