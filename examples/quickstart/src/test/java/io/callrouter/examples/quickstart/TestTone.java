package io.callrouter.examples.quickstart;

import io.callrouter.codec.WavAudio;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The tone that the browser's microphone hears, the usual one of a test line, and what became of it
 * in a short stretch of sound.
 *
 * @param hz its frequency there
 * @param gainDb its level there against that at which it was said
 * @param purityDb its level against that of all else there: a gap and a click leave little
 */
record TestTone(double hz, double gainDb, double purityDb) {
  static final int HZ = 1004;
  private static final double LEVEL = 0.25;
  private static final int MICROPHONE_HZ = 48_000;

  /** A clock that is trimmed by 0.5 % makes 5 Hz of it, and one on each side twice that. */
  private static final double SEARCH_HZ = 12;

  private static final double SEARCH_STEP_HZ = 0.25;

  /** So short that a clock which is being trimmed does not change in it. */
  private static final int STRETCHES_PER_SECOND = 10;

  /** Writes a second of it, a whole number of periods: it can be repeated without a seam. */
  static void write(Path file) throws IOException {
    short[] samples = new short[MICROPHONE_HZ];
    for (int i = 0; i < samples.length; i++) {
      samples[i] =
          (short)
              Math.round(Short.MAX_VALUE * LEVEL * Math.sin(2 * Math.PI * HZ * i / MICROPHONE_HZ));
    }
    new WavAudio(MICROPHONE_HZ, 1, samples).write(file);
  }

  /** Looks for it in sound of ±1, in one stretch of 100 ms after the other. */
  static List<TestTone> in(float[] sound, int rateHz) {
    int length = rateHz / STRETCHES_PER_SECOND;
    return IntStream.range(0, sound.length / length)
        .mapToObj(i -> Arrays.copyOfRange(sound, i * length, (i + 1) * length))
        .map(stretch -> of(stretch, rateHz))
        .toList();
  }

  private static TestTone of(float[] stretch, int rateHz) {
    double best = HZ;
    for (double hz = HZ - SEARCH_HZ; hz <= HZ + SEARCH_HZ; hz += SEARCH_STEP_HZ) {
      best = amplitude(stretch, rateHz, hz) > amplitude(stretch, rateHz, best) ? hz : best;
    }
    double amplitude = amplitude(stretch, rateHz, best);
    double all = 0;
    double windows = 0;
    for (int i = 0; i < stretch.length; i++) {
      double window = window(i, stretch.length);
      all += window * window * stretch[i] * stretch[i];
      windows += window * window;
    }
    double tone = amplitude * amplitude / 2;
    double rest = Math.max(all / windows - tone, 1e-12);
    return new TestTone(best, 20 * Math.log10(amplitude / LEVEL), 10 * Math.log10(tone / rest));
  }

  /** The amplitude of one frequency, by Goertzel's algorithm, in a window that has soft edges. */
  private static double amplitude(float[] sound, int rateHz, double hz) {
    double turn = 2 * Math.cos(2 * Math.PI * hz / rateHz);
    double last = 0;
    double before = 0;
    for (int i = 0; i < sound.length; i++) {
      double next = window(i, sound.length) * sound[i] + turn * last - before;
      before = last;
      last = next;
    }
    double power = last * last + before * before - turn * last * before;
    return 2 * Math.sqrt(Math.max(power, 0)) / sound.length;
  }

  private static double window(int i, int length) {
    return 1 - Math.cos(2 * Math.PI * i / length);
  }
}
