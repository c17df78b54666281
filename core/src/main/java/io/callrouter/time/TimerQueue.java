package io.callrouter.time;

import io.callrouter.time.Timekeeper.Timer;
import java.util.Comparator;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Timers by the time they fall due; those due at the same time in the order they were made. */
final class TimerQueue {
  private final ConcurrentSkipListSet<Entry> entries = new ConcurrentSkipListSet<>();
  private final AtomicLong made = new AtomicLong();

  Timer add(long dueNanos, Runnable action) {
    Entry entry = new Entry(dueNanos, made.getAndIncrement(), action);
    entries.add(entry);
    return () -> entries.remove(entry);
  }

  /** When the next timer falls due, if there is one. */
  OptionalLong nextDue() {
    return entries.stream().mapToLong(Entry::dueNanos).findFirst();
  }

  /** Takes the next timer's action if it is due by now. */
  @Nullable Runnable takeDue(long nowNanos) {
    return entries.stream()
        .findFirst()
        .filter(first -> first.dueNanos <= nowNanos && entries.remove(first))
        .map(Entry::action)
        .orElse(null);
  }

  void clear() {
    entries.clear();
  }

  private record Entry(long dueNanos, long order, Runnable action) implements Comparable<Entry> {
    private static final Comparator<Entry> BY_DUE_THEN_ORDER =
        Comparator.comparingLong(Entry::dueNanos).thenComparingLong(Entry::order);

    @Override
    public int compareTo(Entry other) {
      return BY_DUE_THEN_ORDER.compare(this, other);
    }
  }
}
