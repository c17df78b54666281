package io.callrouter.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EquirippleLowPassTest {
  private static final int GRID_POINTS = 100_000;

  /** Chebyshev's criterion: what alternates this often cannot be improved upon. */
  @ParameterizedTest
  @CsvSource({"21, 0.2, 0.3, 1", "63, 0.2125, 0.2875, 100", "95, 0.1, 0.14, 10"})
  void theWeightedErrorAlternatesOftenEnoughToBeTheSmallestPossible(
      int taps, double passEdge, double stopEdge, double stopWeight) {
    double[] filter = EquirippleLowPass.design(taps, passEdge, stopEdge, stopWeight);
    double bound = 0;
    for (int i = 0; i <= GRID_POINTS / 2; i++) {
      double f = (double) i / GRID_POINTS;
      bound = Math.max(bound, Math.abs(error(filter, f, passEdge, stopEdge, stopWeight)));
    }
    int alternations = 0;
    double lastSign = 0;
    for (int i = 0; i <= GRID_POINTS / 2; i++) {
      double f = (double) i / GRID_POINTS;
      double error = error(filter, f, passEdge, stopEdge, stopWeight);
      if (Math.abs(error) > 0.98 * bound && Math.signum(error) != lastSign) {
        lastSign = Math.signum(error);
        alternations++;
      }
    }
    assertTrue(alternations >= taps / 2 + 2, alternations + " alternations");
  }

  @Test
  void theImpulseResponseIsSymmetric() {
    double[] filter = EquirippleLowPass.design(95, 0.1, 0.14, 10);
    double[] reversed = new double[95];
    for (int i = 0; i < 95; i++) {
      reversed[i] = filter[94 - i];
    }
    assertArrayEquals(filter, reversed);
  }

  @Test
  void refusesAnEvenLength() {
    var e =
        assertThrows(
            IllegalArgumentException.class, () -> EquirippleLowPass.design(64, 0.2, 0.3, 1));
    assertEquals("The number of taps must be odd, not 64", e.getMessage());
  }

  @Test
  void saysSoWhereNoFilterIsFound() {
    var e =
        assertThrows(
            IllegalArgumentException.class, () -> EquirippleLowPass.design(301, 0.3, 0.2, 1));
    assertEquals("No filter of 301 taps found from 0.3 to 0.2", e.getMessage());
  }

  private static double error(
      double[] filter, double f, double passEdge, double stopEdge, double stopWeight) {
    if (f > passEdge && f < stopEdge) {
      return 0;
    }
    double gain = 0;
    for (int n = 0; n < filter.length; n++) {
      gain += filter[n] * Math.cos(2 * Math.PI * f * (n - filter.length / 2));
    }
    return f <= passEdge ? 1 - gain : -stopWeight * f / stopEdge * gain;
  }
}
