package io.callrouter;

import io.callrouter.spi.Store;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A store in memory that says of itself what one in a file does: it serves one process. */
final class ExclusiveStore implements Store {
  private final Store store;

  ExclusiveStore(Timekeeper timekeeper) {
    store = Store.inMemory(timekeeper::now);
  }

  @Override
  public boolean isExclusive() {
    return true;
  }

  @Override
  public byte @Nullable [] get(String key) {
    return store.get(key);
  }

  @Override
  public boolean putIfAbsent(String key, byte[] value, Duration life) {
    return store.putIfAbsent(key, value, life);
  }

  @Override
  public boolean compareAndSet(String key, byte[] expected, byte[] update, Duration life) {
    return store.compareAndSet(key, expected, update, life);
  }

  @Override
  public void remove(String key) {
    store.remove(key);
  }

  @Override
  public Map<String, byte[]> list(String prefix) {
    return store.list(prefix);
  }

  @Override
  public void publish(String channel, byte[] message) {
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
