package io.callrouter.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * Writes WebSocket frames (RFC 6455 §5) on a socket that does not block; what the socket does not
 * take is kept for the next time. For use by one thread at a time.
 */
final class SocketWriter {
  static final int TEXT = 1;
  static final int CLOSE = 8;
  static final int PONG = 10;

  private static final int MASK = 0x5AC3E971;
  private static final int FIN = 0x80;
  private static final int MASKED = 0x80;
  private static final int SHORTEST_LONG = 126;

  private final SocketChannel channel;
  private final ByteBuffer shared;
  private final boolean masks;
  private ByteBuffer left = ByteBuffer.allocate(0);

  private SocketWriter(SocketChannel channel, ByteBuffer shared, boolean masks) {
    this.channel = channel;
    this.shared = shared;
    this.masks = masks;
  }

  /**
   * Writes as a client does, which masks.
   *
   * @param shared room for a frame, for one writer after the other
   */
  static SocketWriter ofClient(SocketChannel channel, ByteBuffer shared) {
    return new SocketWriter(channel, shared, true);
  }

  /**
   * Writes as a server does, which does not.
   *
   * @param shared room for a frame, for one writer after the other
   */
  static SocketWriter ofServer(SocketChannel channel, ByteBuffer shared) {
    return new SocketWriter(channel, shared, false);
  }

  void write(int opcode, byte[] payload, int length) throws IOException {
    shared.clear();
    shared.put((byte) (FIN | opcode));
    int masked = masks ? MASKED : 0;
    if (length < SHORTEST_LONG) {
      shared.put((byte) (masked | length));
    } else {
      shared.put((byte) (masked | SHORTEST_LONG)).putShort((short) length);
    }
    if (masks) {
      shared.putInt(MASK);
    }
    int start = shared.position();
    shared.put(payload, 0, length);
    if (masks) {
      mask(start, length);
    }
    shared.flip();
    if (left.hasRemaining()) {
      channel.write(left);
    }
    if (!left.hasRemaining()) {
      channel.write(shared);
    }
    if (shared.hasRemaining()) {
      keep();
    }
  }

  private void mask(int start, int length) {
    long mask = ((long) MASK << 32) | (MASK & 0xFFFFFFFFL);
    int at = start;
    int end = start + length;
    for (; at + Long.BYTES <= end; at += Long.BYTES) {
      shared.putLong(at, shared.getLong(at) ^ mask);
    }
    for (; at < end; at++) {
      shared.put(at, (byte) (shared.get(at) ^ (MASK >>> (24 - 8 * ((at - start) & 3)))));
    }
  }

  private void keep() {
    ByteBuffer more = ByteBuffer.allocate(left.remaining() + shared.remaining());
    left = more.put(left).put(shared).flip();
  }
}
