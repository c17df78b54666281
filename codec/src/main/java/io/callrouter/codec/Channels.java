package io.callrouter.codec;

/** Interleaved channels: one sample of each, left first, then the next of each. */
final class Channels {
  private static final int STEREO = 2;

  private Channels() {}

  static void requireSupported(int channels) {
    if (channels != 1 && channels != STEREO) {
      throw new IllegalArgumentException(channels + " channels are not supported: use 1 or 2");
    }
  }

  /**
   * Checks a stretch of interleaved samples.
   *
   * @throws IllegalArgumentException if it is empty, out of its array, or not whole in all channels
   */
  static void check(short[] in, int from, int samples, int channels) {
    Ranges.check("in", from, samples, in.length);
    if (samples % channels != 0) {
      throw new IllegalArgumentException(
          "in: " + samples + " samples, where stereo allows even numbers only");
    }
  }

  /**
   * Makes mono of so many instants: the mean of both channels, rounded, to even where it is half.
   */
  static void mix(short[] in, int from, int channels, short[] out, int to, int instants) {
    if (channels == 1) {
      System.arraycopy(in, from, out, to, instants);
      return;
    }
    for (int i = 0; i < instants; i++) {
      int sum = in[from + 2 * i] + in[from + 2 * i + 1];
      out[to + i] = (short) ((sum + (sum >> 1 & 1)) >> 1);
    }
  }
}
