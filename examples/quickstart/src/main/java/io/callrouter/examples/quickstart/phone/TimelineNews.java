package io.callrouter.examples.quickstart.phone;

import io.callrouter.call.Timeline;
import io.callrouter.call.Timeline.Entry;
import io.callrouter.call.Timeline.Kind;
import java.util.List;

/**
 * What has come to a timeline since it was looked at last. Of a long one the middle is left out, so
 * entries are counted, those left out included. For use by one thread at a time.
 */
final class TimelineNews {
  private long seen;

  List<Entry> of(Timeline timeline) {
    List<Entry> entries = timeline.entries();
    long all = entries.stream().mapToLong(TimelineNews::count).sum();
    int fresh = (int) Math.min(all - seen, entries.size());
    seen = all;
    return entries.subList(entries.size() - fresh, entries.size()).stream()
        .filter(entry -> entry.kind() != Kind.LEFT_OUT)
        .toList();
  }

  private static long count(Entry entry) {
    return entry.kind() == Kind.LEFT_OUT
        ? Long.parseLong(entry.details().getOrDefault("entries", "0"))
        : 1;
  }
}
