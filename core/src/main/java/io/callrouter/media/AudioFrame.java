package io.callrouter.media;

import java.util.Arrays;

/**
 * A view of a piece of audio in somebody's array, valid only while the callback runs that got it.
 *
 * <p>The owner moves one view along its buffer instead of making a new one for each frame; {@link
 * #copy()} keeps what is needed longer. Not for use by several threads.
 *
 * @since 0.1
 */
public final class AudioFrame {
  private final AudioFormat format;
  private byte[] array = new byte[0];
  private int offset;
  private int length;
  private long timestampSamples;

  /** A view, empty at first. */
  public AudioFrame(AudioFormat format) {
    this.format = format;
  }

  /** Moves the view; called by the owner of the buffer only. */
  public AudioFrame set(byte[] array, int offset, int length, long timestampSamples) {
    this.array = array;
    this.offset = offset;
    this.length = length;
    this.timestampSamples = timestampSamples;
    return this;
  }

  /** The format of the bytes. */
  public AudioFormat format() {
    return format;
  }

  /** The array that holds the audio, among other things; not to be changed. */
  public byte[] array() {
    return array;
  }

  /** Where the audio begins in the array, in bytes. */
  public int offset() {
    return offset;
  }

  /** How many bytes of audio there are. */
  public int length() {
    return length;
  }

  /** The first sample's position since the stream's start, in samples of this format. */
  public long timestampSamples() {
    return timestampSamples;
  }

  /** A copy of the audio that stays. */
  public byte[] copy() {
    return Arrays.copyOfRange(array, offset, offset + length);
  }
}
