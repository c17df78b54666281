package io.callrouter.internal.stream;

import io.callrouter.media.AudioFormat;
import io.callrouter.media.PlayedItem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A peer's items that are not over, and how their accounts are closed: heard to the end, or cut.
 * Guarded by the lock of {@link Playback}.
 */
final class Items {
  private final AudioFormat format;
  private final Ledger ledger;
  private final ItemNotes notes;
  private final List<Item> playing = new ArrayList<>(); // in the order of their first audio
  private final List<Item> waiting = new ArrayList<>(); // for their first audio

  Items(AudioFormat format, Ledger ledger, ItemNotes notes) {
    this.format = format;
    this.ledger = ledger;
    this.notes = notes;
  }

  /** A new one. */
  void open(Item item) {
    waiting.add(item);
  }

  /** Its next audio comes, perhaps its first. */
  void play(Item item) {
    if (item.takenBytes == 0 && waiting.remove(item)) {
      playing.add(item);
    }
  }

  boolean isEmpty() {
    return playing.isEmpty() && waiting.isEmpty();
  }

  /** Whether one gets no more audio and waits to be heard. */
  boolean isEnding() {
    for (Item item : playing) {
      if (item.ended) {
        return true;
      }
    }
    return false;
  }

  /** All of them, those with audio first. */
  List<Item> all() {
    List<Item> all = new ArrayList<>(playing);
    all.addAll(waiting);
    return all;
  }

  /** Closes the accounts of those that were heard. */
  void closeHeard() {
    playing.removeIf(this::closeIfHeard);
    waiting.removeIf(this::closeIfHeard);
  }

  private boolean closeIfHeard(Item item) {
    ledger.markEnd(item);
    boolean heard = ledger.isHeard(item);
    if (heard) {
      close(item, !item.overflowed);
    }
    return heard;
  }

  /** Closes the accounts of all. */
  List<PlayedItem> cut() {
    List<PlayedItem> accounts = new ArrayList<>();
    for (Item item : all()) {
      accounts.add(close(item, false));
    }
    playing.clear();
    waiting.clear();
    return accounts;
  }

  /** How much of an item was heard, as of the ledger's last update. */
  Duration heard(Item item) {
    return format.durationOf(Math.min(item.heardBytes, item.takenBytes));
  }

  /** Notes those of which a mark says for the first time that they are heard. */
  void noteHeard(long now) {
    for (Item item : playing) {
      long behind = ledger.confirmed() - item.startPosition;
      if (!item.heardByMark && item.startPosition >= 0 && behind > 0) {
        item.heardByMark = true;
        item.heardAt(now - ledger.nanosOf(behind));
        notes.heard(item, now, ledger.nanosOf(behind));
      }
    }
  }

  private PlayedItem close(Item item, boolean complete) {
    PlayedItem account =
        new PlayedItem(item.name(), format.durationOf(item.takenBytes), heard(item), complete);
    item.close(account);
    notes.over(account);
    return account;
  }
}
