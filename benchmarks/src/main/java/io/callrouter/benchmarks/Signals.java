package io.callrouter.benchmarks;

import java.util.Random;

/** What the benchmarks are fed with; the same in every run. */
final class Signals {
  private static final long SEED = 711;

  /** The level of a voice on the telephone, about &minus;24 dB below full scale. */
  private static final double RMS = 2000;

  private Signals() {}

  /** Noise at the level of speech, so that all quiet codes occur and few loud ones. */
  static short[] speechLike(int samples) {
    Random random = new Random(SEED);
    short[] pcm = new short[samples];
    for (int i = 0; i < samples; i++) {
      double sample = random.nextGaussian() * RMS;
      pcm[i] = (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, Math.round(sample)));
    }
    return pcm;
  }
}
