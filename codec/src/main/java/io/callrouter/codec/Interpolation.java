package io.callrouter.codec;

/**
 * Raises the rate, or changes it by a ratio of small numbers, with the output samples that are a
 * whole period of the ratio apart side by side.
 *
 * <p>Every tap of every phase reads the input at a shift of its own, which the compiler does not
 * turn into vectors. So the block is copied once for each shift; all phases read the same copies.
 */
final class Interpolation implements Convolution {
  private static final int GROUP = 4;

  private final RateRatio ratio;

  /** For each phase, its taps, newest sample first, a multiple of four. */
  private final float[][] branches;

  private final int window;

  Interpolation(RateRatio ratio, float[][] branches) {
    this.ratio = ratio;
    this.branches = branches;
    this.window = branches[0].length;
  }

  @Override
  public void run(Workspace work, int ticks, int outputs, short[] out, int to) {
    int up = ratio.up();
    int down = ratio.down();
    int lanes = Lanes.roundUp((outputs + up - 1) / up);
    int newestLead = (ticks + (up - 1) * down) / up;
    copyShifts(work, window + newestLead, lanes);
    int firstPhase = work.rows.length - up;
    for (int i = 0; i < up; i++) {
      int tick = ticks + i * down;
      int newest = down + window - 1 + tick / up;
      sum(work.rows, newest, branches[tick % up], work.rows[firstPhase + i], lanes);
    }
    Interleaving.join(work.rows, firstPhase, up, out, to, outputs);
  }

  /** Row {@code down + s} holds the line from sample s on, every {@code down}-th one. */
  private void copyShifts(Workspace work, int shifts, int lanes) {
    int down = ratio.down();
    int dealt = lanes + (shifts - 1) / down;
    Interleaving.split(work.line, 0, down, dealt, work.rows, 0, 1);
    for (int shift = 0; shift < shifts; shift++) {
      System.arraycopy(work.rows[shift % down], shift / down, work.rows[down + shift], 0, lanes);
    }
  }

  private void sum(float[][] rows, int newest, float[] taps, float[] y, int lanes) {
    Lanes.set(
        y, rows[newest], rows[newest - 1], rows[newest - 2], rows[newest - 3], taps, 0, lanes);
    for (int k = GROUP; k < window; k += GROUP) {
      int row = newest - k;
      Lanes.add(y, rows[row], rows[row - 1], rows[row - 2], rows[row - 3], taps, k, lanes);
    }
  }
}
