package io.callrouter.benchmarks.load;

/**
 * The number of a frame in its first three samples, as codes of PCMU that nobody hears: 48 dB and
 * more below full scale.
 */
final class QuietNumber {
  private static final int BITS = 5;
  private static final int SAMPLES = 3;
  private static final int MASK = (1 << BITS) - 1;
  private static final int QUIETEST = 0xF0; // to 0xFF; without the sign bit for negative samples

  private QuietNumber() {}

  /** Writes a number, modulo 2^15. */
  static void write(int number, byte[] frame) {
    for (int i = 0; i < SAMPLES; i++) {
      int digit = (number >> (BITS * i)) & MASK;
      frame[i] = (byte) (((digit & 0xF) | QUIETEST) & (digit > 0xF ? 0x7F : 0xFF));
    }
  }

  /** Reads a number from the first four characters of a frame's base64. */
  static int read(CharSequence text, int from) {
    int bytes = Frames.valueOf(text, from);
    int number = 0;
    for (int i = 0; i < SAMPLES; i++) {
      int code = (bytes >> (8 * (SAMPLES - 1 - i))) & 0xFF;
      int digit = (code & 0xF) | (code < 0x80 ? 0x10 : 0);
      number |= digit << (BITS * i);
    }
    return number;
  }
}
