package io.callrouter.codec;

/**
 * Computes one output sample after the other: for ratios whose phases come again too seldom for
 * them to be worked on side by side, such as those with 44.1 kHz.
 */
final class DotProducts implements Convolution {
  private final RateRatio ratio;

  /** For each phase, its taps, oldest sample first, a multiple of eight. */
  private final float[][] branches;

  /**
   * Takes the taps.
   *
   * @param newestFirst for each phase, its taps, newest sample first
   */
  DotProducts(RateRatio ratio, float[][] newestFirst) {
    this.ratio = ratio;
    this.branches = new float[newestFirst.length][newestFirst[0].length];
    for (int phase = 0; phase < branches.length; phase++) {
      for (int k = 0; k < branches[phase].length; k++) {
        branches[phase][k] = newestFirst[phase][branches[phase].length - 1 - k];
      }
    }
  }

  @Override
  public void run(Workspace work, int ticks, int outputs, short[] out, int to) {
    int up = ratio.up();
    float[] line = work.floats;
    int newest = (ticks + (outputs - 1) * ratio.down()) / up;
    for (int i = 0; i < newest + branches[0].length; i++) {
      line[i] = work.line[i];
    }
    int sample = ticks / up;
    int phase = ticks % up;
    for (int i = 0; i < outputs; i++) {
      out[to + i] = Interleaving.round(dot(branches[phase], line, sample));
      phase += ratio.down();
      sample += phase / up;
      phase %= up;
    }
  }

  /**
   * Weighs the window of samples that begins at {@code at}. Eight sums, because the order of a
   * float sum is fixed: a single one would make each addition wait for the one before.
   */
  private static float dot(float[] taps, float[] line, int at) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    float s4 = 0;
    float s5 = 0;
    float s6 = 0;
    float s7 = 0;
    for (int k = 0; k < taps.length; k += 8) {
      s0 += taps[k] * line[at + k];
      s1 += taps[k + 1] * line[at + k + 1];
      s2 += taps[k + 2] * line[at + k + 2];
      s3 += taps[k + 3] * line[at + k + 3];
      s4 += taps[k + 4] * line[at + k + 4];
      s5 += taps[k + 5] * line[at + k + 5];
      s6 += taps[k + 6] * line[at + k + 6];
      s7 += taps[k + 7] * line[at + k + 7];
    }
    return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
  }
}
