package io.callrouter.internal.stream;

import io.callrouter.internal.stream.Tally.Event;
import io.callrouter.media.AudioFormat;
import io.callrouter.media.AudioFrame;
import io.callrouter.media.Pace;
import io.callrouter.media.PlayedItem;
import io.callrouter.spi.MediaWire;
import io.callrouter.time.Timekeeper;
import io.callrouter.web.MediaSocket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the peer says, on its way to the carrier: sent at once while the carrier has less than the
 * lead to play, queued beyond that and sent by the pacer's turns.
 *
 * <p>One lock guards queue, ledger and items. It is held for arithmetic, conversion and copies;
 * sending is left to the {@link Outbox}, without it. Whoever brings something that may have to be
 * sent calls {@link #flush} afterwards.
 */
final class Playback implements Outbox.Source {
  /** How much the carrier is given ahead of its playing. */
  private static final long LEAD_NANOS = Duration.ofMillis(160).toNanos();

  /**
   * By how much a live frame may go beyond the lead where the last one went a moment ago: what
   * stands before it then was left by jitter, comes to no more than {@link StallRecovery} leaves
   * there, and would wait for as long here. So no frame needs a turn for it.
   */
  private static final long LIVE_BEYOND_LEAD_NANOS = Duration.ofMillis(60).toNanos();

  /** Live frames that come closer together make up for a pause, and wait for their turn. */
  private static final long LIVE_GAP_NANOS = Duration.ofMillis(10).toNanos();

  /** For how long the carrier may be dry before it counts: less is the jitter of the source. */
  private static final long UNDERRUN_NANOS = Duration.ofMillis(20).toNanos();

  private final AudioFormat format;
  private final MediaWire wire;
  private final Timekeeper timekeeper;
  private final Tally tally;
  private final ItemNotes notes;
  private final Outbox outbox;
  private final Pacer.Seat seat;

  // The thread that sends owns these three.
  private final byte[] frame;
  private boolean underrun;
  private boolean last;

  private final Object lock = new Object();
  // All below is guarded by lock.
  private final AudioQueue queue;
  private final Ledger ledger;
  private final StallRecovery recovery;
  private final Items items;
  private @Nullable Item lastSent;
  private long lastSentNanos; // when
  private @Nullable Peer peer;
  private boolean finishing;
  private @Nullable Runnable whenHeard;
  private @Nullable HeardTrack track; // for the taps, if there are any
  private boolean clearWanted;
  private boolean closed;

  Playback(
      String label,
      AudioFormat format,
      MediaWire wire,
      MediaSocket socket,
      Pacer pacer,
      Timekeeper timekeeper,
      Tally tally,
      Notes notes) {
    this.format = format;
    this.wire = wire;
    this.timekeeper = timekeeper;
    this.tally = tally;
    this.notes = new ItemNotes(notes);
    this.outbox = new Outbox(label, socket, this);
    this.seat = pacer.seat(this::takeTurn);
    this.frame = new byte[format.bytesPerFrame()];
    this.queue = new AudioQueue(format);
    this.ledger = new Ledger(format, timekeeper.nanoTime());
    this.items = new Items(format, ledger, this.notes);
    this.recovery = new StallRecovery(format, LEAD_NANOS);
  }

  /** From now on this peer may play. */
  void attach(Peer next) {
    synchronized (lock) {
      peer = next;
      finishing = false;
      recovery.reset();
    }
  }

  /** The peer is over: what it has not said to the end is cut. */
  void detach() {
    synchronized (lock) {
      cut();
      notes.marks(ledger.marksSent(), ledger.marksReturned(), ledger.lagNanos());
      peer = null;
      whenHeard = null;
    }
    flush();
  }

  /** The stream is over: nothing is sent any more. */
  void close() {
    synchronized (lock) {
      closed = true;
    }
  }

  /** From now on what the caller hears is laid down here for the taps; no longer if null. */
  void trackHeard(@Nullable HeardTrack next) {
    synchronized (lock) {
      track = next;
    }
  }

  /** A frame of what the caller heard, for the taps; see {@link HeardTrack}. */
  void readHeard(long place, byte[] into, int offset, CallerClock clock) {
    synchronized (lock) {
      if (track != null) {
        ledger.update(timekeeper.nanoTime());
        track.read(place, into, offset, ledger.heard(), ledger.lagNanos(), clock);
      }
    }
  }

  /** Takes an item of a peer in; it is over already if that peer cannot play any more. */
  void open(Item item, Peer owner) {
    synchronized (lock) {
      if (owner == peer && !finishing) {
        items.open(item);
      } else {
        item.over = true;
      }
    }
  }

  /**
   * Whether so much more of an item may be queued; an ahead item for which it may not has failed.
   */
  boolean accepts(Item item, long lengthMs) {
    synchronized (lock) {
      if (!item.isOpen()) {
        return false;
      }
      if (1000L * queue.bytes() / format.bytesOf(1000) + lengthMs <= item.maxQueuedMs()) {
        return true;
      }
      if (item.pace == Pace.AHEAD) {
        item.overflowed = true;
        noMoreOf(item);
      }
    }
    if (item.pace == Pace.AHEAD) {
      tally.add(Event.ITEM_OVERFLOWED);
      settle();
    } else {
      tally.add(Event.LIVE_REFUSED, (int) Math.max(1, lengthMs / AudioFormat.FRAME_MS));
    }
    return false;
  }

  /** Queues a frame, in the item's format, of an item that was accepted. */
  void add(Item item, byte[] audio, int offset, int length) {
    int trimmed = 0;
    synchronized (lock) {
      AudioFrame converted = item.toCarrier.convert(audio, offset, length, 0);
      if (!item.isOpen() || converted.length() == 0) {
        return;
      }
      items.play(item);
      item.takenBytes += converted.length();
      boolean drops = false;
      if (item.pace == Pace.LIVE) {
        long now = timekeeper.nanoTime();
        long queued = ledger.nanosOf(queue.bytes());
        trimmed = recovery.trim(queue, queued, ledger.bufferedNanos(now), item == lastSent, now);
        drops = recovery.drops(converted.array(), converted.offset(), converted.length(), now);
      }
      if (drops) {
        trimmed += converted.length();
      } else {
        queue.add(item, converted.array(), converted.offset(), converted.length());
      }
    }
    if (trimmed > 0) {
      tally.add(Event.LIVE_TRIMMED, trimmed / frame.length);
      settle();
    }
  }

  /** Sends what may be sent now. */
  void flush() {
    outbox.flush();
  }

  /** Whether the message that was under way to the carrier at the last question still is. */
  boolean isStuck() {
    return outbox.isStuck();
  }

  /** An item gets no more audio. */
  void end(Item item) {
    synchronized (lock) {
      noMoreOf(item);
    }
    settle();
    flush();
  }

  private void noMoreOf(Item item) {
    item.ended = true;
    ledger.markEnd(item);
    waitForMarks();
  }

  Duration heard(Item item) {
    synchronized (lock) {
      ledger.update(timekeeper.nanoTime());
      return items.heard(item);
    }
  }

  /** Stops a peer's playback, here and at the carrier; the accounts of its items not over yet. */
  List<PlayedItem> clear(Peer owner) {
    List<PlayedItem> accounts;
    synchronized (lock) {
      if (owner != peer) {
        return List.of();
      }
      long queued = ledger.nanosOf(queue.bytes());
      long buffered = ledger.bufferedNanos(timekeeper.nanoTime());
      accounts = cut();
      if (!accounts.isEmpty()) {
        notes.cleared(accounts, queued, buffered);
      }
    }
    settle();
    flush();
    return accounts;
  }

  /**
   * The peer says no more.
   *
   * @param heard run once when all it said was heard, unless it is detached before
   */
  void finish(Peer owner, Runnable heard) {
    List<Item> open;
    synchronized (lock) {
      if (owner != peer) {
        return;
      }
      finishing = true;
      whenHeard = heard;
      open = items.all();
    }
    open.forEach(Item::end);
    settle();
  }

  /** How long it takes, by the clock, until all is played that is queued here or at the carrier. */
  Duration left() {
    synchronized (lock) {
      long buffered = Math.max(0, ledger.bufferedNanos(timekeeper.nanoTime()));
      return Duration.ofNanos(buffered + ledger.nanosOf(queue.bytes()));
    }
  }

  /** A mark came back. */
  void mark(String name) {
    boolean known;
    synchronized (lock) {
      long now = timekeeper.nanoTime();
      known = ledger.markCameBack(name, now);
      items.noteHeard(now);
    }
    if (!known) {
      tally.add(Event.MARK_UNKNOWN);
    }
    settle();
  }

  private void takeTurn() {
    int lost;
    synchronized (lock) {
      lost = closed ? 0 : ledger.giveUpOverdueMarks(timekeeper.nanoTime());
    }
    if (lost > 0) {
      tally.add(Event.MARK_LOST, lost);
      settle();
    }
    flush();
    synchronized (lock) {
      waitForMarks();
    }
  }

  @Override
  public @Nullable String next() {
    int length;
    synchronized (lock) {
      if (closed) {
        return null;
      }
      if (clearWanted) {
        clearWanted = false;
        last = false;
        return wire.clear();
      }
      String mark = ledger.takeMark();
      if (mark != null) {
        waitForMarks();
        last = queue.isEmpty();
        return wire.mark(mark);
      }
      length = takeFrame();
      last = queue.isEmpty() && !ledger.wantsMark();
    }
    if (underrun) {
      underrun = false;
      tally.add(Event.UNDERRUN);
    }
    return length == 0 ? null : wire.audio(frame, 0, length);
  }

  @Override
  public boolean wasLast() {
    return last;
  }

  /** Takes the next frame if it fits into the lead, or asks for a turn when it will. */
  private int takeFrame() {
    int length = queue.nextBytes();
    Item item = queue.headItem();
    if (length == 0 || item == null) {
      return 0;
    }
    long now = timekeeper.nanoTime();
    long buffered = ledger.bufferedNanos(now);
    long due = dueNanos(item, now + buffered + ledger.nanosOf(length) - LEAD_NANOS);
    if (due > now) {
      seat.at(due);
      return 0;
    }
    underrun = item == lastSent && item.pace == Pace.AHEAD && -buffered > UNDERRUN_NANOS;
    lastSent = item;
    lastSentNanos = now;
    queue.take(frame, length);
    ledger.send(item, length, isMarkedSeldom(item), now);
    if (item.startPosition < 0) {
      item.startPosition = ledger.sent() - length;
      item.sentAt(now);
      notes.sent(item, now, ledger.nanosOf(queue.bytes()), buffered);
    }
    int sent = wire.playsWholeFramesOnly() ? fillUp(length, now) : length;
    if (track != null) {
      long startNanos = now + ledger.bufferedNanos(now) - ledger.nanosOf(sent);
      track.sent(frame, sent, ledger.sent(), startNanos);
    }
    return sent;
  }

  /**
   * Whether the clock tells enough of an item: a live one is never ahead of the caller by more than
   * the lead, and nobody cuts it to the millisecond. Its beginning and taps want to know better.
   */
  private boolean isMarkedSeldom(Item item) {
    return item.pace == Pace.LIVE && item.heardByMark && track == null && ledger.knowsLag();
  }

  /** Fills up with silence what is shorter than a frame. */
  private int fillUp(int length, long now) {
    if (length < frame.length) {
      Arrays.fill(frame, length, frame.length, format.silence());
      ledger.sendSilence(frame.length - length, now);
    }
    return frame.length;
  }

  /** When an item's next frame may go, given when it fits into the lead. */
  private long dueNanos(Item item, long fitsNanos) {
    return item.pace == Pace.LIVE && item == lastSent
        ? Math.min(
            fitsNanos, Math.max(fitsNanos - LIVE_BEYOND_LEAD_NANOS, lastSentNanos + LIVE_GAP_NANOS))
        : fitsNanos;
  }

  private void waitForMarks() {
    Long patienceEnds = ledger.patienceEndsNanos(items.isEnding());
    if (patienceEnds != null && !closed) {
      seat.at(patienceEnds);
    }
  }

  /** Closes the accounts of the items that were heard, and says so if the peer waits for that. */
  private void settle() {
    Runnable heard = null;
    synchronized (lock) {
      ledger.update(timekeeper.nanoTime());
      items.closeHeard();
      if (finishing && items.isEmpty()) {
        heard = whenHeard;
        whenHeard = null;
      }
    }
    if (heard != null) {
      heard.run();
    }
  }

  private List<PlayedItem> cut() {
    long now = timekeeper.nanoTime();
    ledger.update(now);
    List<PlayedItem> accounts = items.cut();
    queue.clear();
    clearWanted |= ledger.isUnconfirmed();
    if (track != null) {
      track.cut(ledger.heard());
    }
    ledger.clear(now);
    return accounts;
  }
}
