package io.callrouter.codec;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A conversion under test. */
record RatePair(int fromHz, int toHz) {
  private static final List<Integer> RATES_HZ = RateRatio.RATES_HZ;

  static Stream<RatePair> all() {
    return RATES_HZ.stream().flatMap(from -> RATES_HZ.stream().map(to -> new RatePair(from, to)));
  }

  static Stream<RatePair> different() {
    return all().filter(pair -> pair.fromHz != pair.toHz);
  }

  static Stream<RatePair> upward() {
    return all().filter(pair -> pair.fromHz < pair.toHz);
  }

  static Stream<RatePair> downward() {
    return all().filter(pair -> pair.fromHz > pair.toHz);
  }

  Resampler resampler() {
    return Resampler.of(fromHz, toHz);
  }

  /** Converts a whole stream in one block. */
  short[] convert(short[] in) {
    Resampler resampler = resampler();
    short[] out = new short[resampler.maxOutput(in.length)];
    return Arrays.copyOf(out, resampler.process(in, 0, in.length, out, 0));
  }

  int lowerHz() {
    return Math.min(fromHz, toHz);
  }

  @Override
  public String toString() {
    return fromHz + " to " + toHz + " Hz";
  }
}
