package io.callrouter.internal.stream;

import io.callrouter.media.AudioFormat;
import io.callrouter.spi.MediaEvents;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Puts the carrier's pieces of one track in order, by the numbers that the carrier gives them.
 *
 * <p>The piece that is next goes on at once. One that is ahead is kept until those before it have
 * come, for 40 ms at most; then it goes on, and what is missing by then is left out. What comes
 * twice or too late is dropped and counted.
 *
 * <p>Numbers are not trusted. One that is too far ahead ends all waiting, and those that go back
 * are believed when two follow one another (as in RFC 3550 A.1), so that a carrier that begins to
 * count anew costs one piece.
 *
 * <p>While nothing is kept, the socket's reader alone is here, and takes no lock. What is kept goes
 * on by the reader or by the timer, whoever has reason to first: the timer leaves it to a reader
 * that is here, and a reader that comes waits for the timer's copying.
 */
final class ReorderBuffer {
  /** Takes the pieces in order, from one thread at a time. */
  @FunctionalInterface
  interface Sink {
    /**
     * A piece, valid until this returns.
     *
     * @param onReader whether the socket's reader brings it, not the timer
     * @return how many bytes of silence were put before it
     */
    int take(byte[] audio, int offset, int length, long timestampMs, boolean onReader);
  }

  /** A piece that is kept. */
  private static final class Piece {
    byte[] audio = {};
    int length;
    long timestampMs;
    long cameNanos;
    boolean kept;
  }

  /** How far a piece may be ahead of the one that is next. */
  static final int WINDOW = 16;

  private static final long FIRST = 1;
  private static final long WAIT_NANOS = Duration.ofMillis(40).toNanos();

  /** No carrier's piece is as long; one that is would take more room than it is worth. */
  private static final int LONGEST_KEPT_MS = 100;

  private final Timekeeper timekeeper;
  private final Tally tally;
  private final Sink sink;
  private final int mostBytes;

  // These belong to the reader while nothing waits and while it is here, else to the lock.
  private Piece[] window = {}; // made when it is first needed, which for most carriers is never
  private long next = FIRST;
  private long afterLate = MediaEvents.IN_ORDER; // which no number is
  private int kept;
  private int silenceBytes;

  private volatile boolean waits; // whether something is kept, as the timer may know
  private final Object lock = new Object();
  private boolean readerHere; // this and all below guarded by lock
  private boolean over;
  private Timekeeper.@Nullable Timer timer;

  ReorderBuffer(AudioFormat format, Timekeeper timekeeper, Tally tally, Sink sink) {
    this.timekeeper = timekeeper;
    this.tally = tally;
    this.sink = sink;
    this.mostBytes = format.bytesOf(LONGEST_KEPT_MS);
  }

  /**
   * Takes the next piece from the socket's reader.
   *
   * @param sequence see {@link MediaEvents#onAudio}
   * @return how many bytes of silence were put between pieces since the last call
   */
  int take(long sequence, byte[] audio, int offset, int length, long timestampMs) {
    boolean waited = waits;
    if (waited) {
      enter();
    }
    place(sequence, audio, offset, length, timestampMs);
    int silence = silenceBytes;
    silenceBytes = 0;
    if (waited || kept > 0) {
      leave();
    }
    return silence;
  }

  /** What is kept goes on, unless the reader is about to see to that, and nothing waits again. */
  void end() {
    synchronized (lock) {
      over = true;
      if (timer != null) {
        timer.cancel();
        timer = null;
      }
      if (waits && !readerHere) {
        passAll(false);
        waits = false;
      }
    }
  }

  private void enter() {
    synchronized (lock) {
      readerHere = true;
    }
  }

  private void leave() {
    synchronized (lock) {
      readerHere = false;
      waits = kept > 0;
      if (!waits && timer != null) {
        timer.cancel();
        timer = null;
      }
      awaitPieces();
    }
  }

  private void place(long sequence, byte[] audio, int offset, int length, long timestampMs) {
    long ahead = sequence - next;
    if (ahead == 0) {
      next = sequence + 1;
      pass(audio, offset, length, timestampMs, true);
      passRow(true);
    } else if (sequence == MediaEvents.IN_ORDER) {
      pass(audio, offset, length, timestampMs, true);
    } else if (ahead > 0 && ahead < WINDOW && length <= mostBytes) {
      keep(sequence, audio, offset, length, timestampMs);
    } else if (ahead > 0 || beginsAnew(sequence, ahead)) {
      passAll(true);
      next = sequence + 1;
      pass(audio, offset, length, timestampMs, true);
    } else {
      afterLate = sequence + 1;
      tally.add(Tally.Event.LATE_DROPPED);
    }
  }

  /** Of a piece that lies behind. */
  private boolean beginsAnew(long sequence, long ahead) {
    return next == FIRST || (ahead <= -WINDOW && sequence == afterLate);
  }

  private void keep(long sequence, byte[] audio, int offset, int length, long timestampMs) {
    if (window.length == 0) {
      window = Stream.generate(Piece::new).limit(WINDOW).toArray(Piece[]::new);
    }
    Piece piece = window[slot(sequence)];
    if (piece.kept) {
      tally.add(Tally.Event.LATE_DROPPED);
      return;
    }
    if (piece.audio.length < length) {
      piece.audio = new byte[length];
    }
    System.arraycopy(audio, offset, piece.audio, 0, length);
    piece.length = length;
    piece.timestampMs = timestampMs;
    piece.cameNanos = timekeeper.nanoTime();
    piece.kept = true;
    kept++;
  }

  private void overdue() {
    synchronized (lock) {
      timer = null;
      if (readerHere || !waits) {
        return;
      }
      long now = timekeeper.nanoTime();
      for (long sequence = next + WINDOW - 1; sequence - next > 0; sequence--) {
        if (isKept(sequence) && now - window[slot(sequence)].cameNanos >= WAIT_NANOS) {
          passUpTo(sequence, false);
          break;
        }
      }
      passRow(false);
      waits = kept > 0;
      awaitPieces();
    }
  }

  /** Has the timer run when the piece that has been kept for longest must go on; under the lock. */
  private void awaitPieces() {
    if (!waits || timer != null || over) {
      return;
    }
    long now = timekeeper.nanoTime();
    long longest = 0;
    for (Piece piece : window) {
      if (piece.kept) {
        longest = Math.max(longest, now - piece.cameNanos);
      }
    }
    Duration left = Duration.ofNanos(Math.max(0, WAIT_NANOS - longest));
    timer = timekeeper.schedule(left, this::overdue);
  }

  private void passAll(boolean onReader) {
    if (kept > 0) {
      passUpTo(next + WINDOW - 1, onReader);
    }
  }

  /** What follows now without a gap. */
  private void passRow(boolean onReader) {
    while (kept > 0 && isKept(next)) {
      passUpTo(next, onReader);
    }
  }

  private void passUpTo(long last, boolean onReader) {
    while (last - next >= 0) {
      Piece piece = window[slot(next++)];
      if (piece.kept) {
        piece.kept = false;
        kept--;
        pass(piece.audio, 0, piece.length, piece.timestampMs, onReader);
      }
    }
  }

  private void pass(byte[] audio, int offset, int length, long timestampMs, boolean onReader) {
    silenceBytes += sink.take(audio, offset, length, timestampMs, onReader);
  }

  private boolean isKept(long sequence) {
    return window[slot(sequence)].kept;
  }

  private static int slot(long sequence) {
    return (int) (sequence & (WINDOW - 1));
  }
}
