package io.callrouter.internal.stream;

import io.callrouter.media.AudioFormat;
import io.callrouter.spi.Track;
import java.util.Arrays;

/**
 * Lays the two tracks of a stream side by side, by the carrier's timestamps alone, which count for
 * both: a pair each 20 ms, with silence where a track has nothing.
 *
 * <p>A pair is complete when either track has come 300 ms beyond it; what comes later is dropped.
 * Where the timestamps jump by more than 3 s, 3 s of silence stand for it, as on a stream with a
 * peer.
 *
 * <p>Places are bytes of the carrier's format, counted from the first frame. Not for use by several
 * threads at once: its owner locks.
 */
final class TrackPairs {
  /** Takes the pairs. */
  @FunctionalInterface
  interface PairSink {
    /** A frame of the caller's and, behind it, what he heard; valid until this returns. */
    void onPair(byte[] pair, long place);
  }

  private static final int DELAY_MS = 300;
  private static final int MOST_SILENCE_MS = 3000;

  private final int frameBytes;
  private final int bytesPerSample;
  private final int mostSilenceBytes;
  private final PairSink sink;
  private final Tally tally;
  private final byte[] caller; // a byte lies at its place modulo the size
  private final byte[] heard;
  private final byte[] pair;
  private final byte silence;
  private boolean begun;
  private boolean jumped;
  private long shift; // what is added to a timestamp, in bytes, for its place
  private long next; // the place of the next pair
  private long end; // of the track that has come further

  TrackPairs(AudioFormat format, PairSink sink, Tally tally) {
    this.tally = tally;
    this.sink = sink;
    frameBytes = format.bytesPerFrame();
    bytesPerSample = format.bytesPerSample();
    mostSilenceBytes = format.bytesOf(MOST_SILENCE_MS);
    silence = format.silence();
    caller = silent(format.bytesOf(DELAY_MS) + 2 * frameBytes);
    heard = silent(caller.length);
    pair = new byte[2 * frameBytes];
  }

  private byte[] silent(int length) {
    byte[] audio = new byte[length];
    Arrays.fill(audio, silence);
    return audio;
  }

  /**
   * Takes a frame.
   *
   * @return the place behind it
   */
  long take(Track track, byte[] audio, int offset, long timestampSamples) {
    return take(track == Track.INBOUND ? caller : heard, audio, offset, timestampSamples);
  }

  /** The place behind all that has come. */
  long end() {
    return end;
  }

  /** Whether the last frame was the first or jumped, so that places lie otherwise in time now. */
  boolean hasJumped() {
    return jumped;
  }

  private long take(byte[] track, byte[] audio, int offset, long timestampSamples) {
    long place = place(timestampSamples * bytesPerSample);
    end = Math.max(end, place + frameBytes);
    while (end - next >= caller.length) {
      give();
    }
    int late = (int) Math.min(frameBytes, Math.max(0, next - place));
    if (late < frameBytes) {
      lay(track, place + late, audio, offset + late, frameBytes - late);
    }
    if (late > 0) {
      tally.count(Tally.Event.LATE_DROPPED, 1);
    }
    return place + frameBytes;
  }

  /** The place of a timestamp; one that jumps far begins a new row, after some silence. */
  private long place(long timestamp) {
    jumped = !begun;
    if (!begun) {
      begun = true;
      shift = -timestamp;
    }
    long jump = timestamp + shift - end;
    jumped |= jump > mostSilenceBytes || jump < -mostSilenceBytes;
    if (jump > mostSilenceBytes) {
      shift -= jump - mostSilenceBytes;
    } else if (jump < -mostSilenceBytes) {
      shift -= jump;
    }
    return timestamp + shift;
  }

  /** Gives all that is there, to the last byte. */
  void flush() {
    while (next < end) {
      give();
    }
  }

  private void give() {
    move(caller, 0);
    move(heard, frameBytes);
    sink.onPair(pair, next);
    next += frameBytes;
  }

  private void lay(byte[] track, long place, byte[] audio, int offset, int length) {
    int at = (int) (place % track.length);
    int part = Math.min(length, track.length - at);
    System.arraycopy(audio, offset, track, at, part);
    System.arraycopy(audio, offset + part, track, 0, length - part);
  }

  private void move(byte[] track, int to) {
    int at = (int) (next % track.length);
    int part = Math.min(frameBytes, track.length - at);
    System.arraycopy(track, at, pair, to, part);
    System.arraycopy(track, 0, pair, to + part, frameBytes - part);
    Arrays.fill(track, at, at + part, silence);
    Arrays.fill(track, 0, frameBytes - part, silence);
  }
}
