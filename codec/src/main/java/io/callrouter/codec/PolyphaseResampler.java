package io.callrouter.codec;

import java.util.Arrays;

/**
 * The conversion between different rates.
 *
 * <p>Time is counted in ticks of the common multiple of both rates: an input sample every {@code
 * up} ticks, an output sample every {@code down} ticks.
 */
final class PolyphaseResampler implements Resampler {
  private final PolyphaseFilter filter;
  private final RateRatio ratio;
  private final int toHz;
  private final int channels;

  /** The last samples of the stream, mixed to mono, as many as an output looks back. */
  private final short[] history;

  /** Ticks from the next input sample to the next output sample, below {@code down}. */
  private int ticksToOutput;

  PolyphaseResampler(PolyphaseFilter filter, int toHz, int channels) {
    this.filter = filter;
    this.ratio = filter.ratio();
    this.toHz = toHz;
    this.channels = channels;
    this.history = new short[filter.window() - 1];
    reset();
  }

  @Override
  public int process(short[] in, int from, int samples, short[] out, int to) {
    Channels.check(in, from, samples, channels);
    int instants = samples / channels;
    int outputs = ratio.outputs(instants, ticksToOutput);
    if (outputs > 0) {
      Ranges.check("out", to, outputs, out.length);
    }
    Workspace work = Workspace.borrow();
    int blockSize = Math.min(Workspace.MOST_INPUT, Workspace.LANES * ratio.down());
    int written = 0;
    for (int taken = 0; taken < instants; taken += blockSize) {
      int block = Math.min(blockSize, instants - taken);
      load(in, from + taken * channels, block, work.line);
      written += processBlock(work, block, out, to + written);
    }
    work.giveBack();
    return written;
  }

  @Override
  public int maxOutput(int samples) {
    return ratio.outputs(samples / channels, 0);
  }

  @Override
  public int delaySamples() {
    return filter.delaySamples();
  }

  @Override
  public double delayMs() {
    return 1000.0 * delaySamples() / toHz;
  }

  @Override
  public void reset() {
    Arrays.fill(history, (short) 0);
    ticksToOutput = ratio.down() - 1;
  }

  private void load(short[] in, int from, int instants, short[] line) {
    System.arraycopy(history, 0, line, 0, history.length);
    Channels.mix(in, from, channels, line, history.length, instants);
  }

  private int processBlock(Workspace work, int block, short[] out, int to) {
    int outputs = ratio.outputs(block, ticksToOutput);
    if (outputs > 0) {
      filter.convolution().run(work, ticksToOutput, outputs, out, to);
    }
    ticksToOutput += outputs * ratio.down() - block * ratio.up();
    System.arraycopy(work.line, block, history, 0, history.length);
    return outputs;
  }
}
