package io.callrouter.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** What is no key must not be told as one; Q.24 calls it signal simulation by speech. */
class DtmfTalkOffTest {
  private static final int MINUTE = 60 * 8000;

  private final Random random = new Random(1);

  @Test
  void callProgressTonesAreNoKeys() {
    assertNoDigit(MINUTE / 6, n -> 6000 * (sine(350, n) + sine(440, n)));
    assertNoDigit(MINUTE / 6, n -> 6000 * (sine(480, n) + sine(620, n)));
    assertNoDigit(MINUTE / 6, n -> 12_000 * sine(425, n));
  }

  @Test
  void oneToneOfAKeyIsNoKey() {
    for (int row : DtmfTone.ROWS_HZ) {
      assertNoDigit(8000, n -> 12_000 * sine(row, n));
    }
    for (int column : DtmfTone.COLUMNS_HZ) {
      assertNoDigit(8000, n -> 12_000 * sine(column, n));
    }
  }

  @Test
  void noiseIsNoKey() {
    assertNoDigit(2 * MINUTE, n -> 4000 * random.nextGaussian());
  }

  /** Voiced sounds whose pitch glides over every harmonic pair that could meet a key's tones. */
  @Test
  void harmonicsThatSweepAreNoKeys() {
    var voice = new Voice(random);
    assertNoDigit(3 * MINUTE, n -> voice.sample());
  }

  /** Chords of a semitone scale, notes with three overtones each. */
  @Test
  void musicIsNoKey() {
    double[] notes = new double[4];
    assertNoDigit(
        3 * MINUTE,
        n -> {
          if (n % 2000 == 0) {
            for (int i = 0; i < notes.length; i++) {
              notes[i] = 220 * Math.pow(2, random.nextInt(36) / 12.0);
            }
          }
          double sum = 0;
          for (double note : notes) {
            sum += sine(note, n) + sine(2 * note, n) / 2 + sine(3 * note, n) / 4;
          }
          return 3000 * sum;
        });
  }

  private void assertNoDigit(int samples, IntToDoubleFunction sound) {
    short[] frame = new short[160];
    var digits = new StringBuilder();
    var detector = new DtmfDetector(digits::append);
    for (int at = 0; at < samples; at += frame.length) {
      for (int i = 0; i < frame.length; i++) {
        double sample = sound.applyAsDouble(at + i);
        frame[i] = (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, sample));
      }
      detector.push(frame, 0, frame.length);
    }
    assertEquals("", digits.toString());
  }

  private static double sine(double hz, int n) {
    return Math.sin(2 * Math.PI * hz * n / 8000);
  }

  /** Pulses of a gliding pitch, or noise, through three resonances that move like formants. */
  private static final class Voice {
    private final Random random;
    private final double[] last = new double[3];
    private final double[] lastButOne = new double[3];
    private final double[] formantHz = {500, 1500, 2500};
    private final double[] targetHz = {500, 1500, 2500};
    private double pitchHz = 120;
    private double targetPitchHz = 120;
    private double phase;
    private boolean voiced = true;
    private int left;

    Voice(Random random) {
      this.random = random;
    }

    double sample() {
      if (--left <= 0) {
        nextSound();
      }
      pitchHz += (targetPitchHz - pitchHz) / 800;
      phase += pitchHz / 8000;
      double source = voiced ? 0 : 0.1 * random.nextGaussian();
      if (phase >= 1) {
        phase -= 1;
        source = voiced ? 1 : source;
      }
      double sum = 0;
      for (int i = 0; i < 3; i++) {
        formantHz[i] += (targetHz[i] - formantHz[i]) / 400;
        sum += resonate(i, source);
      }
      return 2500 * sum;
    }

    private void nextSound() {
      left = 400 + random.nextInt(2000);
      voiced = random.nextInt(5) > 0;
      targetPitchHz = 80 + random.nextInt(320);
      targetHz[0] = 250 + random.nextInt(650);
      targetHz[1] = 800 + random.nextInt(1200);
      targetHz[2] = 2200 + random.nextInt(900);
    }

    private double resonate(int i, double source) {
      double radius = Math.exp(-Math.PI * 70 / 8000);
      double value =
          source
              + 2 * radius * Math.cos(2 * Math.PI * formantHz[i] / 8000) * last[i]
              - radius * radius * lastButOne[i];
      lastButOne[i] = last[i];
      last[i] = value;
      return value;
    }
  }
}
