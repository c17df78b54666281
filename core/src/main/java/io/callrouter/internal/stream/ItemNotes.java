package io.callrouter.internal.stream;

import io.callrouter.call.Timeline.Kind;
import io.callrouter.media.PlayedItem;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Tells a call's timeline what becomes of a peer's items: some entries for each, none for a frame.
 * Used under the lock of {@link Playback}.
 */
final class ItemNotes {
  private final Notes notes;

  ItemNotes(Notes notes) {
    this.notes = notes;
  }

  /**
   * The first frame of an item was sent.
   *
   * @param carrierNanos how long the carrier plays until it comes to that frame
   */
  void sent(Item item, long now, long queuedNanos, long carrierNanos) {
    notes.note(
        Kind.ITEM_SENT,
        Map.of(
            "item", item.name(),
            "after-ms", ms(now - item.openedNanos),
            "queued-ms", ms(queuedNanos),
            "carrier-ms", ms(carrierNanos)));
  }

  /** A mark behind some of an item's audio came back; it was there so long before that mark. */
  void heard(Item item, long now, long agoNanos) {
    notes.note(
        Kind.ITEM_HEARD,
        Map.of("item", item.name(), "after-ms", ms(now - agoNanos - item.openedNanos)));
  }

  void over(PlayedItem item) {
    notes.note(
        Kind.ITEM_OVER,
        Map.of(
            "item", item.name(),
            "audio-ms", Long.toString(item.sent().toMillis()),
            "heard-ms", Long.toString(item.heard().toMillis()),
            "complete", Boolean.toString(item.complete())));
  }

  /** The peer has cleared what it played. */
  void cleared(List<PlayedItem> items, long queuedNanos, long carrierNanos) {
    Duration taken = items.stream().map(PlayedItem::sent).reduce(Duration.ZERO, Duration::plus);
    Duration heard = items.stream().map(PlayedItem::heard).reduce(Duration.ZERO, Duration::plus);
    notes.note(
        Kind.CLEARED,
        Map.of(
            "items", Integer.toString(items.size()),
            "heard-ms", Long.toString(heard.toMillis()),
            "discarded-ms", Long.toString(taken.minus(heard).toMillis()),
            "queued-ms", ms(queuedNanos),
            "carrier-ms", ms(carrierNanos)));
  }

  /** The peer plays no more; the numbers are of the whole stream. */
  void marks(long sent, long returned, long lagNanos) {
    if (sent > 0) {
      notes.note(
          Kind.MARKS,
          Map.of(
              "sent", Long.toString(sent),
              "returned", Long.toString(returned),
              "lag-ms", ms(lagNanos)));
    }
  }

  private static String ms(long nanos) {
    return Long.toString(Duration.ofNanos(Math.max(0, nanos)).toMillis());
  }
}
