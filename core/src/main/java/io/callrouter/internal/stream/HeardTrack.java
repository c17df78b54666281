package io.callrouter.internal.stream;

import io.callrouter.media.AudioFormat;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;

/**
 * Lays down what the caller heard beside what he said, for the taps.
 *
 * <p>The rule: what was sent is cut into runs, a run being what the carrier plays without a pause.
 * Only where a run begins is it placed by the clock: at the time when the carrier was given its
 * first byte or had played the byte before, later by what the marks say that the carrier lags, and
 * from the router's clock to the caller's by {@link CallerClock}. The rest of the run follows byte
 * for byte, since the carrier plays and records by the same clock; so there is no gap or overlap at
 * the border of frames, and no drift, however long the run. A pause shorter than 5 ms is none: the
 * clocks are no more exact.
 *
 * <p>A byte is laid down only once the {@link Ledger} says that it was heard. Where the ledger lags
 * more than the taps do, the rest of the run is laid down that much later; what a clear discards
 * never is.
 *
 * <p>Positions of the stream are those of the ledger, places are positions of the caller's audio;
 * both in bytes, here of the format that is sent. Guarded by the lock of {@link Playback}.
 */
final class HeardTrack {
  private static final int KEPT_MS = 3000;
  private static final int SHORTEST_PAUSE_MS = 5;
  private static final long NANOS_PER_SECOND = 1_000_000_000;
  private static final long NOWHERE = Long.MIN_VALUE / 2; // before all places

  /** What is played without a pause and is not laid down yet: a part of the stream. */
  private static final class Run {
    final long startNanos; // when its first byte is played, by the clock
    final long start;
    long begin; // of what is left
    long end;
    long place = NOWHERE; // of what is left

    Run(long startNanos, long start) {
      this.startNanos = startNanos;
      this.start = start;
      this.begin = start;
      this.end = start;
    }
  }

  private final byte[] ring; // a byte lies at its position modulo the size
  private final int frameBytes;
  private final int bytesPerSample;
  private final int shortestPauseBytes;
  private final long bytesPerSecond;
  private final byte silence;
  private final int sampleRateHz;
  private final AudioFormat callerFormat;
  private final Deque<Run> runs = new ArrayDeque<>();
  private long sent;
  private long laidUpTo = NOWHERE;
  private boolean cut;

  /**
   * Nothing is laid down yet.
   *
   * @param format of what is sent
   * @param callerFormat of what the caller says
   */
  HeardTrack(AudioFormat format, AudioFormat callerFormat) {
    this.callerFormat = callerFormat;
    sampleRateHz = format.sampleRateHz();
    ring = new byte[format.bytesOf(KEPT_MS)];
    frameBytes = format.bytesPerFrame();
    bytesPerSample = format.bytesPerSample();
    shortestPauseBytes = format.bytesOf(SHORTEST_PAUSE_MS);
    bytesPerSecond = format.bytesOf(1000);
    silence = format.silence();
  }

  /**
   * Audio was sent.
   *
   * @param end its end in the stream
   * @param startNanos when its first byte is played, by the clock
   */
  void sent(byte[] audio, int length, long end, long startNanos) {
    long begin = end - length;
    Run run = runs.peekLast();
    if (run == null || cut || isPause(run, startNanos)) {
      run = new Run(startNanos, begin);
      runs.add(run);
      cut = false;
    }
    run.end = end;
    sent = end;
    int at = (int) (begin % ring.length);
    int part = Math.min(length, ring.length - at);
    System.arraycopy(audio, 0, ring, at, part);
    System.arraycopy(audio, part, ring, 0, length - part);
  }

  /** The carrier's buffer was cleared: what lies behind this position never is heard. */
  void cut(long heard) {
    cut = true;
    for (Iterator<Run> later = runs.descendingIterator(); later.hasNext(); ) {
      Run run = later.next();
      run.end = Math.min(run.end, wholeSamples(heard));
      if (run.end <= run.begin) {
        later.remove();
      }
    }
  }

  /**
   * Gives the frame at that place; places must not go back.
   *
   * @param place in bytes of the caller's format, as the clock has it
   * @param heard up to where the stream was heard
   * @param lagNanos how far the carrier plays behind the clock
   */
  void read(long place, byte[] frame, int offset, long heard, long lagNanos, CallerClock clock) {
    long from = fromCallers(place);
    Arrays.fill(frame, offset, offset + frameBytes, silence);
    long to = from + frameBytes;
    for (Run run = runs.peek(); run != null; run = runs.peek()) {
      place(run, from, fromCallers(clock.positionAt(run.startNanos + lagNanos)));
      if (run.place >= to) {
        return;
      }
      int wanted = (int) Math.min(to - run.place, run.end - run.begin);
      int known = (int) Math.max(0, Math.min(wanted, wholeSamples(heard) - run.begin));
      lay(run, known, frame, offset + (int) (run.place - from));
      if (run.begin < run.end) {
        if (known < wanted) {
          run.place = to;
        }
        return;
      }
      runs.remove();
    }
  }

  private long fromCallers(long bytes) {
    long samples = Math.floorDiv(bytes, callerFormat.bytesPerSample());
    return Math.floorDiv(samples * sampleRateHz, callerFormat.sampleRateHz()) * bytesPerSample;
  }

  private long wholeSamples(long bytes) {
    return bytes - bytes % bytesPerSample;
  }

  private boolean isPause(Run run, long startNanos) {
    long byClock = run.startNanos + (run.end - run.start) * NANOS_PER_SECOND / bytesPerSecond;
    return (startNanos - byClock) * bytesPerSecond > shortestPauseBytes * NANOS_PER_SECOND;
  }

  /** A run of which something is laid down stays where it is; others learn from later marks. */
  private void place(Run run, long from, long byClock) {
    if (run.begin == run.start) {
      run.place = byClock - laidUpTo < shortestPauseBytes ? laidUpTo : byClock;
    }
    run.place = Math.max(run.place, from);
  }

  private void lay(Run run, int length, byte[] frame, int offset) {
    for (int i = 0; i < length; i++) {
      long position = run.begin + i;
      // What was sent so long ago that it is not kept any more is silence.
      frame[offset + i] =
          sent - position > ring.length ? silence : ring[(int) (position % ring.length)];
    }
    run.begin += length;
    run.place += length;
    if (length > 0) {
      laidUpTo = run.place;
    }
  }
}
