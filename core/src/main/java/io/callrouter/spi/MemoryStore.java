package io.callrouter.spi;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps bytes in the process's memory.
 *
 * <p>What has expired is invisible from that moment on and is dropped by the next write of any key,
 * so that values nobody asks for again do not pile up.
 */
final class MemoryStore implements Store {
  private final InstantSource clock;
  private final Channels channels = new Channels();
  private final Object lock = new Object();
  // Both guarded by lock.
  private final NavigableMap<String, Entry> entries = new TreeMap<>();
  private final NavigableSet<Entry> byExpiry = new TreeSet<>(Entry.BY_EXPIRY);

  MemoryStore(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public byte @Nullable [] get(String key) {
    synchronized (lock) {
      Entry entry = live(key);
      return entry == null ? null : entry.value.clone();
    }
  }

  @Override
  public boolean putIfAbsent(String key, byte[] value, Duration life) {
    synchronized (lock) {
      dropExpired();
      if (entries.containsKey(key)) {
        return false;
      }
      put(key, value, life);
      return true;
    }
  }

  @Override
  public boolean compareAndSet(String key, byte[] expected, byte[] update, Duration life) {
    synchronized (lock) {
      dropExpired();
      Entry entry = entries.get(key);
      if (entry == null || !Arrays.equals(entry.value, expected)) {
        return false;
      }
      byExpiry.remove(entry);
      put(key, update, life);
      return true;
    }
  }

  @Override
  public void remove(String key) {
    synchronized (lock) {
      dropExpired();
      Entry removed = entries.remove(key);
      if (removed != null) {
        byExpiry.remove(removed);
      }
    }
  }

  @Override
  public Map<String, byte[]> list(String prefix) {
    Map<String, byte[]> found = new HashMap<>();
    synchronized (lock) {
      Instant now = clock.instant();
      for (Entry entry : entries.tailMap(prefix, true).values()) {
        if (!entry.key.startsWith(prefix)) {
          break;
        }
        if (entry.isLive(now)) {
          found.put(entry.key, entry.value.clone());
        }
      }
    }
    return found;
  }

  @Override
  public void publish(String channel, byte[] message) {
    channels.publish(channel, message);
  }

  @Override
  public Subscription subscribe(String channel, Consumer<byte[]> subscriber) {
    return channels.subscribe(channel, subscriber);
  }

  @Override
  public void close() {
    channels.close();
    synchronized (lock) {
      entries.clear();
      byExpiry.clear();
    }
  }

  /** How many values are held, expired ones included. */
  int size() {
    synchronized (lock) {
      return entries.size();
    }
  }

  private @Nullable Entry live(String key) {
    Entry entry = entries.get(key);
    return entry != null && entry.isLive(clock.instant()) ? entry : null;
  }

  private void put(String key, byte[] value, Duration life) {
    Entry entry = new Entry(key, value.clone(), clock.instant().plus(life));
    entries.put(key, entry);
    byExpiry.add(entry);
  }

  private void dropExpired() {
    Instant now = clock.instant();
    while (!byExpiry.isEmpty() && !byExpiry.first().isLive(now)) {
      entries.remove(byExpiry.pollFirst().key);
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // Entries are told apart by key and expiry.
  private record Entry(String key, byte[] value, Instant expiresAt) {
    static final Comparator<Entry> BY_EXPIRY =
        Comparator.comparing(Entry::expiresAt).thenComparing(Entry::key);

    boolean isLive(Instant now) {
      return now.isBefore(expiresAt);
    }
  }
}
