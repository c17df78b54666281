package io.callrouter.codec;

/**
 * The low-pass of a rate conversion as an impulse response at a multiple of the lower rate, before
 * it is taken apart into phases.
 *
 * <p>It passes up to 0.425 of the lower rate and stops from 0.575 of it: what lies between folds
 * into the same stretch, above the telephone band, and the filter gets half as long as one that
 * stops at half the rate. The 32 samples of the lower rate that it spans are the 2 ms that a
 * conversion may delay at 8 kHz. Rates as near as 7 to 5 have a lower one of 12 kHz or more, so
 * there it may span 40: the roundings of input and output leave the images hardly any room.
 *
 * <p>For small multiples the equiripple design gives the response itself. The rates with 44.1 kHz
 * meet at up to 441 times the lower one; for them a response of sixteen times the rate is
 * interpolated by a windowed sine cardinal, which is exact to below its stop band since the
 * response holds nothing above 1/28 of its own rate.
 */
final class PrototypeFilter {
  static final double PASS_EDGE = 0.425;
  static final double STOP_EDGE = 0.575;

  /** Samples of the lower rate from the centre of the response to its end. */
  private static final int REACH = 16;

  private static final int REACH_OF_NEAR_RATES = 20;

  /** Found by trial: gives the stop band all that the ripple of 0.02 dB leaves. */
  private static final double STOP_WEIGHT = 120;

  private static final int MOST_DIRECT = 8;
  private static final int DENSITY = 16;

  /** Reach of the interpolation in samples of the dense response. */
  private static final int SINC_REACH = 5;

  /** So many of them lengthen the whole, as the delay allows; the others shorten what is dense. */
  private static final int LENGTHENING = 2;

  /** Kaiser's parameter for 122 dB. */
  private static final double SINC_BETA = 12.5;

  private PrototypeFilter() {}

  /**
   * Designs the response at as many times the lower rate as the ratio oversamples, with unit gain
   * at zero frequency; its length is odd, so that its centre is on a sample.
   */
  static double[] design(RateRatio ratio) {
    int reach = ratio.isNear() ? REACH_OF_NEAR_RATES : REACH;
    int oversampling = ratio.oversampling();
    return oversampling <= MOST_DIRECT
        ? equiripple(2 * reach * oversampling - 1, oversampling)
        : interpolated(reach, oversampling);
  }

  private static double[] equiripple(int taps, int oversampling) {
    return EquirippleLowPass.design(
        taps, PASS_EDGE / oversampling, STOP_EDGE / oversampling, STOP_WEIGHT);
  }

  private static double[] interpolated(int reach, int oversampling) {
    int denseReach = reach * DENSITY + LENGTHENING;
    double[] dense = equiripple(2 * (denseReach - SINC_REACH) + 1, DENSITY);
    int centre = denseReach * oversampling / DENSITY - 1;
    double[] response = new double[2 * centre + 1];
    double sum = 0;
    for (int i = 0; i <= centre; i++) {
      double tap = interpolate(dense, (double) i * DENSITY / oversampling);
      response[centre + i] = tap;
      response[centre - i] = tap;
      sum += i == 0 ? tap : 2 * tap;
    }
    for (int i = 0; i < response.length; i++) {
      response[i] /= sum;
    }
    return response;
  }

  /** The value at a distance from the centre of the dense response. */
  private static double interpolate(double[] dense, double distance) {
    int centre = dense.length / 2;
    int nearest = (int) distance;
    double value = 0;
    for (int n = nearest - SINC_REACH + 1; n <= nearest + SINC_REACH; n++) {
      if (n <= centre) {
        value += dense[centre + n] * windowedSinc(distance - n);
      }
    }
    return value;
  }

  private static double windowedSinc(double x) {
    double position = x / SINC_REACH;
    if (x == 0) {
      return 1;
    }
    if (Math.abs(position) >= 1) {
      return 0;
    }
    double window =
        bessel(SINC_BETA * StrictMath.sqrt(1 - position * position)) / bessel(SINC_BETA);
    return window * StrictMath.sin(Math.PI * x) / (Math.PI * x);
  }

  /** The modified Bessel function of the first kind of order zero, by its series. */
  private static double bessel(double x) {
    double sum = 1;
    double term = 1;
    for (int k = 1; term > 1e-17 * sum; k++) {
      term *= x / (2 * k) * (x / (2 * k));
      sum += term;
    }
    return sum;
  }
}
