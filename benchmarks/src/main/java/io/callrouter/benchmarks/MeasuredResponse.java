package io.callrouter.benchmarks;

import io.callrouter.codec.Resampler;

/**
 * What a conversion does to tones and to an impulse, measured through the 16-bit interface that
 * everybody uses.
 *
 * <p>A tone that is almost stopped would be rounded to nothing by itself. Beside a second tone the
 * rounding becomes noise, spread over all frequencies, and what is left of the first shows far
 * below one step.
 */
final class MeasuredResponse {
  private static final double TONE = 0.89 * Short.MAX_VALUE;
  private static final double PILOT = 0.1 * Short.MAX_VALUE;
  private static final int PILOT_HZ = 997;
  private static final int OTHER_PILOT_HZ = 1507;
  private static final int IMPULSE = 30_000;

  private final int fromHz;
  private final int toHz;

  MeasuredResponse(int fromHz, int toHz) {
    this.fromHz = fromHz;
    this.toHz = toHz;
  }

  /** The gain of a tone in dB, wherever it comes out. */
  double gainDb(int toneHz) {
    int foundHz = Math.abs(toneHz - Math.round((float) toneHz / toHz) * toHz);
    int pilotHz = Math.abs(foundHz - PILOT_HZ) < 200 ? OTHER_PILOT_HZ : PILOT_HZ;
    short[] in = new short[fromHz * 11 / 10];
    for (int i = 0; i < in.length; i++) {
      double time = 2 * Math.PI * i / fromHz;
      in[i] = (short) Math.rint(TONE * Math.sin(toneHz * time) + PILOT * Math.sin(pilotHz * time));
    }
    short[] out = new short[in.length];
    int count = Resampler.of(fromHz, toHz).process(in, 0, in.length, out, 0);
    double re = 0;
    double im = 0;
    for (int i = count - toHz; i < count; i++) {
      double angle = 2 * Math.PI * ((long) foundHz * i % toHz) / toHz;
      re += out[i] * Math.cos(angle);
      im += out[i] * Math.sin(angle);
    }
    return 20 * Math.log10(2 * Math.hypot(re, im) / toHz / TONE);
  }

  /** What comes out for a single sample, relative to it; the sample is the first. */
  double[] impulse() {
    short[] in = new short[fromHz / 200];
    in[0] = IMPULSE;
    short[] out = new short[in.length * toHz / fromHz];
    Resampler.of(fromHz, toHz).process(in, 0, in.length, out, 0);
    double[] response = new double[out.length];
    for (int i = 0; i < out.length; i++) {
      response[i] = (double) out[i] / IMPULSE;
    }
    return response;
  }
}
