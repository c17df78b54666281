package io.callrouter.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/** Cuts what comes on a socket that does not block into WebSocket frames (RFC 6455 §5). */
final class FrameReader {
  /** Takes the frames. */
  @FunctionalInterface
  interface Sink {
    /** A whole frame; the bytes are valid until this returns. */
    void take(int opcode, byte[] bytes, int from, int to) throws IOException;
  }

  private static final int LONG_LENGTH = 126;
  private static final int MASKED = 0x80;
  private static final int LENGTH = 0x7F;
  private static final int MASK_BYTES = 4;

  private byte[] left = new byte[0];

  /**
   * Reads what has arrived.
   *
   * @param shared room for what arrives, for one reader after the other
   * @return false if nothing more will come
   */
  boolean read(SocketChannel channel, byte[] shared, Sink sink) throws IOException {
    System.arraycopy(left, 0, shared, 0, left.length);
    int count;
    try {
      count = channel.read(ByteBuffer.wrap(shared, left.length, shared.length - left.length));
    } catch (IOException e) {
      count = -1;
    }
    int at = 0;
    int end = left.length + Math.max(0, count);
    for (int next = frameEnd(shared, at, end); next > 0; next = frameEnd(shared, at, end)) {
      int header = headerBytes(shared, at);
      unmask(shared, at, at + header, next);
      sink.take(shared[at] & 0xF, shared, at + header, next);
      at = next;
    }
    left = at == end && left.length == 0 ? left : Arrays.copyOfRange(shared, at, end);
    return count >= 0;
  }

  /** Where the frame ends that begins there, or 0 if it is not whole. */
  private static int frameEnd(byte[] bytes, int at, int end) throws IOException {
    if (end - at < 2) {
      return 0;
    }
    int header = headerBytes(bytes, at);
    if (end - at < header) {
      return 0;
    }
    int length = bytes[at + 1] & LENGTH;
    if (length == LONG_LENGTH) {
      length = ((bytes[at + 2] & 0xFF) << 8) | (bytes[at + 3] & 0xFF);
    } else if (length > LONG_LENGTH) {
      throw new IOException("a frame that is longer than any here");
    }
    int frameEnd = at + header + length;
    return frameEnd <= end ? frameEnd : 0;
  }

  private static int headerBytes(byte[] bytes, int at) {
    int length = (bytes[at + 1] & LENGTH) == LONG_LENGTH ? 4 : 2;
    return isMasked(bytes, at) ? length + MASK_BYTES : length;
  }

  private static boolean isMasked(byte[] bytes, int at) {
    return (bytes[at + 1] & MASKED) != 0;
  }

  private static void unmask(byte[] bytes, int at, int from, int to) {
    if (isMasked(bytes, at)) {
      int mask = from - MASK_BYTES;
      for (int i = from; i < to; i++) {
        bytes[i] ^= bytes[mask + (i - from & MASK_BYTES - 1)];
      }
    }
  }
}
