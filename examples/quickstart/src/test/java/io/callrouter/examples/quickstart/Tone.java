package io.callrouter.examples.quickstart;

/** A tone of 400 Hz, whose periods fit into frames of 20 ms at 8 kHz. */
final class Tone {
  private static final int FRAME = 160;
  private static final double AMPLITUDE = 8000;
  private static final double MOST_OFF_DB = 1;

  private Tone() {}

  /** A frame of it; any two may follow each other. */
  static short[] frame() {
    short[] frame = new short[FRAME];
    for (int i = 0; i < FRAME; i++) {
      frame[i] = (short) Math.round(AMPLITUDE * Math.sin(2 * Math.PI * i / 20));
    }
    return frame;
  }

  /** Whether a frame is the tone and nothing else, at its level; its phase may be any. */
  static boolean isIn(short[] frame) {
    double real = 0;
    double imaginary = 0;
    double energy = 0;
    for (int i = 0; i < frame.length; i++) {
      real += frame[i] * Math.cos(2 * Math.PI * i / 20);
      imaginary += frame[i] * Math.sin(2 * Math.PI * i / 20);
      energy += (double) frame[i] * frame[i];
    }
    double tone = 2 * (real * real + imaginary * imaginary) / frame.length;
    double expected = AMPLITUDE * AMPLITUDE / 2 * frame.length;
    return tone > 0.98 * energy && Math.abs(10 * Math.log10(tone / expected)) < MOST_OFF_DB;
  }
}
