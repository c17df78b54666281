package io.callrouter;

import io.callrouter.call.Timeline.Entry;
import io.callrouter.call.Timeline.Kind;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The timeline of one call as it is written: of a long one the beginning and the end stay. */
final class CallNotes {
  private static final int LONGEST_DETAIL = 200;

  private record Note(long nanos, Kind kind, Map<String, String> details) {}

  private final Timekeeper timekeeper;
  private final int half;
  private final Instant begunAt;
  private final long begunNanos;
  private final Object lock = new Object();
  // All below is guarded by lock.
  private final List<Note> first = new ArrayList<>();
  private final Deque<Note> last = new ArrayDeque<>();
  private long leftOut;
  private long leftOutNanos; // the first of them
  private long lastNanos;

  /**
   * Nothing has happened yet.
   *
   * @param most how many entries are kept
   */
  CallNotes(Timekeeper timekeeper, int most) {
    this.timekeeper = timekeeper;
    this.half = Math.max(1, most / 2);
    this.begunAt = timekeeper.now();
    this.begunNanos = timekeeper.nanoTime();
    this.lastNanos = begunNanos;
  }

  void add(Kind kind, Map<String, String> details) {
    Map<String, String> clean = new HashMap<>();
    details.forEach((name, value) -> clean.put(name, clean(value)));
    synchronized (lock) {
      lastNanos = timekeeper.nanoTime();
      Note note = new Note(lastNanos, kind, Map.copyOf(clean));
      if (first.size() < half) {
        first.add(note);
        return;
      }
      last.add(note);
      if (last.size() > half) {
        Note gone = last.remove();
        leftOutNanos = leftOut++ == 0 ? gone.nanos : leftOutNanos;
      }
    }
  }

  /** One line, and not a long one, whoever made it. */
  private static String clean(String value) {
    String line = value.replaceAll("\\p{Cntrl}", " ");
    return line.length() <= LONGEST_DETAIL ? line : line.substring(0, LONGEST_DETAIL) + "…";
  }

  List<Entry> entries() {
    List<Note> all;
    synchronized (lock) {
      all = new ArrayList<>(first);
      if (leftOut > 0) {
        all.add(new Note(leftOutNanos, Kind.LEFT_OUT, Map.of("entries", Long.toString(leftOut))));
      }
      all.addAll(last);
    }
    long firstNanos = all.isEmpty() ? begunNanos : all.get(0).nanos;
    return all.stream().map(note -> entry(note, firstNanos)).toList();
  }

  private Entry entry(Note note, long firstNanos) {
    return new Entry(
        begunAt.plusNanos(note.nanos - begunNanos),
        Duration.ofNanos(note.nanos - firstNanos).toMillis(),
        note.kind,
        note.details);
  }

  /** How long ago the last thing happened. */
  Duration age() {
    long now = timekeeper.nanoTime();
    synchronized (lock) {
      return Duration.ofNanos(now - lastNanos);
    }
  }
}
