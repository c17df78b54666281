package io.callrouter.codec;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Output rate to input rate in lowest terms: raise the input rate by {@code up}, then keep one
 * sample in {@code down}.
 */
record RateRatio(int up, int down) {
  static final List<Integer> RATES_HZ = List.of(8000, 12000, 16000, 24000, 32000, 44100, 48000);

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

  /** Whether the rates are as near as 7 to 5 or nearer. */
  boolean isNear() {
    return 5 * Math.max(up, down) <= 7 * Math.min(up, down);
  }

  /** How many samples come out for so many in, if the first is due {@code ticks} after them. */
  int outputs(int samples, int ticks) {
    return Math.toIntExact(((long) samples * up - ticks + down - 1) / down);
  }

  private static void requireSupported(int rateHz) {
    if (!RATES_HZ.contains(rateHz)) {
      throw new IllegalArgumentException(
          RATES_HZ.stream()
              .map(String::valueOf)
              .collect(
                  Collectors.joining(
                      ", ", "Sampling rate " + rateHz + " Hz is not supported: use one of ", "")));
    }
  }

  private static int greatestCommonDivisor(int a, int b) {
    return b == 0 ? a : greatestCommonDivisor(b, a % b);
  }
}
