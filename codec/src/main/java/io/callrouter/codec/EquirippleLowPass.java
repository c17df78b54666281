package io.callrouter.codec;

import java.util.Arrays;

/**
 * Designs low-pass filters of linear phase whose largest error is the smallest possible for their
 * length, by the method of T. Parks and J. McClellan (IEEE Transactions on Circuit Theory CT-19,
 * 1972), the Remez exchange.
 *
 * <p>The gain of such a filter of odd length 2m+1 is a polynomial of degree m in cos(&omega;). The
 * best one touches its error bound with alternating sign at m+2 frequencies at least (Chebyshev).
 * Starting from any m+2, each round finds the polynomial whose weighted error is equal there, and
 * moves them to where that error is largest, until it is no larger anywhere else.
 *
 * <p>{@link StrictMath} and plain arithmetic give the same filter, bit for bit, on every platform.
 */
final class EquirippleLowPass {
  private static final int GRID_POINTS_PER_COEFFICIENT = 16;
  private static final int MAX_ROUNDS = 50;
  private static final double TOLERANCE = 1e-4;

  private final int degree;

  /** Cosines of the frequencies looked at, pass band first, and what is wanted of each. */
  private final double[] grid;

  private final double[] desired;
  private final double[] weight;
  private final double[] error;

  /** Grid indices of the frequencies where the error alternates. */
  private int[] extrema;

  /** The current polynomial, by its values at the nodes (barycentric form of Lagrange's). */
  private final double[] nodes;

  private final double[] values;
  private final double[] barycentric;

  private EquirippleLowPass(int degree, double passEdge, double stopEdge, double stopWeight) {
    this.degree = degree;
    double spacing = 0.5 / (GRID_POINTS_PER_COEFFICIENT * (degree + 1));
    int passPoints = 1 + (int) Math.ceil(passEdge / spacing);
    int stopPoints = 1 + (int) Math.ceil((0.5 - stopEdge) / spacing);
    int points = passPoints + stopPoints;
    grid = new double[points];
    desired = new double[points];
    weight = new double[points];
    error = new double[points];
    Arrays.fill(desired, 0, passPoints, 1);
    Arrays.fill(weight, 0, passPoints, 1);
    fillGrid(0, passPoints, 0, passEdge);
    fillGrid(passPoints, points, stopEdge, 0.5);
    for (int i = passPoints; i < points; i++) {
      double frequency = StrictMath.acos(grid[i]) / (2 * Math.PI);
      weight[i] = stopWeight * frequency / stopEdge;
    }
    extrema = new int[degree + 2];
    for (int i = 0; i < extrema.length; i++) {
      extrema[i] = (int) ((long) i * (points - 1) / (extrema.length - 1));
    }
    nodes = new double[extrema.length];
    values = new double[extrema.length];
    barycentric = new double[extrema.length];
  }

  /**
   * Designs a filter.
   *
   * @param taps length, odd
   * @param passEdge end of the pass band, as a fraction of the sampling rate
   * @param stopEdge begin of the stop band, likewise
   * @param stopWeight how many times smaller the error must be where the stop band begins; from
   *     there on it falls in inverse proportion to the frequency, which costs hardly anything near
   *     the edge and keeps the sum of the many images of a tone down
   * @return the impulse response, symmetric, with a gain near 1 at zero frequency
   * @throws IllegalArgumentException if the exchange does not converge for these values
   */
  static double[] design(int taps, double passEdge, double stopEdge, double stopWeight) {
    if (taps % 2 == 0) {
      throw new IllegalArgumentException("The number of taps must be odd, not " + taps);
    }
    var filter = new EquirippleLowPass(taps / 2, passEdge, stopEdge, stopWeight);
    for (int round = 0; round < MAX_ROUNDS; round++) {
      double equalError = filter.interpolate();
      double largestError = filter.exchange();
      if (filter.extrema.length < filter.nodes.length) {
        break;
      }
      if (largestError <= equalError * (1 + TOLERANCE)) {
        return filter.impulseResponse();
      }
    }
    throw new IllegalArgumentException(
        "No filter of " + taps + " taps found from " + passEdge + " to " + stopEdge);
  }

