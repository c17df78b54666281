package io.callrouter.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Measures what comes out of the 16-bit interface, tone by tone, over windows that hold whole
 * periods of every frequency looked at.
 */
class ResamplerQualityTest {
  private static final double MAX_RIPPLE_DB = 0.02;
  private static final double MIN_REJECTION_DB = 100;
  private static final double MIN_SINAD_DOWN_DB = 95;
  private static final double MIN_SINAD_UP_DB = 93;
  private static final int STEPS = 40;

  @ParameterizedTest
  @MethodSource("io.callrouter.codec.RatePair#different")
  void passBandIsFlatUpToItsEdge(RatePair rates) {
    double lowest = Double.POSITIVE_INFINITY;
    double highest = Double.NEGATIVE_INFINITY;
    for (int hz : tonesHz(100, passEdgeHz(rates))) {
      double gain = settledLevelDb(rates, Signals.sine(hz, rates.fromHz(), length(rates), -1), hz);
      lowest = Math.min(lowest, gain + 1);
      highest = Math.max(highest, gain + 1);
    }
    assertTrue(highest - lowest <= MAX_RIPPLE_DB, "ripple of " + (highest - lowest) + " dB");
    assertEquals(0, (highest + lowest) / 2, MAX_RIPPLE_DB, "gain");
  }

  @ParameterizedTest
  @MethodSource("io.callrouter.codec.RatePair#downward")
  void whatTheLowerRateCannotCarryIsStoppedOnTheWayDown(RatePair rates) {
    int lastHz = rates.fromHz() / 2 - 50;
    int[] tones =
        stopEdgeHz(rates) < lastHz
            ? tonesHz(stopEdgeHz(rates), lastHz)
            : IntStream.empty().toArray();
    for (int hz : tones) {
      int aliasHz = Math.abs(hz - Math.round((float) hz / rates.toHz()) * rates.toHz());
      double alias = settledLevelDb(rates, withPilot(rates, hz, aliasHz), aliasHz);
      assertTrue(alias + 1 < -MIN_REJECTION_DB, hz + " Hz came through at " + (alias + 1) + " dB");
    }
  }

  @ParameterizedTest
  @MethodSource("io.callrouter.codec.RatePair#upward")
  void imagesOfTheLowerRateAreStoppedOnTheWayUp(RatePair rates) {
    for (int hz : tonesHz(100, passEdgeHz(rates))) {
      short[] out = rates.convert(Signals.sine(hz, rates.fromHz(), length(rates), 0));
      for (int centre = rates.fromHz(); centre - hz < rates.toHz() / 2; centre += rates.fromHz()) {
        assertImageStopped(rates, out, hz, centre - hz);
        if (centre + hz < rates.toHz() / 2) {
          assertImageStopped(rates, out, hz, centre + hz);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.callrouter.codec.RatePair#different")
  void aToneComesOutWithNothingElseAboveTheRoundingNoise(RatePair rates) {
    for (int hz : new int[] {991, 997, 1003, 1009}) {
      double sinad = sinadDb(rates, hz);
      double least = rates.fromHz() < rates.toHz() ? MIN_SINAD_UP_DB : MIN_SINAD_DOWN_DB;
      assertTrue(sinad >= least, hz + " Hz: SINAD " + sinad + " dB");
    }
  }

  private static double sinadDb(RatePair rates, int hz) {
    short[] out = rates.convert(Signals.sine(hz, rates.fromHz(), length(rates), -0.2));
    int window = rates.toHz();
    int from = out.length - window;
    double tone = Signals.levelDb(out, from, window, hz, rates.toHz());
    double power = 0;
    for (int i = from; i < out.length; i++) {
      power += (double) out[i] * out[i];
    }
    double tonePower = Math.pow(10, tone / 10) * Short.MAX_VALUE * Short.MAX_VALUE / 2;
    return 10 * Math.log10(tonePower / (power / window - tonePower));
  }

  @ParameterizedTest
  @CsvSource({"2, 1", "3, 1", "3, 2", "4, 1", "4, 3", "6, 1", "8, 3", "160, 147", "147, 40"})
  void theFilterItselfMeetsItsSpecificationAtEveryFrequency(int up, int down) {
    RateRatio ratio = new RateRatio(up, down);
    int oversampling = ratio.oversampling();
    double[] taps = PrototypeFilter.design(ratio);
    double lowest = Double.POSITIVE_INFINITY;
    double highest = 0;
    double strongest = 0;
    for (double f = 0; f <= oversampling / 2.0; f += oversampling > 8 ? 0.0047 : 0.0005) {
      double gain = gain(taps, f / oversampling);
      if (f <= PrototypeFilter.PASS_EDGE) {
        lowest = Math.min(lowest, gain);
        highest = Math.max(highest, gain);
      } else if (f >= PrototypeFilter.STOP_EDGE) {
        strongest = Math.max(strongest, gain);
      }
    }
    assertTrue(Signals.decibel(highest / lowest) < MAX_RIPPLE_DB);
    assertTrue(Signals.decibel(strongest) < -100, Signals.decibel(strongest) + " dB");
  }

  /**
   * Frequencies that share no factor with any rate, so that rounding gives noise, not overtones.
   */
  private static int[] tonesHz(int firstHz, int lastHz) {
    return IntStream.rangeClosed(0, STEPS)
        .map(step -> firstHz + (lastHz - 10 - firstHz) / 10 * step / STEPS * 10 + 7)
        .toArray();
  }

  /**
   * A tone so weak as an alias would round to nothing by itself. Beside another tone the rounding
   * becomes noise, spread over all frequencies, and the alias shows far below one step.
   */
  private static short[] withPilot(RatePair rates, int hz, int aliasHz) {
    int pilotHz = aliasHz > 700 && aliasHz < 1300 ? 1507 : 997;
    return Signals.sum(
        Signals.sine(hz, rates.fromHz(), length(rates), -1),
        Signals.sine(pilotHz, rates.fromHz(), length(rates), -20));
  }

  private static void assertImageStopped(RatePair rates, short[] out, int hz, int imageHz) {
    double image =
        Signals.levelDb(out, out.length - rates.toHz(), rates.toHz(), imageHz, rates.toHz());
    assertTrue(
        image < -MIN_REJECTION_DB, hz + " Hz has an image at " + imageHz + " Hz, " + image + " dB");
  }

  private static double settledLevelDb(RatePair rates, short[] in, int hz) {
    short[] out = rates.convert(in);
    return Signals.levelDb(out, out.length - rates.toHz(), rates.toHz(), hz, rates.toHz());
  }

  /** A second to measure, after a tenth for the filter to fill. */
  private static int length(RatePair rates) {
    return rates.fromHz() * 11 / 10;
  }

  private static int passEdgeHz(RatePair rates) {
    return (int) Math.round(PrototypeFilter.PASS_EDGE * rates.lowerHz());
  }

  private static int stopEdgeHz(RatePair rates) {
    return (int) Math.round(PrototypeFilter.STOP_EDGE * rates.lowerHz());
  }

  private static double gain(double[] taps, double frequency) {
    double sum = 0;
    for (int n = 0; n < taps.length; n++) {
      sum += taps[n] * Math.cos(2 * Math.PI * frequency * (n - taps.length / 2));
    }
    return Math.abs(sum);
  }
}
