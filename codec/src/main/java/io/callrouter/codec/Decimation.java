package io.callrouter.codec;

/**
 * Lowers the rate by a whole number, all output samples of a block side by side.
 *
 * <p>The input is dealt out to one row for each of the {@code down} samples that fall on an output
 * sample, so that one sample of the output's time is one lane. A tap would then be a row read at an
 * offset, which the compiler does not turn into vectors. So the taps that are the same number of
 * lanes late, modulo sixteen, are summed first, all at the same lane, and only the sixteen sums are
 * shifted against each other, by copying.
 */
final class Decimation implements Convolution {
  private static final int SHIFTS = 16;
  private static final int GROUP = 4;
  private static final float[] ONES = {1, 1, 1, 1};

  private final int down;

  /** For each shift, the taps of the rows in the order of {@link #sum}. */
  private final float[] weights;

  private final int groups;

  /**
   * Takes the taps.
   *
   * @param taps newest sample first, 32 for each output sample
   */
  Decimation(float[] taps, int down) {
    this.down = down;
    this.groups = (2 * down + GROUP - 1) / GROUP;
    this.weights = new float[SHIFTS * groups * GROUP];
    for (int tap = 0; tap < taps.length; tap++) {
      int row = tap % down;
      int late = tap / down;
      int term = 2 * row + (late < SHIFTS ? 0 : 1);
      weights[late % SHIFTS * groups * GROUP + term] = taps[tap];
    }
  }

  @Override
  public void run(Workspace work, int ticks, int outputs, short[] out, int to) {
    float[][] rows = work.rows;
    int firstSum = groups * GROUP;
    int lanes = Lanes.roundUp(outputs + SHIFTS - 1);
    deal(work.line, ticks, rows, lanes);
    for (int shift = 0; shift < SHIFTS; shift++) {
      float[] sum = rows[firstSum + shift];
      sum(rows, shift, sum, lanes);
      System.arraycopy(sum, SHIFTS - 1 - shift, sum, 0, outputs);
    }
    float[] y = rows[firstSum + SHIFTS];
    for (int row = firstSum; row < firstSum + SHIFTS; row += GROUP) {
      if (row == firstSum) {
        Lanes.set(y, rows[row], rows[row + 1], rows[row + 2], rows[row + 3], ONES, 0, outputs);
      } else {
        Lanes.add(y, rows[row], rows[row + 1], rows[row + 2], rows[row + 3], ONES, 0, outputs);
      }
    }
    Interleaving.join(rows, firstSum + SHIFTS, 1, out, to, outputs);
  }

  /** Two rows for each of the samples, newest first, the second sixteen lanes older than it. */
  private void deal(short[] line, int oldest, float[][] rows, int lanes) {
    Interleaving.split(line, oldest, down, lanes + SHIFTS, rows, 2 * down - 1, -2);
    for (int row = 0; row < 2 * down; row += 2) {
      System.arraycopy(rows[row + 1], SHIFTS, rows[row], 0, lanes);
    }
  }

  private void sum(float[][] rows, int shift, float[] sum, int lanes) {
    int at = shift * groups * GROUP;
    Lanes.set(sum, rows[0], rows[1], rows[2], rows[3], weights, at, lanes);
    for (int row = GROUP; row < groups * GROUP; row += GROUP) {
      Lanes.add(
          sum, rows[row], rows[row + 1], rows[row + 2], rows[row + 3], weights, at + row, lanes);
    }
  }
}
