package io.callrouter.codec;

import java.util.Set;

/**
 * Output rate to input rate in lowest terms: raise the input rate by {@code up}, then keep one
 * sample in {@code down}.
 */
record RateRatio(int up, int down) {
  private static final Set<Integer> RATES_HZ = Set.of(8000, 16000, 24000, 48000);

  static RateRatio of(int fromHz, int toHz) {
    requireSupported(fromHz);
    requireSupported(toHz);
    int divisor = greatestCommonDivisor(fromHz, toHz);
    return new RateRatio(toHz / divisor, fromHz / divisor);
  }

  boolean isOne() {
    return up == down;
  }

  /** The rate at which the filter runs, in multiples of the lower of both rates. */
  int oversampling() {
    return Math.max(up, down);
  }

  private static void requireSupported(int rateHz) {
    if (!RATES_HZ.contains(rateHz)) {
      throw new IllegalArgumentException(
          "Sampling rate " + rateHz + " Hz is not supported: use 8000, 16000, 24000 or 48000");
    }
  }

  private static int greatestCommonDivisor(int a, int b) {
    return b == 0 ? a : greatestCommonDivisor(b, a % b);
  }
}
