package io.callrouter.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;

/**
 * Audio that somebody heard: 16-bit samples at 8 kHz.
 *
 * @param samples not copied, not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // Looked at, never compared.
record Passage(short[] samples) {
  private static final int SAMPLES_PER_MS = Tone.RATE_HZ / 1000;

  /** Companding makes zeros of no sample that a tone has, and takes 1 % of its level at most. */
  private static final double LEVEL_TOLERANCE = 0.02;

  private static final double LEAST_SHARE = 0.99;

  /** What remains when silence at both ends is cut off. */
  Passage sound() {
    int from = firstSound();
    int to = samples.length;
    while (to > from && samples[to - 1] == 0) {
      to--;
    }
    return new Passage(Arrays.copyOfRange(samples, from, to));
  }

  /** The number of the first sample that is not silence; all of them if there is none. */
  int firstSound() {
    int at = 0;
    while (at < samples.length && samples[at] == 0) {
      at++;
    }
    return at;
  }

  long ms() {
    return samples.length / SAMPLES_PER_MS;
  }

  /** How long there is sound: a tone has no zero beside another. */
  long soundMs() {
    int sound = 0;
    for (int i = 0; i < samples.length; i++) {
      sound += samples[i] != 0 || (i > 0 && samples[i - 1] != 0) ? 1 : 0;
    }
    return sound / SAMPLES_PER_MS;
  }

  /** Fails unless this is that tone, whole, at its level and without a gap. */
  void assertIs(Tone tone, long ms) {
    Passage sound = sound();
    assertEquals(ms * SAMPLES_PER_MS, sound.samples.length, "samples of sound");
    assertEquals(sound.ms(), sound.soundMs(), "there is a gap in the sound");
    assertEquals(tone.level(), sound.level(), tone.level() * LEVEL_TOLERANCE, "level");
    double share = sound.shareOf(tone.hz());
    assertTrue(share >= LEAST_SHARE, () -> tone.hz() + " Hz make only " + share + " of the sound");
  }

  /** The root mean square. */
  double level() {
    return Math.sqrt(energy() / samples.length);
  }

  /** How much of the energy a frequency has, from 0 to 1, by Goertzel's algorithm. */
  double shareOf(int hz) {
    double turn = 2 * Math.cos(2 * Math.PI * hz / Tone.RATE_HZ);
    double last = 0;
    double before = 0;
    for (short sample : samples) {
      double now = sample + turn * last - before;
      before = last;
      last = now;
    }
    double power = last * last + before * before - turn * last * before;
    return 2 * power / samples.length / energy();
  }

  private double energy() {
    double energy = 0;
    for (short sample : samples) {
      energy += (double) sample * sample;
    }
    return energy;
  }
}
