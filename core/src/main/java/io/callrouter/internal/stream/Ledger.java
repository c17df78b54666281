package io.callrouter.internal.stream;

import io.callrouter.media.AudioFormat;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The account of what was sent to the carrier: how much of it is buffered there, how much was
 * heard, and of which item.
 *
 * <p>The clock says what is heard: a carrier plays in real time, without a pause, from the moment
 * audio reaches it. Marks correct it: what was heard lies between the last mark that came back and
 * the first one that has not. Positions are bytes of the stream, counted from its start. Guarded by
 * the lock of {@link Playback}.
 */
final class Ledger {
  /** Bytes sent of one item, or of silence that is no item's, up to a position. */
  private static final class Span {
    final @Nullable Item item;
    long end;

    Span(@Nullable Item item) {
      this.item = item;
    }
  }

  private static final int MARK_EVERY_MS = 200;
  private static final int MARK_SELDOM_EVERY_MS = 1000;
  private static final long LOOK_NANOS = Duration.ofMillis(200).toNanos();
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final long bytesPerSecond;
  private final int bytesPerMark;
  private final int bytesPerSeldomMark;
  private final Marks marks = new Marks();
  private final Deque<Span> spans = new ArrayDeque<>(); // not known to be heard, or the last
  private long sent;
  private long heard;
  private long marked; // where the last mark stands
  private boolean markWanted;
  private long playedOutNanos; // when all that was sent is played, by the clock

  Ledger(AudioFormat format, long now) {
    bytesPerSecond = format.bytesOf(1000);
    bytesPerMark = format.bytesOf(MARK_EVERY_MS);
    bytesPerSeldomMark = format.bytesOf(MARK_SELDOM_EVERY_MS);
    playedOutNanos = now;
  }

  /** How long so many bytes play. */
  long nanosOf(long bytes) {
    return bytes * NANOS_PER_SECOND / bytesPerSecond;
  }

  /** For how long the carrier has something to play; negative if it has run dry so long ago. */
  long bufferedNanos(long now) {
    return playedOutNanos - now;
  }

  /** How much was sent so far. */
  long sent() {
    return sent;
  }

  /** How much of it was heard, or will never be, as of the last update. */
  long heard() {
    return heard;
  }

  /** How far the carrier plays behind the clock, as the marks say. */
  long lagNanos() {
    return marks.lagNanos();
  }

  /** Whether that is known. */
  boolean knowsLag() {
    return marks.knowLag();
  }

  /** Up to where the marks that came back say that the caller has heard the stream. */
  long confirmed() {
    return marks.confirmed();
  }

  /** How many marks were sent. */
  long marksSent() {
    return marks.sent();
  }

  /** How many came back when they should. */
  long marksReturned() {
    return marks.returned();
  }

  /** Whether something was sent of which no mark has said that it was played. */
  boolean isUnconfirmed() {
    return marks.confirmed() < sent;
  }

  /**
   * So many bytes of an item are being sent.
   *
   * @param seldom whether a mark each second is enough for it
   */
  void send(Item item, int bytes, boolean seldom, long now) {
    extend(item, bytes, now);
    item.endPosition = sent;
    markWanted |= sent - marked >= (seldom ? bytesPerSeldomMark : bytesPerMark);
    markEnd(item);
  }

  /** So many bytes of silence that belong to no item are being sent with the last item's. */
  void sendSilence(int bytes, long now) {
    extend(null, bytes, now);
  }

  private void extend(@Nullable Item item, int bytes, long now) {
    playedOutNanos = Math.max(playedOutNanos, now) + nanosOf(bytes);
    sent += bytes;
    Span span = spans.peekLast();
    if (span == null || span.item != item) {
      span = new Span(item);
      spans.add(span);
    }
    span.end = sent;
  }

  /** Wants a mark where an item ends that has been sent whole. */
  void markEnd(Item item) {
    markWanted |= item.ended && item.queuedBytes == 0 && item.endPosition > marked;
  }

  /** Whether a mark is to be sent before any more audio. */
  boolean wantsMark() {
    return markWanted;
  }

  /** The name of a mark to send before any more audio, or null if none is wanted. */
  @Nullable String takeMark() {
    if (!markWanted) {
      return null;
    }
    markWanted = false;
    marked = sent;
    return marks.send(sent, playedOutNanos);
  }

  /**
   * A mark came back.
   *
   * @return false if it was not outstanding
   */
  boolean markCameBack(String name, long now) {
    return marks.comeBack(name, now);
  }

  /** Takes marks for played that are long overdue, and says how many. */
  int giveUpOverdueMarks(long now) {
    return marks.giveUpOverdue(now);
  }

  /**
   * When that would have to be done next, or null if no mark is outstanding.
   *
   * @param exactly whether an item's end depends on it; if not, all streams look at the same times,
   *     so that the timer is seldom woken for it
   */
  @Nullable Long patienceEndsNanos(boolean exactly) {
    Long ends = marks.patienceEndsNanos();
    if (ends == null || exactly) {
      return ends;
    }
    return ends + Math.floorMod(-ends, LOOK_NANOS);
  }

  /** Whether an item was sent and heard to its end, as its last mark says. */
  boolean isHeard(Item item) {
    return item.ended && item.queuedBytes == 0 && item.endPosition <= marks.confirmed();
  }

  /** Brings what was heard of each item up to date. */
  void update(long now) {
    long left = Math.max(0, playedOutNanos + marks.lagNanos() - now);
    long byClock = sent - (left * bytesPerSecond + NANOS_PER_SECOND - 1) / NANOS_PER_SECOND;
    credit(Math.max(Math.min(byClock, marks.limit(sent)), marks.confirmed()));
  }

  /** The carrier's buffer is cleared: what was not heard up to now never will be. */
  void clear(long now) {
    spans.clear();
    heard = sent;
    marked = sent;
    markWanted = false;
    marks.clear(sent);
    playedOutNanos = now;
  }

  private void credit(long position) {
    while (heard < position) {
      Span span = spans.element();
      long upTo = Math.min(position, span.end);
      if (span.item != null) {
        span.item.heardBytes += upTo - heard;
      }
      heard = upTo;
      // The last one stays, since more of its item is likely to follow.
      if (upTo == span.end && spans.size() > 1) {
        spans.remove();
      }
    }
  }
}
