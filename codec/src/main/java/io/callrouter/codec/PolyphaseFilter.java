package io.callrouter.codec;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The low-pass of a rate conversion, taken apart into one branch per output phase; immutable and
 * shared by all streams that convert by the same ratio.
 *
 * <p>With 32 taps per sample of the lower rate the equiripple design reaches 0.016 dB and 100 dB.
 * One of them is left zero: an odd length has its centre on a sample, and that makes the delay a
 * whole number of output samples for every ratio.
 */
final class PolyphaseFilter {
  static final double PASS_EDGE = 0.425;
  static final double STOP_EDGE = 0.575;

  private static final int TAPS_PER_LOW_RATE_SAMPLE = 32;
  private static final double STOP_WEIGHT = 100;

  private static final Map<RateRatio, PolyphaseFilter> SHARED = new ConcurrentHashMap<>();

  private final RateRatio ratio;
  private final float[][] branches;

  private PolyphaseFilter(RateRatio ratio) {
    this.ratio = ratio;
    this.branches = branches(prototype(ratio.oversampling()), ratio.up());
  }

  static PolyphaseFilter of(RateRatio ratio) {
    return SHARED.computeIfAbsent(ratio, PolyphaseFilter::new);
  }

  /** The filter at {@code oversampling} times the lower rate, with unit gain at zero frequency. */
  static double[] prototype(int oversampling) {
    return EquirippleLowPass.design(
        TAPS_PER_LOW_RATE_SAMPLE * oversampling - 1,
        PASS_EDGE / oversampling,
        STOP_EDGE / oversampling,
        STOP_WEIGHT);
  }

  RateRatio ratio() {
    return ratio;
  }

  /** Number of input samples that one output sample is made of, a multiple of eight. */
  int window() {
    return branches[0].length;
  }

  /**
   * Group delay in output samples. The first output is taken {@code down - 1} ticks after the first
   * input, the latest moment that still gives one output for every {@code down} ticks.
   */
  int delaySamples() {
    int centre = window() * ratio.up() / 2 - 1;
    return (centre - (ratio.down() - 1)) / ratio.down();
  }

  /**
   * Weighs the window of input samples that begins at {@code at}. Eight sums, because the order of
   * a float sum is fixed: a single one would make each addition wait for the one before.
   */
  float apply(int phase, float[] line, int at) {
    float[] taps = branches[phase];
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

  /**
   * Branch p holds every {@code up}-th tap from p on, newest sample last, scaled by {@code up} for
   * the zeros that raising the rate puts between the samples.
   */
  private static float[][] branches(double[] prototype, int up) {
    int window = (prototype.length + 1) / up;
    float[][] branches = new float[up][window];
    for (int tap = 0; tap < prototype.length; tap++) {
      branches[tap % up][window - 1 - tap / up] = (float) (up * prototype[tap]);
    }
    return branches;
  }
}
