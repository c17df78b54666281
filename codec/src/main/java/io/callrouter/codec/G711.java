package io.callrouter.codec;

import java.util.function.IntUnaryOperator;

/**
 * The two companding laws of ITU-T G.711, bit-exact with the Recommendation for every input.
 *
 * <p>One sample of linear 16-bit PCM at 8 kHz becomes one byte in the form that RTP payload types 0
 * (PCMU) and 8 (PCMA) carry: &micro;-law with all magnitude bits inverted, A-law with the even bits
 * inverted, the top bit set for positive samples.
 *
 * <p>Linear samples are left-justified: &micro;-law looks at the upper 14 bits, A-law at the upper
 * 12. Negative samples are mirrored by one's complement, as the Recommendation's reference software
 * does, so {@code encode(~x)} differs from {@code encode(x)} in the sign bit alone. Encoders that
 * negate instead differ from this one at the 127 negative interval edges.
 *
 * <p>The converter of the JDK ({@code javax.sound.sampled.AudioSystem}, seen on 17 and 25) is not
 * fit for calls: it gives 392 other codes in &micro;-law and 896 in A-law, among them silence for
 * &micro;-law samples of 32636 and more, which clicks in loud speech.
 *
 * <p>The arrays are the caller's; nothing is allocated and nothing is written unless all of it has
 * room. All methods are stateless and may be called from any thread.
 *
 * @see <a href="https://www.itu.int/rec/T-REC-G.711">ITU-T G.711, tables 1a to 2b</a>
 * @since 0.1
 */
public enum G711 {
  /** &micro;-law, RTP payload type 0. */
  PCMU,

  /** A-law, RTP payload type 8. */
  PCMA;

  private static final int POSITIVE = 0x80;
  private static final int MU_LAW_BIAS = 33;
  private static final int MU_LAW_CLIP = (1 << 13) - 1;
  private static final int MU_LAW_INVERTED = 0x7F;
  private static final int A_LAW_INVERTED = 0x55;

  // The compiler knows the lengths of arrays in constants, but not of those in fields of the two
  // laws; so it leaves out the bounds checks, which are two fifths of the time.
  private static final byte[] MU_LAW_CODES = codes(MU_LAW_INVERTED, G711::muLawInterval);
  private static final byte[] A_LAW_CODES = codes(A_LAW_INVERTED, G711::aLawInterval);
  private static final short[] MU_LAW_LEVELS = levels(MU_LAW_INVERTED, G711::muLawLevel);
  private static final short[] A_LAW_LEVELS = levels(A_LAW_INVERTED, G711::aLawLevel);
  private static final byte[] MU_LAW_TO_A_LAW = G711Transcoding.muLawToALaw();
  private static final byte[] A_LAW_TO_MU_LAW = G711Transcoding.aLawToMuLaw();

  /**
   * A table of 64 KiB is the fastest encoder there is in Java: smaller ones need the sign handled
   * apart, which costs four times as much.
   */
  private static byte[] codes(int invertedBits, IntUnaryOperator intervalOf) {
    byte[] codes = new byte[1 << 16];
    for (int sample = 0; sample <= Short.MAX_VALUE; sample++) {
      int code = (POSITIVE | intervalOf.applyAsInt(sample)) ^ invertedBits;
      codes[sample] = (byte) code;
      codes[~sample & 0xFFFF] = (byte) (code ^ POSITIVE);
    }
    return codes;
  }

  private static short[] levels(int invertedBits, IntUnaryOperator levelOf) {
    short[] levels = new short[1 << 8];
    for (int interval = 0; interval < POSITIVE; interval++) {
      int level = levelOf.applyAsInt(interval);
      levels[(POSITIVE | interval) ^ invertedBits] = (short) level;
      levels[interval ^ invertedBits] = (short) -level;
    }
    return levels;
  }

  /**
   * Returns the code of the sample 0, which fills gaps: 0xFF for PCMU, 0xD5 for PCMA.
   *
   * @return the code, as a byte ready for the wire
   */
  public byte silence() {
    return (this == PCMU ? MU_LAW_CODES : A_LAW_CODES)[0];
  }

  /**
   * Encodes linear samples, one byte each.
   *
   * @param pcm 16-bit samples at 8 kHz
   * @param from index of the first sample
   * @param samples number of samples
   * @param dst receives the codes
   * @param to index of the first code
   * @return the number of bytes written, which is {@code samples}
   * @throws IllegalArgumentException if there is nothing to convert or either array is too short;
   *     nothing is written then
   */
  public int encode(short[] pcm, int from, int samples, byte[] dst, int to) {
    Ranges.check("pcm", from, samples, pcm.length);
    Ranges.check("dst", to, samples, dst.length);
    byte[] table = this == PCMU ? MU_LAW_CODES : A_LAW_CODES;
    int i = 0;
    // Eight reads before eight writes: the compiler cannot know that the arrays do not overlap.
    for (; i <= samples - 8; i += 8) {
      int in = from + i;
      byte c0 = table[pcm[in] & 0xFFFF];
      byte c1 = table[pcm[in + 1] & 0xFFFF];
      byte c2 = table[pcm[in + 2] & 0xFFFF];
      byte c3 = table[pcm[in + 3] & 0xFFFF];
      byte c4 = table[pcm[in + 4] & 0xFFFF];
      byte c5 = table[pcm[in + 5] & 0xFFFF];
      byte c6 = table[pcm[in + 6] & 0xFFFF];
      byte c7 = table[pcm[in + 7] & 0xFFFF];
      int out = to + i;
      dst[out] = c0;
      dst[out + 1] = c1;
      dst[out + 2] = c2;
      dst[out + 3] = c3;
      dst[out + 4] = c4;
      dst[out + 5] = c5;
      dst[out + 6] = c6;
      dst[out + 7] = c7;
    }
    for (; i < samples; i++) {
      dst[to + i] = table[pcm[from + i] & 0xFFFF];
    }
    return samples;
  }

