package io.callrouter;

import io.callrouter.call.CallFacts;
import io.callrouter.call.Timeline;
import io.callrouter.call.Timeline.Kind;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The timelines of the calls that this node has a part in, and for a while of those that are over.
 *
 * <p>May be used from any thread, also under other locks; never blocks.
 */
final class Timelines {
  private final ConcurrentMap<String, CallNotes> byCall = new ConcurrentHashMap<>();
  private final Timekeeper timekeeper;
  private final int mostEntries;
  private final int mostOver;
  private final Duration kept;

  /** After which a call that nobody said was over is forgotten all the same. */
  private final Duration stale;

  private final Object lock = new Object();

  // All below is guarded by lock.
  /** When the calls that are over were, in ns, the oldest first. */
  private final Map<String, Long> over = new LinkedHashMap<>();

  private Timekeeper.@Nullable Timer timer;
  private boolean closed;

  Timelines(Timekeeper timekeeper, Limits limits) {
    this.timekeeper = timekeeper;
    this.mostEntries = limits.count(CountLimit.TIMELINE_ENTRIES);
    this.mostOver = limits.count(CountLimit.TIMELINES_KEPT);
    this.kept = limits.time(TimeLimit.TIMELINE_KEPT);
    this.stale = limits.time(TimeLimit.CALL).plus(kept);
  }

  /** This node has a part in a call from now on, if it has not already. */
  void begin(String call) {
    byCall.computeIfAbsent(call, id -> new CallNotes(timekeeper, mostEntries));
  }

  /** Something happened to a call; one that this node has no part in is passed over. */
  void note(String call, Kind kind, Map<String, String> details) {
    CallNotes notes = byCall.get(call);
    if (notes != null) {
      notes.add(kind, details);
    }
  }

  Timeline of(CallFacts call) {
    CallNotes notes = byCall.get(call.id());
    return new Timeline(call, notes == null ? List.of() : notes.entries());
  }

  /** A call's record is closed: its timeline is kept for a while. May be said more than once. */
  void end(String call) {
    if (!byCall.containsKey(call)) {
      return;
    }
    synchronized (lock) {
      over.putIfAbsent(call, timekeeper.nanoTime());
      if (over.size() > mostOver) {
        forgetOldest();
      }
      schedule();
    }
  }

  private void schedule() {
    if (!over.isEmpty() && timer == null && !closed) {
      timer = timekeeper.schedule(kept.minus(ageOfOldest()), this::forget);
    }
  }

  private void forget() {
    synchronized (lock) {
      timer = null;
      while (!over.isEmpty() && ageOfOldest().compareTo(kept) >= 0) {
        forgetOldest();
      }
      schedule();
    }
    byCall.values().removeIf(notes -> notes.age().compareTo(stale) > 0);
  }

  private Duration ageOfOldest() {
    return Duration.ofNanos(timekeeper.nanoTime() - over.values().iterator().next());
  }

  private void forgetOldest() {
    String oldest = over.keySet().iterator().next();
    over.remove(oldest);
    byCall.remove(oldest);
  }

  int held() {
    return byCall.size();
  }

  void close() {
    synchronized (lock) {
      closed = true;
      if (timer != null) {
        timer.cancel();
      }
    }
  }
}
