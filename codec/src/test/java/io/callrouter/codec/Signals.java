package io.callrouter.codec;

import java.util.Random;

/** Test signals, and measurements of them. */
final class Signals {

  private Signals() {}

  /** A sine at a level in dB below full scale. */
  static short[] sine(double frequencyHz, int rateHz, int samples, double levelDb) {
    double amplitude = Short.MAX_VALUE * Math.pow(10, levelDb / 20);
    short[] pcm = new short[samples];
    for (int i = 0; i < samples; i++) {
      pcm[i] = (short) Math.rint(amplitude * Math.sin(2 * Math.PI * frequencyHz * i / rateHz));
    }
    return pcm;
  }

  static short[] noise(long seed, int samples) {
    var random = new Random(seed);
    short[] pcm = new short[samples];
    for (int i = 0; i < samples; i++) {
      pcm[i] = (short) random.nextInt();
    }
    return pcm;
  }

  static short[] sum(short[] a, short[] b) {
    short[] sum = new short[a.length];
    for (int i = 0; i < a.length; i++) {
      sum[i] = (short) (a[i] + b[i]);
    }
    return sum;
  }

  /** The level of one frequency in dB below full scale, exact over whole periods. */
  static double levelDb(short[] pcm, int from, int samples, double frequencyHz, int rateHz) {
    double re = 0;
    double im = 0;
    double step = 2 * Math.PI * frequencyHz / rateHz;
    double cos = Math.cos(step);
    double sin = Math.sin(step);
    double c = 1;
    double s = 0;
    for (int i = 0; i < samples; i++) {
      re += pcm[from + i] * c;
      im += pcm[from + i] * s;
      double next = c * cos - s * sin;
      s = s * cos + c * sin;
      c = next;
    }
    return decibel(2 * Math.hypot(re, im) / samples / Short.MAX_VALUE);
  }

  static double decibel(double ratio) {
    return 20 * Math.log10(ratio);
  }
}
