package io.callrouter.testkit.carrier;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * The carrier's playback buffer: plays what it gets, one byte each 125 µs of the call's clock, from
 * the moment it gets it, and knows by the clock alone what was heard when.
 *
 * <p>All times are in ns since the call's start and must not go back. Not safe for use by several
 * threads.
 *
 * @since 0.1
 */
public final class PlaybackBuffer {
  /** The length of a sample at 8 kHz. */
  public static final long SAMPLE_NANOS = 125_000;

  private static final int MOST_BYTES = 10 * 60 * Voice.SAMPLE_RATE_HZ;
  private static final long NEVER = -1;

  private final List<Piece> heard = new ArrayList<>();
  private final Deque<Mark> marks = new ArrayDeque<>();
  private byte[] run = new byte[0];
  private int runLength;
  private long runStart;
  private long soundEnd;
  private long firstSound = NEVER;

  /** Audio that was heard without a gap, from a moment on. */
  @SuppressWarnings("ArrayRecordComponent") // Handed through, never compared.
  public record Piece(long startNanos, byte[] audio) {
    /** Puts what of it falls into a frame that begins at that moment. */
    void lay(byte[] frame, long frameNanos) {
      PlaybackBuffer.lay(audio, audio.length, startNanos, frame, frameNanos);
    }

    private long endNanos() {
      return startNanos + audio.length * SAMPLE_NANOS;
    }
  }

  /** A mark that waits for its turn, with the moment it came in. */
  public record Mark(String name, long dueNanos, long setNanos) {}

  /**
   * Takes audio.
   *
   * @return false if there are 10 minutes already: it is dropped
   */
  public boolean play(byte[] audio, long now) {
    settle(now);
    if (waiting(now) + audio.length > MOST_BYTES) {
      return false;
    }
    if (runLength == 0) {
      runStart = nextSample(now);
    }
    noteSound(audio);
    append(audio);
    return true;
  }

  /**
   * Takes a mark.
   *
   * @return the mark; it is due at once if nothing waits to be played
   */
  public Mark mark(String name, long now) {
    settle(now);
    Mark mark = new Mark(name, Math.max(now, end()), now);
    marks.add(mark);
    return mark;
  }

  /** Takes out the marks whose turn has come, in order. */
  public List<Mark> takeDueMarks(long now) {
    List<Mark> due = new ArrayList<>();
    while (!marks.isEmpty() && marks.element().dueNanos() <= now) {
      due.add(marks.remove());
    }
    return due;
  }

  /**
   * Drops what was not played yet.
   *
   * @return the marks that waited, in order
   */
  public List<Mark> clear(long now) {
    settle(now);
    if (runLength > 0) {
      finishRun(played(now));
      soundEnd = Math.min(soundEnd, now);
      firstSound = firstSound > now ? NEVER : firstSound;
    }
    List<Mark> dropped = List.copyOf(marks);
    marks.clear();
    return dropped;
  }

  /** Until when there is sound to hear, in the past or in the future; silence is none. */
  public long soundEnd() {
    return soundEnd;
  }

  /** When the first sound was heard, or a negative number if that is not before now. */
  public long firstSound(long now) {
    return firstSound <= now ? firstSound : NEVER;
  }

  /** Puts what was heard until now into a frame that begins at that moment. */
  public void lay(byte[] frame, long frameNanos, long now) {
    settle(now);
    for (int i = heard.size() - 1; i >= 0 && heard.get(i).endNanos() > frameNanos; i--) {
      heard.get(i).lay(frame, frameNanos);
    }
    lay(run, played(now), runStart, frame, frameNanos);
  }

  private static void lay(
      byte[] audio, int length, long startNanos, byte[] frame, long frameNanos) {
    long offset = Math.floorDiv(startNanos - frameNanos, SAMPLE_NANOS);
    int from = (int) Math.max(0, Math.min(length, -offset));
    int to = (int) Math.max(from, Math.min(length, frame.length - offset));
    if (to > from) {
      System.arraycopy(audio, from, frame, (int) (from + offset), to - from);
    }
  }

  /** What was heard until now, in order. */
  public List<Piece> heard(long now) {
    settle(now);
    List<Piece> pieces = new ArrayList<>(heard);
    if (runLength > 0 && played(now) > 0) {
      pieces.add(new Piece(runStart, Arrays.copyOf(run, played(now))));
    }
    return pieces;
  }

  private void settle(long now) {
    if (runLength > 0 && end() <= now) {
      finishRun(runLength);
    }
  }

  private void finishRun(int length) {
    if (length > 0) {
      heard.add(new Piece(runStart, Arrays.copyOf(run, length)));
    }
    runLength = 0;
  }

  private void append(byte[] audio) {
    if (runLength + audio.length > run.length) {
      run = Arrays.copyOf(run, Math.max(2 * run.length, runLength + audio.length));
    }
    System.arraycopy(audio, 0, run, runLength, audio.length);
    runLength += audio.length;
  }

  private void noteSound(byte[] audio) {
    for (int i = 0; i < audio.length; i++) {
      if (!Voice.isSilence(audio[i])) {
        long at = end() + i * SAMPLE_NANOS;
        soundEnd = at + SAMPLE_NANOS;
        firstSound = firstSound == NEVER ? at : firstSound;
      }
    }
  }

  private int played(long now) {
    return (int) Math.min(runLength, Math.max(0, (now - runStart) / SAMPLE_NANOS));
  }

  private int waiting(long now) {
    return runLength - played(now);
  }

  private static long nextSample(long now) {
    return -Math.floorDiv(-now, SAMPLE_NANOS) * SAMPLE_NANOS;
  }

  private long end() {
    return runStart + runLength * SAMPLE_NANOS;
  }
}
