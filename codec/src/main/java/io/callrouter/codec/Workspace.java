package io.callrouter.codec;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * What a conversion needs only while it runs. A thread borrows one for the length of a call, so
 * that a stream keeps no more than its history, however many streams there are.
 *
 * <p>Those that wait are shared by all threads. As many exist as ever ran at once, up to the size
 * of the shelf; one that finds no place on it is left to the garbage collector.
 */
final class Workspace {
  /** Vector lanes worked on at a time: 20 ms at 8 kHz. */
  static final int LANES = 160;

  /** Input samples taken at a time, at most. */
  static final int MOST_INPUT = 6 * LANES;

  private static final int ROWS = 68;
  private static final int MOST_HISTORY = 288;

  /** A row holds the lanes and the history in front of them. */
  private static final int ROW = LANES + 48;

  private static final int SHELF = 64;
  private static final AtomicReferenceArray<Workspace> IDLE = new AtomicReferenceArray<>(SHELF);

  /** The history of the stream, then the samples of the block at hand. */
  final short[] line = new short[MOST_HISTORY + MOST_INPUT];

  /** The same as floats, for who takes them one by one. */
  final float[] floats = new float[line.length];

  /** Arrays of their own, since the compiler makes vectors of no others; see {@link Lanes}. */
  final float[][] rows = new float[ROWS][ROW];

  private Workspace() {}

  static Workspace borrow() {
    int own = own();
    for (int i = 0; i < SHELF; i++) {
      Workspace idle = IDLE.getAndSet((own + i) % SHELF, null);
      if (idle != null) {
        return idle;
      }
    }
    return new Workspace();
  }

  void giveBack() {
    int own = own();
    for (int i = 0; i < SHELF; i++) {
      if (IDLE.compareAndSet((own + i) % SHELF, null, this)) {
        return;
      }
    }
  }

  private static int own() {
    return (int) (Thread.currentThread().getId() % SHELF);
  }
}