  /**
   * Decodes codes to linear samples; PCMU gives &minus;32124 to 32124, PCMA &minus;32256 to 32256
   * without a zero (silence decodes to 8).
   *
   * @param src codes as they came from the wire
   * @param from index of the first code
   * @param bytes number of codes
   * @param pcm receives 16-bit samples at 8 kHz
   * @param to index of the first sample
   * @return the number of samples written, which is {@code bytes}
   * @throws IllegalArgumentException if there is nothing to convert or either array is too short;
   *     nothing is written then
   */
  public int decode(byte[] src, int from, int bytes, short[] pcm, int to) {
    Ranges.check("src", from, bytes, src.length);
    Ranges.check("pcm", to, bytes, pcm.length);
    short[] table = this == PCMU ? MU_LAW_LEVELS : A_LAW_LEVELS;
    int i = 0;
    for (; i <= bytes - 8; i += 8) {
      int in = from + i;
      short s0 = table[src[in] & 0xFF];
      short s1 = table[src[in + 1] & 0xFF];
      short s2 = table[src[in + 2] & 0xFF];
      short s3 = table[src[in + 3] & 0xFF];
      short s4 = table[src[in + 4] & 0xFF];
      short s5 = table[src[in + 5] & 0xFF];
      short s6 = table[src[in + 6] & 0xFF];
      short s7 = table[src[in + 7] & 0xFF];
      int out = to + i;
      pcm[out] = s0;
      pcm[out + 1] = s1;
      pcm[out + 2] = s2;
      pcm[out + 3] = s3;
      pcm[out + 4] = s4;
      pcm[out + 5] = s5;
      pcm[out + 6] = s6;
      pcm[out + 7] = s7;
    }
    for (; i < bytes; i++) {
      pcm[to + i] = table[src[from + i] & 0xFF];
    }
    return bytes;
  }

  /**
   * Changes codes of this law into codes of the other one, as tables 3 and 4 of the Recommendation
   * give them.
   *
   * @param src codes of this law
   * @param from index of the first code
   * @param bytes number of codes
   * @param dst receives codes of the other law; may be {@code src} at the same index
   * @param to index of the first code written
   * @return the number of codes written, which is {@code bytes}
   * @throws IllegalArgumentException if there is nothing to convert or either array is too short;
   *     nothing is written then
   */
  public int transcode(byte[] src, int from, int bytes, byte[] dst, int to) {
    Ranges.check("src", from, bytes, src.length);
    Ranges.check("dst", to, bytes, dst.length);
    byte[] table = this == PCMU ? MU_LAW_TO_A_LAW : A_LAW_TO_MU_LAW;
    for (int i = 0; i < bytes; i++) {
      dst[to + i] = table[src[from + i] & 0xFF];
    }
    return bytes;
  }

  /**
   * Table 2a: with a bias of 33, the eight segments begin at the powers of two from 2^5 to 2^12,
   * and each is cut into sixteen equal intervals.
   */
  private static int muLawInterval(int sample) {
    int biased = Math.min((sample >> 2) + MU_LAW_BIAS, MU_LAW_CLIP);
    int segment = log2(biased) - 5;
    return segment << 4 | ((biased >> (segment + 1)) & 0xF);
  }

  private static int muLawLevel(int interval) {
    int segment = interval >> 4;
    int middle = ((2 * (interval & 0xF) + 33) << segment) - MU_LAW_BIAS;
    return middle << 2;
  }

  /**
   * Table 1a: the first two segments share one step, each of the six above begins at a power of
   * two; all have sixteen equal intervals.
   */
  private static int aLawInterval(int sample) {
    int magnitude = sample >> 4;
    int segment = magnitude < 16 ? 0 : log2(magnitude) - 3;
    return segment << 4 | ((magnitude >> Math.max(segment - 1, 0)) & 0xF);
  }

  private static int aLawLevel(int interval) {
    int segment = interval >> 4;
    int halfSteps = 2 * (interval & 0xF) + 1;
    int middle = segment == 0 ? halfSteps : (halfSteps + 32) << (segment - 1);
    return middle << 3;
  }

  private static int log2(int value) {
    return Integer.SIZE - 1 - Integer.numberOfLeadingZeros(value);
  }
}
