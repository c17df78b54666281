package io.callrouter.codec;

import java.util.Arrays;

/**
 * One of the two groups of four frequencies of ITU-T Q.23, as four Goertzel filters: finds the
 * strongest of the four in a window of samples, and its power if its frequency is right.
 *
 * <p>The filters keep the phase, which Goertzel's usual form drops: how far it turned since the
 * window before tells the frequency much more exactly than the width of a filter of 20 ms could.
 */
final class ToneGroup {
  private static final int TONES = 4;

  /** Q.24 wants up to 1.5 % taken and 3.5 % refused; this is the middle. */
  private static final double TOLERANCE = 0.025;

  private final double[] cos = new double[TONES];
  private final double[] sin = new double[TONES];

  /** How far the phase of each tone turns from one window to the next, as a point on the circle. */
  private final double[] hopCos = new double[TONES];

  private final double[] hopSin = new double[TONES];

  /** How much further or less far it turns at the edge of the tolerance, in radians. */
  private final double[] maxDrift = new double[TONES];

  private double[] re = new double[TONES];
  private double[] im = new double[TONES];
  private double[] lastRe = new double[TONES];
  private double[] lastIm = new double[TONES];
  private int strongest;

  /**
   * Makes the four filters.
   *
   * @param frequenciesHz the four frequencies
   * @param sampleRateHz rate of the samples
   * @param hop samples from the begin of one window to that of the next
   */
  ToneGroup(int[] frequenciesHz, int sampleRateHz, int hop) {
    for (int k = 0; k < TONES; k++) {
      double step = 2 * Math.PI * frequenciesHz[k] / sampleRateHz;
      cos[k] = StrictMath.cos(step);
      sin[k] = StrictMath.sin(step);
      hopCos[k] = StrictMath.cos(step * hop);
      hopSin[k] = StrictMath.sin(step * hop);
      maxDrift[k] = step * hop * TOLERANCE;
    }
  }

  /** Takes the next window, already weighted. */
  void listen(double[] window) {
    double[] oldestRe = lastRe;
    double[] oldestIm = lastIm;
    lastRe = re;
    lastIm = im;
    re = oldestRe;
    im = oldestIm;
    filter(window);
    strongest = 0;
    for (int k = 1; k < TONES; k++) {
      if (square(k) > square(strongest)) {
        strongest = k;
      }
    }
  }

  /** Forgets the last window, because the next one does not follow it by one hop. */
  void reset() {
    Arrays.fill(re, 0);
    Arrays.fill(im, 0);
  }

  /** Returns which of the four was the strongest in the last window. */
  int strongest() {
    return strongest;
  }

  /**
   * Returns the squared magnitude of the strongest tone in the last window, as large as if the tone
   * stood on its nominal frequency; 0 if it is beyond the tolerance.
   */
  double power() {
    double drift = drift(strongest);
    if (Math.abs(drift) > maxDrift[strongest]) {
      return 0;
    }
    // A Hann window of four hops weakens a tone that drifts by this much in one hop to this gain:
    // within half a percent, over all of the tolerance that must be taken.
    double gain = (1 + Math.cos(drift)) / 2;
    return square(strongest) / (gain * gain);
  }

  /** How much further the phase turned since the last window than the nominal frequency would. */
  private double drift(int k) {
    double turnRe = re[k] * lastRe[k] + im[k] * lastIm[k];
    double turnIm = im[k] * lastRe[k] - re[k] * lastIm[k];
    return Math.atan2(
        turnIm * hopCos[k] - turnRe * hopSin[k], turnRe * hopCos[k] + turnIm * hopSin[k]);
  }

  /**
   * Goertzel's recurrence s(n) = x(n) + 2 cos(&omega;) s(n&minus;1) &minus; s(n&minus;2), written
   * out for all four: one alone would make the processor wait for each sum, four keep it busy.
   */
  private void filter(double[] window) {
    double c0 = 2 * cos[0];
    double c1 = 2 * cos[1];
    double c2 = 2 * cos[2];
    double c3 = 2 * cos[3];
    double p0 = 0;
    double p1 = 0;
    double p2 = 0;
    double p3 = 0;
    double q0 = 0;
    double q1 = 0;
    double q2 = 0;
    double q3 = 0;
    for (double x : window) {
      double s0 = c0 * p0 + (x - q0);
      double s1 = c1 * p1 + (x - q1);
      double s2 = c2 * p2 + (x - q2);
      double s3 = c3 * p3 + (x - q3);
      q0 = p0;
      q1 = p1;
      q2 = p2;
      q3 = p3;
      p0 = s0;
      p1 = s1;
      p2 = s2;
      p3 = s3;
    }
    keep(0, p0, q0);
    keep(1, p1, q1);
    keep(2, p2, q2);
    keep(3, p3, q3);
  }

  private void keep(int k, double last, double lastButOne) {
    re[k] = last - cos[k] * lastButOne;
    im[k] = sin[k] * lastButOne;
  }

  private double square(int k) {
    return re[k] * re[k] + im[k] * im[k];
  }
}
