package io.callrouter.testkit.openai;

/** What a caller says in tests. */
final class Sounds {
  private Sounds() {}

  /** A vowel at −20 dBov: harmonics of 140 Hz; 16-bit samples at 8 kHz. */
  static short[] voice(int ms) {
    short[] pcm = new short[ms * 8];
    for (int i = 0; i < pcm.length; i++) {
      double sum = 0;
      for (int harmonic = 1; harmonic <= 8; harmonic++) {
        sum += Math.sin(2 * Math.PI * 140 * harmonic * i / 8000) / harmonic;
      }
      pcm[i] = (short) (3700 * sum);
    }
    return pcm;
  }
}
