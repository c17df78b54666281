package io.callrouter.codec;

/** A way to run the filter of a ratio over a block; immutable and shared by all its streams. */
interface Convolution {

  /**
   * Computes the samples that come out for a block.
   *
   * @param work its line holds {@code history} samples of the stream, then the block
   * @param ticks ticks from the first sample of the block to the first output sample
   * @param outputs how many come out, at least 1
   * @param out receives them
   * @param to index of the first
   */
  void run(Workspace work, int ticks, int outputs, short[] out, int to);
}
