package io.callrouter;

import io.callrouter.call.StoreException;
import io.callrouter.spi.Store;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A shared store in memory that fails while a test wants it to. */
final class FailingStore implements Store {
  private final Store store;
  private volatile boolean failing;
  private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);
  private volatile boolean lastTakesEffect;
  private volatile boolean once;

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
    once = false;
    failing = now;
    left.set(Integer.MAX_VALUE);
  }

  /** The next operation fails, and works again when it is repeated. */
  void failOnce() {
    once = true;
    left.set(0);
  }

  /** Works for some more operations only. */
  void failAfter(int operations) {
    left.set(operations);
  }

  /** The first operation that fails then is done all the same: only its answer is lost. */
  void loseAnswerAfter(int operations) {
    lastTakesEffect = true;
    failAfter(operations);
  }

  boolean isFailing() {
    return failing;
  }

  private <T> T when(Supplier<T> operation) {
    boolean first = left.getAndDecrement() <= 0 && !failing;
    failing |= first;
    T result = !failing || (first && lastTakesEffect) ? operation.get() : null;
    if (failing) {
      if (once) {
        fail(false);
      }
      throw new StoreException("the store is down");
    }
    return result;
  }

  @Override
  public byte @Nullable [] get(String key) {
    return when(() -> store.get(key));
  }

  @Override
  public boolean putIfAbsent(String key, byte[] value, Duration life) {
    return when(() -> store.putIfAbsent(key, value, life));
  }

  @Override
  public boolean compareAndSet(String key, byte[] expected, byte[] update, Duration life) {
    return when(() -> store.compareAndSet(key, expected, update, life));
  }

  @Override
  public void remove(String key) {
    when(
        () -> {
          store.remove(key);
          return true;
        });
  }

  @Override
  public Map<String, byte[]> list(String prefix) {
    return when(() -> store.list(prefix));
  }

  @Override
  public void publish(String channel, byte[] message) {
    when(
        () -> {
          store.publish(channel, message);
          return true;
        });
  }

  @Override
  public Subscription subscribe(String channel, Consumer<byte[]> subscriber) {
    return when(() -> store.subscribe(channel, message -> hear(message, subscriber)));
  }

  /** Who cannot reach the store hears nothing. */
  private void hear(byte[] message, Consumer<byte[]> subscriber) {
    if (!failing) {
      subscriber.accept(message);
    }
  }

  @Override
  public void close() {
    store.close();
  }
}
