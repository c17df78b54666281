package io.callrouter.benchmarks;

import be.tarsos.dsp.resample.Resampler;

/**
 * TarsosDSP's resampler, a port of Smith's, at its high quality. It works on floats, so samples of
 * 16 bits are brought to them before what is measured: the peer has the advantage.
 */
final class TarsosResampler {
  private static final float FULL_SCALE = 32_768;

  private final double factor;
  private final Resampler resampler;

  TarsosResampler(int fromHz, int toHz) {
    factor = (double) toHz / fromHz;
    resampler = new Resampler(true, factor, factor);
  }

  static float[] floats(short[] pcm) {
    float[] floats = new float[pcm.length];
    for (int i = 0; i < pcm.length; i++) {
      floats[i] = pcm[i] / FULL_SCALE;
    }
    return floats;
  }

  /** Gives the number of samples in {@code out}, which changes by one or two between blocks. */
  int process(float[] in, float[] out) {
    Resampler.Result result =
        resampler.process(factor, in, 0, in.length, false, out, 0, out.length);
    if (result.inputSamplesConsumed != in.length) {
      throw new IllegalStateException("no room for all that comes of " + in.length + " samples");
    }
    return result.outputSamplesGenerated;
  }
}
