package io.callrouter.codec;

/**
 * Loops over arrays in the only form that C2 turns into vector instructions on every JDK from 17
 * on: from index 0, four arrays read at that very index, one written, nothing else. An offset to an
 * index, a fifth array or a sum over the loop would make them scalar, five times as slow.
 *
 * <p>The order of the additions of each lane is fixed, so neither the number of lanes nor the
 * compiler changes a bit of the result.
 */
final class Lanes {
  /** Lanes of the widest vectors there are; what is left over is computed one by one. */
  private static final int VECTOR = 16;

  private Lanes() {}

  /** The next whole number of vectors: lanes too many cost less than lanes left over. */
  static int roundUp(int lanes) {
    return (lanes + VECTOR - 1) / VECTOR * VECTOR;
  }

  /** Sets each lane of {@code y} to the weighted sum of four others. */
  static void set(
      float[] y, float[] a, float[] b, float[] c, float[] d, float[] weights, int at, int lanes) {
    float wa = weights[at];
    float wb = weights[at + 1];
    float wc = weights[at + 2];
    float wd = weights[at + 3];
    for (int j = 0; j < lanes; j++) {
      y[j] = wa * a[j] + wb * b[j] + wc * c[j] + wd * d[j];
    }
  }

  /** Adds the weighted sum of four others to each lane of {@code y}. */
  static void add(
      float[] y, float[] a, float[] b, float[] c, float[] d, float[] weights, int at, int lanes) {
    float wa = weights[at];
    float wb = weights[at + 1];
    float wc = weights[at + 2];
    float wd = weights[at + 3];
    for (int j = 0; j < lanes; j++) {
      y[j] += wa * a[j] + wb * b[j] + wc * c[j] + wd * d[j];
    }
  }
}
