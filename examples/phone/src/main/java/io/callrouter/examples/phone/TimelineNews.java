package io.callrouter.examples.phone;

import io.callrouter.call.Timeline;
import io.callrouter.call.Timeline.Entry;
import io.callrouter.call.Timeline.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * What has come to a timeline since it was looked at last. Of a long one the middle is left out, so
 * entries are numbered, those left out included. For use by one thread at a time.
 */
final class TimelineNews {
  private long seen;

  List<Entry> of(Timeline timeline) {
    List<Entry> fresh = new ArrayList<>();
    long position = 0;
    for (Entry entry : timeline.entries()) {
      if (entry.kind() == Kind.LEFT_OUT) {
        position += Long.parseLong(entry.details().getOrDefault("entries", "0"));
      } else if (position++ >= seen) {
        fresh.add(entry);
      }
    }
    seen = position;
    return fresh;
  }
}
