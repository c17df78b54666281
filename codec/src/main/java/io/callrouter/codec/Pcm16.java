package io.callrouter.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Linear PCM as it travels: signed 16-bit samples as little-endian bytes, the form of every audio
 * buffer at the API of CallRouter.
 *
 * <p>This is not the byte order of RTP's L16 (RFC 3551 &sect;4.5.11), which is big-endian.
 *
 * <p>The arrays are the caller's; nothing is allocated and nothing is written unless all of it has
 * room. Both methods are stateless and may be called from any thread.
 *
 * @since 0.1
 */
public final class Pcm16 {
  /** Size of one sample in bytes. */
  public static final int BYTES = Short.BYTES;

  private static final VarHandle LITTLE_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

  private Pcm16() {}

  /**
   * Writes samples as bytes, two each.
   *
   * @param pcm 16-bit samples
   * @param from index of the first sample
   * @param samples number of samples
   * @param dst receives the bytes
   * @param to index of the first byte
   * @return the number of bytes written, twice {@code samples}
   * @throws IllegalArgumentException if there is nothing to convert or either array is too short;
   *     nothing is written then
   */
  public static int encode(short[] pcm, int from, int samples, byte[] dst, int to) {
    Ranges.check("pcm", from, samples, pcm.length);
    int bytes = Math.multiplyExact(samples, BYTES);
    Ranges.check("dst", to, bytes, dst.length);
    for (int i = 0; i < samples; i++) {
      LITTLE_ENDIAN.set(dst, to + BYTES * i, pcm[from + i]);
    }
    return bytes;
  }

  /**
   * Reads samples from bytes, two each.
   *
   * @param src little-endian bytes
   * @param from index of the first byte
   * @param bytes number of bytes, even
   * @param pcm receives 16-bit samples
   * @param to index of the first sample
   * @return the number of samples written, half of {@code bytes}
   * @throws IllegalArgumentException if {@code bytes} is odd, there is nothing to convert or either
   *     array is too short; nothing is written then
   */
  public static int decode(byte[] src, int from, int bytes, short[] pcm, int to) {
    if (bytes % BYTES != 0) {
      throw new IllegalArgumentException(
          "src: " + bytes + " bytes, where 16-bit PCM allows even numbers only");
    }
    int samples = bytes / BYTES;
    Ranges.check("src", from, bytes, src.length);
    Ranges.check("pcm", to, samples, pcm.length);
    for (int i = 0; i < samples; i++) {
      pcm[to + i] = sample(src, from + BYTES * i);
    }
    return samples;
  }

  /** The sample whose bytes begin at an index that was checked. */
  static short sample(byte[] src, int at) {
    return (short) LITTLE_ENDIAN.get(src, at);
  }
}
