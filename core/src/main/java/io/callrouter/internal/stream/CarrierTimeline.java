package io.callrouter.internal.stream;

import io.callrouter.codec.Reframer;
import io.callrouter.media.AudioFormat;
import java.util.Arrays;

/**
 * Makes an unbroken row of 20 ms frames out of what the carrier sends, by its timestamps.
 *
 * <p>A piece that begins where the last one ended, give or take less than a frame, is simply the
 * next one: carriers round their timestamps. What was left out is filled with silence up to a
 * second, what came before is dropped, and a wider jump either way begins a new row.
 *
 * <p>Used by one thread at a time, which {@link ReorderBuffer} sees to.
 */
final class CarrierTimeline {
  /** Takes the frames. */
  @FunctionalInterface
  interface FrameSink {
    /** A frame, valid until this returns, and the position of its first sample. */
    void onFrame(byte[] audio, int offset, long timestampSamples);
  }

  private static final int MAX_FILL_MS = 1000;

  private final AudioFormat format;
  private final FrameSink sink;
  private final Tally tally;
  private final Reframer reframer;
  private final byte[] silence;
  private final int frameBytes;
  private boolean begun;
  private long nextByte;
  private long frameStartByte;

  CarrierTimeline(AudioFormat format, FrameSink sink, Tally tally) {
    this.format = format;
    this.sink = sink;
    this.tally = tally;
    frameBytes = format.bytesPerFrame();
    reframer = new Reframer(frameBytes, this::onFrame);
    silence = new byte[frameBytes];
    Arrays.fill(silence, format.silence());
  }

  /**
   * Takes a piece of any length whose first sample lies at that time since the stream's start. Half
   * a sample at its end is left off, or all that follows would be noise.
   *
   * @return how many bytes of silence were put before it
   */
  int take(byte[] audio, int offset, int pieceLength, long timestampMs) {
    int length = pieceLength - pieceLength % format.bytesPerSample();
    int filled = 0;
    long startByte = timestampMs * format.bytesOf(1);
    long ahead = startByte - nextByte;
    if (!begun || Math.abs(ahead) > format.bytesOf(MAX_FILL_MS)) {
      beginAt(startByte);
    } else if (ahead >= frameBytes) {
      filled = (int) ahead;
      fill(filled);
    } else if (ahead <= -frameBytes) {
      tally.add(Tally.Event.LATE_DROPPED);
      pushTail(audio, offset, length, (int) -ahead);
      return filled;
    }
    push(audio, offset, length);
    return filled;
  }

  private void beginAt(long startByte) {
    if (begun) {
      tally.add(Tally.Event.JUMP);
    }
    begun = true;
    reframer.reset();
    nextByte = startByte;
    frameStartByte = startByte;
  }

  private void fill(int bytes) {
    tally.add(Tally.Event.FILLED, (bytes + frameBytes - 1) / frameBytes);
    for (int left = bytes; left > 0; left -= frameBytes) {
      push(silence, 0, Math.min(left, frameBytes));
    }
  }

  /** Goes on with what a piece holds beyond the audio that is there already. */
  private void pushTail(byte[] audio, int offset, int length, int known) {
    if (length > known) {
      push(audio, offset + known, length - known);
    }
  }

  private void push(byte[] audio, int offset, int length) {
    nextByte += length;
    if (length == frameBytes && reframer.pendingBytes() == 0) {
      onFrame(audio, offset, length);
    } else {
      reframer.push(audio, offset, length);
    }
  }

  private void onFrame(byte[] audio, int offset, int length) {
    long timestampSamples = frameStartByte / format.bytesPerSample();
    frameStartByte += length;
    sink.onFrame(audio, offset, timestampSamples);
  }
}
