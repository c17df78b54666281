package io.callrouter.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LevelMeterTest {
  private static final double SINE_DB = -3.01; // the power of a sine below that of its peak

  private final LevelMeter meter = new LevelMeter();

  @ParameterizedTest
  @CsvSource({"8000, 0", "8000, -26", "8000, -60", "16000, -10", "24000, -40", "48000, -3"})
  void aSineHasItsLevelAndItsPowerThreeDecibelsBelow(int rateHz, double levelDb) {
    meter.push(Signals.sine(1000, rateHz, rateHz / 50, levelDb), 0, rateHz / 50);

    // A step of 16 bits is 0.3 dB of a peak at −60 dB.
    assertEquals(levelDb, meter.peakDbfs(), levelDb < -50 ? 0.3 : 0.05);
    assertEquals(levelDb + SINE_DB, meter.rmsDbfs(), levelDb < -50 ? 0.1 : 0.02);
  }

  @Test
  void aSquareWaveAtFullScaleHasZero() {
    short[] square = new short[160];
    for (int i = 0; i < square.length; i++) {
      square[i] = i / 4 % 2 == 0 ? Short.MIN_VALUE : Short.MAX_VALUE;
    }
    meter.push(square, 0, square.length);

    assertEquals(0, meter.peakDbfs());
    assertEquals(0, meter.rmsDbfs(), 0.001);
  }

  @Test
  void silenceAndNothingHaveTheLowestLevel() {
    assertEquals(-127, meter.rmsDbfs());
    assertEquals(-127, meter.peakDbfs());
    meter.push(new short[160], 0, 160);
    assertEquals(-127, meter.rmsDbfs());
    assertEquals(-127, meter.peakDbfs());
  }

  @Test
  void oneStepInASecondIsFarDownAndNotYetSilence() {
    short[] samples = new short[8000];
    samples[4000] = -1;
    meter.push(samples, 0, samples.length);

    assertEquals(-90.31, meter.peakDbfs(), 0.01);
    assertEquals(-127, meter.rmsDbfs(), "rather -129.3");
    meter.reset();
    meter.push(samples, 4000, 160);
    assertEquals(-112.35, meter.rmsDbfs(), 0.01);
  }

  @Test
  void whatIsPushedInPiecesIsMeasuredAsOne() {
    short[] tone = Signals.sine(440, 8000, 800, -20);
    short[] all = Arrays.copyOf(tone, 1600);
    byte[] bytes = new byte[2 * all.length + 3];
    Pcm16.encode(all, 0, all.length, bytes, 3);
    meter.push(all, 0, 7);
    meter.push(bytes, 3 + 14, 500);
    meter.push(all, 257, 1343);

    assertEquals(-20 + SINE_DB + SINE_DB, meter.rmsDbfs(), 0.02);
    assertEquals(-20, meter.peakDbfs(), 0.05);
    meter.reset();
    meter.push(all, 800, 800);
    assertEquals(-127, meter.peakDbfs());
  }

  @Test
  void refusesHalfSamplesAndRangesOutsideTheArray() {
    assertThrows(IllegalArgumentException.class, () -> meter.push(new byte[4], 0, 3));
    assertThrows(IllegalArgumentException.class, () -> meter.push(new byte[4], 2, 4));
    assertThrows(IllegalArgumentException.class, () -> meter.push(new short[4], 1, 4));
    assertEquals(-127, meter.rmsDbfs());
  }
}
