package io.callrouter.codec;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The low-pass of a rate conversion, taken apart into one branch per output phase; immutable and
 * shared by all streams that convert by the same ratio.
 */
final class PolyphaseFilter {
  /** The highest oversampling that is worked on side by side; above it the lanes get too few. */
  private static final int MOST_SIDE_BY_SIDE = 6;

  /** A multiple of what any of the convolutions takes at a time. */
  private static final int GRAIN = 8;

  private static final Map<RateRatio, PolyphaseFilter> SHARED = new ConcurrentHashMap<>();

  private final RateRatio ratio;

  /** Where the centre of the response lies, in ticks from its newest sample. */
  private final int centre;

  private final int window;
  private final Convolution convolution;

  private PolyphaseFilter(RateRatio ratio) {
    this.ratio = ratio;
    double[] prototype = PrototypeFilter.design(ratio);
    int reach = prototype.length / 2;
    centre = wholeDelay(reach, ratio.down());
    window = roundUp(centre + reach + 1, ratio.up() * GRAIN) / ratio.up();
    convolution = convolution(branches(prototype, centre - reach));
  }

  static PolyphaseFilter of(RateRatio ratio) {
    return SHARED.computeIfAbsent(ratio, PolyphaseFilter::new);
  }

  RateRatio ratio() {
    return ratio;
  }

  /** Number of input samples that one output sample is made of. */
  int window() {
    return window;
  }

  /**
   * Group delay in output samples. The first output is taken {@code down - 1} ticks after the first
   * input, the latest moment that still gives one output for every {@code down} ticks.
   */
  int delaySamples() {
    return (centre - (ratio.down() - 1)) / ratio.down();
  }

  Convolution convolution() {
    return convolution;
  }

  /** The first place from {@code reach} on that makes the delay a whole number of outputs. */
  private static int wholeDelay(int reach, int down) {
    return roundUp(reach - (down - 1), down) + down - 1;
  }

  private static int roundUp(int value, int multiple) {
    return (value + multiple - 1) / multiple * multiple;
  }

  private Convolution convolution(float[][] branches) {
    if (ratio.oversampling() > MOST_SIDE_BY_SIDE) {
      return new DotProducts(ratio, branches);
    }
    return ratio.up() == 1
        ? new Decimation(branches[0], ratio.down())
        : new Interpolation(ratio, branches);
  }

  /**
   * Branch p holds every {@code up}-th tap from p on, newest sample first, scaled by {@code up} for
   * the zeros that raising the rate puts between the samples.
   */
  private float[][] branches(double[] prototype, int offset) {
    int up = ratio.up();
    float[][] branches = new float[up][window];
    for (int i = 0; i < prototype.length; i++) {
      int tap = i + offset;
      branches[tap % up][tap / up] = (float) (up * prototype[i]);
    }
    return branches;
  }
}
