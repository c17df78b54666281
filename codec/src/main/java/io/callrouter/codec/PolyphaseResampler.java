package io.callrouter.codec;

import java.util.Arrays;
import java.util.Objects;

/**
 * The conversion between different rates.
 *
 * <p>Time is counted in ticks of the common multiple of both rates: an input sample every {@code
 * up} ticks, an output sample every {@code down} ticks.
 */
final class PolyphaseResampler implements Resampler {
  /** Input samples taken at a time: 20 ms at the highest rate. */
  private static final int BLOCK = 960;

  private final PolyphaseFilter filter;
  private final int up;
  private final int down;
  private final int history;

  /** The last {@code history} samples of the stream, then those of the block at hand. */
  private final float[] line;

  /** Ticks from the next input sample to the next output sample, below {@code down}. */
  private int ticksToOutput;

  PolyphaseResampler(PolyphaseFilter filter) {
    this.filter = filter;
    this.up = filter.ratio().up();
    this.down = filter.ratio().down();
    this.history = filter.window() - 1;
    this.line = new float[history + BLOCK];
    reset();
  }

  @Override
  public int process(short[] in, int from, int samples, short[] out, int to) {
    Objects.checkFromIndexSize(from, samples, in.length);
    Objects.checkFromIndexSize(to, outputs(samples, ticksToOutput), out.length);
    int written = 0;
    for (int taken = 0; taken < samples; taken += BLOCK) {
      int block = Math.min(BLOCK, samples - taken);
      written += processBlock(in, from + taken, block, out, to + written);
    }
    return written;
  }

  @Override
  public int maxOutput(int samples) {
    return outputs(samples, 0);
  }

  @Override
  public int delaySamples() {
    return filter.delaySamples();
  }

  @Override
  public void reset() {
    Arrays.fill(line, 0);
    ticksToOutput = down - 1;
  }

  private int outputs(int samples, int ticksToFirst) {
    return Math.toIntExact(((long) samples * up - ticksToFirst + down - 1) / down);
  }

  private int processBlock(short[] in, int from, int samples, short[] out, int to) {
    for (int i = 0; i < samples; i++) {
      line[history + i] = in[from + i];
    }
    int written = 0;
    int sample = ticksToOutput / up;
    int phase = ticksToOutput % up;
    while (sample < samples) {
      out[to + written++] = saturate(filter.apply(phase, line, sample));
      for (phase += down; phase >= up; phase -= up) {
        sample++;
      }
    }
    ticksToOutput = (sample - samples) * up + phase;
    System.arraycopy(line, samples, line, 0, history);
    return written;
  }

  private static short saturate(float value) {
    return (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, Math.rint(value)));
  }
}
