package io.callrouter.internal.stream;

import io.callrouter.call.Timeline;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what goes wrong on one stream, and logs each kind once per burst. */
final class Tally {
  /** What is counted, in the words of the log. */
  enum Event {
    EARLY_DROPPED("frames of the caller dropped, no endpoint took them within 2 s"),
    FILLED("frames of silence put where the carrier left audio out"),
    LATE_DROPPED("pieces of the caller's audio dropped, they came twice or too late"),
    JUMP("jumps in the carrier's timestamps"),
    SLOW_CALLBACK("calls of onAudio took over 5 ms"),
    ENDPOINT_FAILED("endpoints could not be made or threw"),
    ENDPOINT_STUCK("endpoints did not come back from a callback"),
    LIVE_REFUSED("live frames refused, the queue to the carrier is full"),
    LIVE_TRIMMED("live frames dropped to get back to a small delay"),
    ITEM_OVERFLOWED("items failed, the queue to the carrier is full"),
    UNDERRUN("times an item came too slowly and left the carrier without audio"),
    MARK_LOST("marks did not come back from the carrier"),
    MARK_UNKNOWN("marks came from the carrier that were not outstanding"),
    TAP_DROPPED("frames dropped before a tap that falls behind"),
    TAP_FAILED("taps could not be made or threw");

    private final String words;

    Event(String words) {
      this.words = words;
    }
  }

  private static final class Entry {
    final AtomicLong count = new AtomicLong();
    final AtomicLong lastNanos = new AtomicLong();
  }

  private static final Logger log = LoggerFactory.getLogger(Tally.class);
  private static final long BURST_NANOS = Duration.ofSeconds(5).toNanos();

  private final String label;
  private final Timekeeper timekeeper;
  private final Notes notes;
  private final Map<Event, Entry> entries = new EnumMap<>(Event.class);

  Tally(String label, Timekeeper timekeeper, Notes notes) {
    this.label = label;
    this.timekeeper = timekeeper;
    this.notes = notes;
    for (Event event : Event.values()) {
      entries.put(event, new Entry());
    }
  }

  void add(Event event) {
    add(event, 1);
  }

  /** Counts, and logs if this begins a burst: the last of its kind was over 5 s ago. */
  void add(Event event, int number) {
    long now = timekeeper.nanoTime();
    long last = entry(event).lastNanos.getAndSet(now);
    long count = count(event, number);
    if (count == number || now - last > BURST_NANOS) {
      log.warn("{}: {} {}", label, count, event.words);
      notes.note(Timeline.Kind.TROUBLE, Map.of("what", count + " " + event.words));
    }
  }

  /** Counts in silence, and says how many there are now. */
  long count(Event event, int number) {
    return entry(event).count.addAndGet(number);
  }

  StreamCounters snapshot() {
    return new StreamCounters(
        count(Event.EARLY_DROPPED),
        count(Event.FILLED),
        count(Event.LATE_DROPPED),
        count(Event.JUMP),
        count(Event.SLOW_CALLBACK),
        count(Event.ENDPOINT_FAILED),
        count(Event.ENDPOINT_STUCK),
        count(Event.LIVE_REFUSED),
        count(Event.LIVE_TRIMMED),
        count(Event.ITEM_OVERFLOWED),
        count(Event.UNDERRUN),
        count(Event.MARK_LOST),
        count(Event.MARK_UNKNOWN),
        count(Event.TAP_DROPPED),
        count(Event.TAP_FAILED));
  }

  private long count(Event event) {
    return entry(event).count.get();
  }

  private Entry entry(Event event) {
    return Objects.requireNonNull(entries.get(event));
  }
}
