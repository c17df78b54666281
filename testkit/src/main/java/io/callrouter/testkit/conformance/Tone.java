package io.callrouter.testkit.conformance;

/**
 * A tone that is spoken or played: 16-bit samples at 8 kHz. No sample is zero, so that each zero in
 * what arrives is a gap.
 */
record Tone(int hz, int amplitude) {
  static final int RATE_HZ = 8000;

  /** So much of it. */
  short[] samples(int ms) {
    short[] samples = new short[RATE_HZ / 1000 * ms];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (short) Math.round(amplitude * Math.sin(2 * Math.PI * hz * (i + 0.5) / RATE_HZ));
    }
    return samples;
  }

  /** The level it should have when it arrives, as a root mean square. */
  double level() {
    return amplitude / Math.sqrt(2);
  }

  /** Little-endian bytes of samples, as an endpoint sends them. */
  static byte[] bytes(short[] samples) {
    byte[] bytes = new byte[2 * samples.length];
    for (int i = 0; i < samples.length; i++) {
      bytes[2 * i] = (byte) samples[i];
      bytes[2 * i + 1] = (byte) (samples[i] >> 8);
    }
    return bytes;
  }
}
