package io.callrouter.codec;

import java.util.Objects;

/**
 * Cuts a stream of bytes that comes in chunks of any size into frames of one size.
 *
 * <p>A frame that lies whole in a chunk is handed on as a view of that chunk, without a copy; only
 * one that spans chunks is put together in a buffer of the reframer. Nothing is allocated after
 * construction. An instance belongs to one thread at a time; no method blocks unless the consumer
 * does.
 *
 * @since 0.1
 */
public final class Reframer {
  private final byte[] partial;
  private final FrameConsumer consumer;
  private int filled;

  /** Takes the frames, on the thread that brought the bytes. */
  @FunctionalInterface
  public interface FrameConsumer {

    /**
     * Takes one frame, as a view that is valid until this method returns.
     *
     * @param bytes the array that holds the frame; must not be changed
     * @param from index of the first byte
     * @param length the size of a frame, or less for the tail that {@link Reframer#flush} gives
     */
    void onFrame(byte[] bytes, int from, int length);
  }

  /**
   * Makes an empty reframer.
   *
   * @param frameBytes size of a frame in bytes, at least 1: 160 for 20 ms of PCMU
   * @param consumer takes the frames; must not call back into this reframer
   * @throws IllegalArgumentException if {@code frameBytes} is below 1
   */
  public Reframer(int frameBytes, FrameConsumer consumer) {
    if (frameBytes < 1) {
      throw new IllegalArgumentException("A frame needs at least 1 byte, not " + frameBytes);
    }
    this.partial = new byte[frameBytes];
    this.consumer = consumer;
  }

  /**
   * Takes the next bytes of the stream and hands on every frame they complete; the rest is kept.
   * What the consumer throws passes through, and the rest of this chunk is lost then.
   *
   * @param src the bytes
   * @param from index of the first byte
   * @param length number of bytes
   * @throws IndexOutOfBoundsException if the range is not within {@code src}; nothing is taken then
   */
  public void push(byte[] src, int from, int length) {
    Objects.checkFromIndexSize(from, length, src.length);
    int end = from + length;
    int next = from;
    if (filled > 0) {
      next += fill(src, from, length);
      if (filled == partial.length) {
        flush();
      }
    }
    for (; end - next >= partial.length; next += partial.length) {
      consumer.onFrame(src, next, partial.length);
    }
    fill(src, next, end - next);
  }

  /** Hands on what is kept, as a frame shorter than the others; does nothing if nothing is kept. */
  public void flush() {
    int length = filled;
    filled = 0;
    if (length > 0) {
      consumer.onFrame(partial, 0, length);
    }
  }

  /** Forgets what is kept. */
  public void reset() {
    filled = 0;
  }

  /**
   * Returns how much is kept.
   *
   * @return number of bytes, less than a frame
   */
  public int pendingBytes() {
    return filled;
  }

  private int fill(byte[] src, int from, int available) {
    int taken = Math.min(available, partial.length - filled);
    System.arraycopy(src, from, partial, filled, taken);
    filled += taken;
    return taken;
  }
}
