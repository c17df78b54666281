package io.callrouter;

import io.callrouter.call.StoreException;
import io.callrouter.spi.Store;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A shared store in memory that fails while a test wants it to. */
final class FailingStore implements Store {
  private final Store store;
  private volatile boolean failing;
  private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);

  FailingStore(Timekeeper timekeeper) {
    this(Store.inMemory(timekeeper::now));
  }

  /** Fails for one of the nodes that share a store. */
  FailingStore(Store shared) {
    store = shared;
  }

  CallRouterBuilder host(CallRouterBuilder host) {
    return host.store(this).tokenSecret(Node.SECRET);
  }

  void fail(boolean now) {
    failing = now;
    left.set(Integer.MAX_VALUE);
  }

  /** Works for some more operations only. */
  void failAfter(int operations) {
    left.set(operations);
  }

  private Store working() {
    if (left.getAndDecrement() <= 0) {
      failing = true;
    }
    if (failing) {
      throw new StoreException("the store is down");
    }
    return store;
  }

  @Override
  public byte @Nullable [] get(String key) {
    return working().get(key);
  }

  @Override
  public boolean putIfAbsent(String key, byte[] value, Duration life) {
    return working().putIfAbsent(key, value, life);
  }

  @Override
  public boolean compareAndSet(String key, byte[] expected, byte[] update, Duration life) {
    return working().compareAndSet(key, expected, update, life);
  }

  @Override
  public void remove(String key) {
    working().remove(key);
  }

  @Override
  public Map<String, byte[]> list(String prefix) {
    return working().list(prefix);
  }

  @Override
  public void publish(String channel, byte[] message) {
    working().publish(channel, message);
  }

  @Override
  public Subscription subscribe(String channel, Consumer<byte[]> subscriber) {
    return working().subscribe(channel, subscriber);
  }

  @Override
  public void close() {
    store.close();
  }
}
