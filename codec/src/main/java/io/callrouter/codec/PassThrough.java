package io.callrouter.codec;

/** The conversion between equal rates: mono passes untouched, stereo is mixed. */
final class PassThrough implements Resampler {
  private final int channels;

  PassThrough(int channels) {
    this.channels = channels;
  }

  @Override
  public int process(short[] in, int from, int samples, short[] out, int to) {
    Channels.check(in, from, samples, channels);
    int outputs = samples / channels;
    Ranges.check("out", to, outputs, out.length);
    Channels.mix(in, from, channels, out, to, outputs);
    return outputs;
  }

  @Override
  public int maxOutput(int samples) {
    return samples / channels;
  }

  @Override
  public int delaySamples() {
    return 0;
  }

  @Override
  public double delayMs() {
    return 0;
  }

  @Override
  public void reset() {}
}
