package io.callrouter.filestore;

import io.callrouter.call.StoreException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;

/**
 * Entries by key in an open file; changes are durable after {@link #commit}. Used by one thread,
 * which nobody interrupts.
 *
 * <p>A method that throws leaves it unusable: it is to be abandoned and opened anew.
 */
final class EntryFile {
  /** Parts of the file with less in them than this are written anew on opening. */
  private static final int TARGET_FILL_PERCENT = 50;

  private static final int MAX_REWRITE_BYTES = 16 * 1024 * 1024;

  private final MVStore store;
  private final MVMap<String, Entry> entries;
  private final InstantSource clock;
  private final NavigableSet<Expiry> byExpiry = new TreeSet<>(Expiry.ORDER);

  private EntryFile(MVStore store, MVMap<String, Entry> entries, InstantSource clock) {
    this.store = store;
    this.entries = entries;
    this.clock = clock;
  }

  /**
   * Opens a file, reads all of it, drops what has expired and compacts the rest.
   *
   * @throws StoreException if that cannot be; the message says what to do
   */
  static EntryFile open(Path path, InstantSource clock) {
    try {
      MVStore store = FileFormat.open(path);
      try {
        EntryFile file = new EntryFile(store, FileFormat.entries(store, path), clock);
        file.tidy();
        return file;
      } catch (RuntimeException | Error e) {
        store.closeImmediately();
        throw e;
      }
    } catch (RuntimeException e) {
      throw FileFormat.fault(path, e);
    }
  }

  byte @Nullable [] get(String key) {
    Entry entry = entries.get(key);
    return entry != null && entry.isLive(clock.instant()) ? entry.value().clone() : null;
  }

  boolean putIfAbsent(String key, Entry entry) {
    dropExpired();
    if (entries.containsKey(key)) {
      return false;
    }
    put(key, entry);
    return true;
  }

  boolean compareAndSet(String key, byte[] expected, Entry update) {
    dropExpired();
    Entry old = entries.get(key);
    if (old == null || !Arrays.equals(old.value(), expected)) {
      return false;
    }
    byExpiry.remove(new Expiry(old.expiresAt(), key));
    put(key, update);
    return true;
  }

  /** Returns whether there was one. */
  boolean remove(String key) {
    dropExpired();
    Entry removed = entries.remove(key);
    return removed != null && byExpiry.remove(new Expiry(removed.expiresAt(), key));
  }

  Map<String, byte[]> list(String prefix) {
    Map<String, byte[]> found = new HashMap<>();
    Instant now = clock.instant();
    Cursor<String, Entry> cursor = entries.cursor(prefix);
    while (cursor.hasNext() && cursor.next().startsWith(prefix)) {
      if (cursor.getValue().isLive(now)) {
        found.put(cursor.getKey(), cursor.getValue().value().clone());
      }
    }
    return found;
  }

  /** Writes what was changed and forces it to the disk. */
  void commit() {
    if (store.hasUnsavedChanges()) {
      store.commit();
      store.sync();
    }
  }

  void close() {
    store.close();
  }

  /** Gives the file back without a further write. */
  void abandon() {
    store.closeImmediately();
  }

  private void tidy() {
    // Each commit is on the disk before the next one begins, and nobody reads an older state, so
    // what a commit replaced may be overwritten at once.
    store.setRetentionTime(0);
    store.setVersionsToKeep(0);
    Cursor<String, Entry> cursor = entries.cursor(null);
    while (cursor.hasNext()) {
      String key = cursor.next();
      byExpiry.add(new Expiry(cursor.getValue().expiresAt(), key));
    }
    dropExpired();
    commit();
    store.compact(TARGET_FILL_PERCENT, MAX_REWRITE_BYTES);
    commit();
  }

  private void put(String key, Entry entry) {
    entries.put(key, entry);
    byExpiry.add(new Expiry(entry.expiresAt(), key));
  }

  private void dropExpired() {
    Instant now = clock.instant();
    while (!byExpiry.isEmpty() && !now.isBefore(byExpiry.first().at())) {
      entries.remove(byExpiry.pollFirst().key());
    }
  }

  private record Expiry(Instant at, String key) {
    static final Comparator<Expiry> ORDER =
        Comparator.comparing(Expiry::at).thenComparing(Expiry::key);
  }
}