  private void fillGrid(int begin, int end, double fromFrequency, double toFrequency) {
    double step = (toFrequency - fromFrequency) / (end - 1 - begin);
    for (int i = begin; i < end; i++) {
      grid[i] = StrictMath.cos(2 * Math.PI * (fromFrequency + step * (i - begin)));
    }
  }

  /** Lays the polynomial of equal error through the extrema; returns that error. */
  private double interpolate() {
    for (int i = 0; i < nodes.length; i++) {
      nodes[i] = grid[extrema[i]];
    }
    double numerator = 0;
    double denominator = 0;
    double sign = 1;
    for (int i = 0; i < nodes.length; i++) {
      barycentric[i] = barycentricWeight(i, nodes.length);
      numerator += barycentric[i] * desired[extrema[i]];
      denominator += sign * barycentric[i] / weight[extrema[i]];
      sign = -sign;
    }
    double deviation = numerator / denominator;
    for (int i = 0; i < nodes.length; i++) {
      values[i] = desired[extrema[i]] - deviation / weight[extrema[i]];
      deviation = -deviation;
    }
    return Math.abs(deviation);
  }

  /** The factor 2 keeps the product of up to some hundred distances on [-1, 1] near one. */
  private double barycentricWeight(int node, int count) {
    double product = 1;
    for (int i = 0; i < count; i++) {
      if (i != node) {
        product *= 2 * (nodes[node] - nodes[i]);
      }
    }
    return 1 / product;
  }

  private double gain(double cosine) {
    double numerator = 0;
    double denominator = 0;
    for (int i = 0; i < nodes.length; i++) {
      double distance = cosine - nodes[i];
      if (distance == 0) {
        return values[i];
      }
      double share = barycentric[i] / distance;
      numerator += share * values[i];
      denominator += share;
    }
    return numerator / denominator;
  }

  /** Moves the extrema to where the error is largest; returns the largest error. */
  private double exchange() {
    double largest = 0;
    for (int i = 0; i < grid.length; i++) {
      error[i] = weight[i] * (desired[i] - gain(grid[i]));
      largest = Math.max(largest, Math.abs(error[i]));
    }
    extrema = strongest(alternating(), degree + 2);
    return largest;
  }

  /** The grid indices of local extrema, of neighbours with the same sign only the larger. */
  private int[] alternating() {
    int[] found = new int[grid.length];
    int count = 0;
    for (int i = 0; i < grid.length; i++) {
      if (!isLocalExtremum(i)) {
        continue;
      }
      if (count == 0 || error[found[count - 1]] * error[i] < 0) {
        found[count++] = i;
      } else if (Math.abs(error[i]) > Math.abs(error[found[count - 1]])) {
        found[count - 1] = i;
      }
    }
    return Arrays.copyOf(found, count);
  }

  private boolean isLocalExtremum(int i) {
    double magnitude = Math.abs(error[i]);
    boolean overLeft = i == 0 || magnitude >= error[i - 1] * Math.signum(error[i]);
    boolean overRight = i == grid.length - 1 || magnitude > error[i + 1] * Math.signum(error[i]);
    return overLeft && overRight;
  }

  /** Drops the weaker end until {@code count} are left, which keeps the signs alternating. */
  private int[] strongest(int[] candidates, int count) {
    int begin = 0;
    int end = candidates.length;
    while (end - begin > count) {
      if (Math.abs(error[candidates[begin]]) < Math.abs(error[candidates[end - 1]])) {
        begin++;
      } else {
        end--;
      }
    }
    return Arrays.copyOfRange(candidates, begin, end);
  }

  /** Samples the gain at as many equal steps of frequency as there are taps and transforms back. */
  private double[] impulseResponse() {
    int taps = 2 * degree + 1;
    double[] gains = new double[degree + 1];
    for (int k = 0; k <= degree; k++) {
      gains[k] = gain(StrictMath.cos(2 * Math.PI * k / taps));
    }
    double[] response = new double[taps];
    for (int n = 0; n <= degree; n++) {
      double sum = gains[0];
      for (int k = 1; k <= degree; k++) {
        sum += 2 * gains[k] * StrictMath.cos(2 * Math.PI * k * n / taps);
      }
      response[degree + n] = sum / taps;
      response[degree - n] = sum / taps;
    }
    return response;
  }
}
