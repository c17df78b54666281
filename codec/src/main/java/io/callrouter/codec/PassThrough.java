package io.callrouter.codec;

import java.util.Objects;

/** The conversion between equal rates. */
final class PassThrough implements Resampler {

  @Override
  public int process(short[] in, int from, int samples, short[] out, int to) {
    Objects.checkFromIndexSize(from, samples, in.length);
    Objects.checkFromIndexSize(to, samples, out.length);
    System.arraycopy(in, from, out, to, samples);
    return samples;
  }

  @Override
  public int maxOutput(int samples) {
    return samples;
  }

  @Override
  public int delaySamples() {
    return 0;
  }

  @Override
  public void reset() {}
}
