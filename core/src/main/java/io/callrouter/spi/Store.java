package io.callrouter.spi;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Bytes under keys, shared by all nodes of a router; what a call is stands in it.
 *
 * <p>Every method may be called from any thread and may block, so none is called from a thread that
 * carries media. Arrays that are handed over are neither changed nor kept by the caller; arrays
 * that are returned belong to the caller. A failure is a {@link io.callrouter.call.StoreException}.
 *
 * @since 0.1
 */
public interface Store extends AutoCloseable {
  /**
   * A store in the process's memory, gone with it; its methods do not block.
   *
   * @param clock tells when a value has expired
   */
  static Store inMemory(InstantSource clock) {
    return new MemoryStore(clock);
  }

  /** The value under a key, or null if there is none or it has expired. */
  byte @Nullable [] get(String key);

  /**
   * Puts a value where there is none, or only an expired one.
   *
   * @param life after which the value is gone
   * @return whether it was put
   */
  boolean putIfAbsent(String key, byte[] value, Duration life);

  /**
   * Replaces a value if it still is what it is expected to be; its life begins anew.
   *
   * @return whether it was replaced
   */
  boolean compareAndSet(String key, byte[] expected, byte[] update, Duration life);

  /** Removes a value, if there is one. */
  void remove(String key);

  /** All values whose keys begin with a prefix, as they were at some moment during the call. */
  Map<String, byte[]> list(String prefix);

  /** Tells every subscriber of a channel, on every node; not kept for later ones. */
  void publish(String channel, byte[] message);

  /**
   * Hears what is published on a channel.
   *
   * @param subscriber called on any thread, must not block; what it throws is logged. Each
   *     subscription gets its own copy of a message.
   * @return ends the subscription; may be asked more than once
   */
  Subscription subscribe(String channel, Consumer<byte[]> subscriber);

  /**
   * Whether one process at a time uses what is stored, so that whatever another process has left is
   * from one that has ended. Of a shared store that can never be said.
   */
  default boolean isExclusive() {
    return false;
  }

  /**
   * Ends all subscriptions and gives back what the store holds; nothing may be asked of it then.
   */
  @Override
  void close();

  /** A subscription that can be ended. */
  @FunctionalInterface
  interface Subscription {
    /** Ends it; a message under way may still come. */
    void cancel();
  }
}
