package io.callrouter.examples.phone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.callrouter.call.CallFacts;
import io.callrouter.call.Direction;
import io.callrouter.call.Timeline;
import io.callrouter.call.Timeline.Entry;
import io.callrouter.call.Timeline.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TimelineNewsTest {
  private static final CallFacts CALL =
      new CallFacts("id", "id", "p", "c", Direction.INBOUND, "", "", Instant.EPOCH, Map.of());

  private final TimelineNews news = new TimelineNews();

  @Test
  void eachEntryIsNewsOnce() {
    assertEquals(List.of(0L, 1L), offsets(timeline(0, 2)));
    assertEquals(List.of(), offsets(timeline(0, 2)));
    assertEquals(List.of(2L, 3L, 4L), offsets(timeline(0, 5)));
  }

  @Test
  void whatIsLeftOutLaterWasNewsBefore() {
    offsets(timeline(0, 10));
    assertEquals(List.of(10L, 11L), offsets(timeline(4, 12)));
    assertEquals(List.of(12L), offsets(timeline(5, 13)));
  }

  @Test
  void whatWasLeftOutBetweenTwoLooksIsNoNews() {
    offsets(timeline(0, 3));
    assertEquals(List.of(8L, 9L), offsets(timeline(8, 10)));
  }

  private List<Long> offsets(Timeline timeline) {
    return news.of(timeline).stream().map(Entry::offsetMs).toList();
  }

  /** The entries 0 to 1, and those from one that is not left out to the end. */
  private static Timeline timeline(int from, int end) {
    List<Entry> entries = new ArrayList<>();
    if (from > 2) {
      entries.addAll(entries(0, 2));
      String count = Integer.toString(from - 2);
      entries.add(new Entry(Instant.EPOCH, 2, Kind.LEFT_OUT, Map.of("entries", count)));
    }
    entries.addAll(entries(from > 2 ? from : 0, end));
    return new Timeline(CALL, entries);
  }

  private static List<Entry> entries(int from, int end) {
    return IntStream.range(from, end)
        .mapToObj(i -> new Entry(Instant.EPOCH, i, Kind.DIGIT, Map.of()))
        .toList();
  }
}
