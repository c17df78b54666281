package io.callrouter.codec;

/**
 * Deals the samples of a line out to rows, and collects rows into a line of samples. A loop of its
 * own for each number of rows, since a stride that is not a constant costs three times as much.
 */
final class Interleaving {
  /** 1.5 * 2^23: a float has no digits behind the point there, so adding it rounds to nearest. */
  private static final float ROUNDING = 0x1.8p23f;

  private static final int ROUNDING_BITS = Float.floatToRawIntBits(ROUNDING);

  private Interleaving() {}

  /**
   * Deals out {@code ways} times {@code count} samples: the first to row {@code first}, the next to
   * row {@code first + step} and so on.
   *
   * @param ways 1, 2, 3, 4 or 6
   */
  static void split(
      short[] line, int from, int ways, int count, float[][] rows, int first, int step) {
    switch (ways) {
      case 1 -> split1(line, from, count, rows[first]);
      case 2 -> split2(line, from, count, rows[first], rows[first + step]);
      case 3 -> split3(line, from, count, rows[first], rows[first + step], rows[first + 2 * step]);
      case 4 ->
          split4(
              line,
              from,
              count,
              rows[first],
              rows[first + step],
              rows[first + 2 * step],
              rows[first + 3 * step]);
      case 6 ->
          split6(
              line,
              from,
              count,
              rows[first],
              rows[first + step],
              rows[first + 2 * step],
              rows[first + 3 * step],
              rows[first + 4 * step],
              rows[first + 5 * step]);
      default -> throw new IllegalArgumentException("no loop for " + ways + " rows");
    }
  }

  /**
   * Collects samples, rounded to 16 bits: the first from row {@code first}, the next from the row
   * after it and so on.
   *
   * @param ways 1, 2, 3, 4 or 6
   * @param samples how many; the last turn need not be a whole one
   */
  static void join(float[][] rows, int first, int ways, short[] out, int to, int samples) {
    int count = samples / ways;
    switch (ways) {
      case 1 -> join1(out, to, count, rows[first]);
      case 2 -> join2(out, to, count, rows[first], rows[first + 1]);
      case 3 -> join3(out, to, count, rows[first], rows[first + 1], rows[first + 2]);
      case 4 ->
          join4(out, to, count, rows[first], rows[first + 1], rows[first + 2], rows[first + 3]);
      case 6 ->
          join6(
              out,
              to,
              count,
              rows[first],
              rows[first + 1],
              rows[first + 2],
              rows[first + 3],
              rows[first + 4],
              rows[first + 5]);
      default -> throw new IllegalArgumentException("no loop for " + ways + " rows");
    }
    for (int i = count * ways; i < samples; i++) {
      out[to + i] = round(rows[first + i % ways][count]);
    }
  }

  /** The nearest 16-bit sample. */
  static short round(float value) {
    int nearest = Float.floatToRawIntBits(value + ROUNDING) - ROUNDING_BITS;
    if (nearest != (short) nearest) {
      return nearest < 0 ? Short.MIN_VALUE : Short.MAX_VALUE;
    }
    return (short) nearest;
  }

  private static void split1(short[] line, int from, int count, float[] a) {
    for (int j = 0, i = from; j < count; j++, i += 1) {
      a[j] = line[i];
    }
  }

  private static void split2(short[] line, int from, int count, float[] a, float[] b) {
    for (int j = 0, i = from; j < count; j++, i += 2) {
      a[j] = line[i];
      b[j] = line[i + 1];
    }
  }

  private static void split3(short[] line, int from, int count, float[] a, float[] b, float[] c) {
    for (int j = 0, i = from; j < count; j++, i += 3) {
      a[j] = line[i];
      b[j] = line[i + 1];
      c[j] = line[i + 2];
    }
  }

  private static void split4(
      short[] line, int from, int count, float[] a, float[] b, float[] c, float[] d) {
    for (int j = 0, i = from; j < count; j++, i += 4) {
      a[j] = line[i];
      b[j] = line[i + 1];
      c[j] = line[i + 2];
      d[j] = line[i + 3];
    }
  }

  private static void split6(
      short[] line,
      int from,
      int count,
      float[] a,
      float[] b,
      float[] c,
      float[] d,
      float[] e,
      float[] f) {
    for (int j = 0, i = from; j < count; j++, i += 6) {
      a[j] = line[i];
      b[j] = line[i + 1];
      c[j] = line[i + 2];
      d[j] = line[i + 3];
      e[j] = line[i + 4];
      f[j] = line[i + 5];
    }
  }

  private static void join1(short[] out, int to, int count, float[] a) {
    for (int j = 0, i = to; j < count; j++, i += 1) {
      out[i] = round(a[j]);
    }
  }

  private static void join2(short[] out, int to, int count, float[] a, float[] b) {
    for (int j = 0, i = to; j < count; j++, i += 2) {
      out[i] = round(a[j]);
      out[i + 1] = round(b[j]);
    }
  }

  private static void join3(short[] out, int to, int count, float[] a, float[] b, float[] c) {
    for (int j = 0, i = to; j < count; j++, i += 3) {
      out[i] = round(a[j]);
      out[i + 1] = round(b[j]);
      out[i + 2] = round(c[j]);
    }
  }

  private static void join4(
      short[] out, int to, int count, float[] a, float[] b, float[] c, float[] d) {
    for (int j = 0, i = to; j < count; j++, i += 4) {
      out[i] = round(a[j]);
      out[i + 1] = round(b[j]);
      out[i + 2] = round(c[j]);
      out[i + 3] = round(d[j]);
    }
  }

  private static void join6(
      short[] out,
      int to,
      int count,
      float[] a,
      float[] b,
      float[] c,
      float[] d,
      float[] e,
      float[] f) {
    for (int j = 0, i = to; j < count; j++, i += 6) {
      out[i] = round(a[j]);
      out[i + 1] = round(b[j]);
      out[i + 2] = round(c[j]);
      out[i + 3] = round(d[j]);
      out[i + 4] = round(e[j]);
      out[i + 5] = round(f[j]);
    }
  }
}
