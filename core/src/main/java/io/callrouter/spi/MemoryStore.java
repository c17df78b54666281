package io.callrouter.spi;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Keeps bytes in the process's memory. */
final class MemoryStore implements Store {
  MemoryStore(InstantSource clock) {}

  @Override
  public byte @Nullable [] get(String key) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean putIfAbsent(String key, byte[] value, Duration life) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean compareAndSet(String key, byte[] expected, byte[] update, Duration life) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void remove(String key) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Map<String, byte[]> list(String prefix) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void publish(String channel, byte[] message) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Subscription subscribe(String channel, Consumer<byte[]> subscriber) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
