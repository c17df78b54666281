package io.callrouter.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rows of ITU-T Q.24 table A-1 (AT&amp;T), each side of each limit, at many places in time. */
class DtmfLimitsTest {
  private static final String KEYS = "123A456B789C*0#D";
  private static final char[] ALL_KEYS = KEYS.toCharArray();
  private static final int PLACES = 10;

  private final Random random = new Random(24);
  private double rowDbm0 = -10;
  private double columnDbm0 = -10;
  private double rowOff;
  private double columnOff;
  private double snrDb = 15;

  @ParameterizedTest
  @CsvSource({"-1.5, -1.5", "-1.5, 1.5", "1.5, -1.5", "1.5, 1.5", "0, 1.5", "-1.5, 0"})
  void takesFrequenciesUpTo1Point5PercentOff(double row, double column) {
    rowOff = row / 100;
    columnOff = column / 100;
    assertAll(true, 40);
  }

  @ParameterizedTest
  @CsvSource({
    "-3.5, 0",
    "3.5, 0",
    "0, -3.5",
    "0, 3.5",
    "-5, 0",
    "5, 0",
    "0, -5",
    "0, 5",
    "3.5, 3.5"
  })
  void refusesFrequencies3Point5PercentOff(double row, double column) {
    rowOff = row / 100;
    columnOff = column / 100;
    assertAll(false, 100);
  }

  @ParameterizedTest
  @CsvSource({"-10, -18", "-14, -10", "-10, -10"})
  void takesTwistWithinTheLimits(double row, double column) {
    rowDbm0 = row;
    columnDbm0 = column;
    assertAll(true, 40);
  }

  @ParameterizedTest
  @CsvSource({"-10, -22", "-18, -10"})
  void refusesTwistFarBeyondThem(double row, double column) {
    rowDbm0 = row;
    columnDbm0 = column;
    assertAll(false, 100);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -3, -20, -30, -34})
  void takesLevelsEvenClippedOnes(int dbm0) {
    rowDbm0 = dbm0;
    columnDbm0 = dbm0;
    assertAll(true, 40);
  }

  @ParameterizedTest
  @ValueSource(ints = {-38, -45, -55})
  void refusesFaintTones(int dbm0) {
    rowDbm0 = dbm0;
    columnDbm0 = dbm0;
    assertAll(false, 100);
  }

  @ParameterizedTest
  @ValueSource(ints = {12, 15, 20, 60})
  void takes40MsInNoise(int snr) {
    snrDb = snr;
    assertAll(true, 40);
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 20, 23})
  void refusesShortTones(int ms) {
    snrDb = 60;
    assertAll(false, ms);
  }

  @ParameterizedTest
  @CsvSource({"2, false", "5, false", "10, false", "30, true", "40, true", "70, true"})
  void onlyAPauseSplitsAKey(int gapMs, boolean split) {
    for (char key : ALL_KEYS) {
      for (int place = 0; place < PLACES; place++) {
        double[] sound = new double[8 * (220 + gapMs)];
        int at = 80 + place * 4;
        tone(sound, key, at, 60);
        tone(sound, key, at + 8 * (60 + gapMs), 60);
        assertEquals(split ? "" + key + key : "" + key, detect(sound), gapMs + " ms");
      }
    }
  }

  @Test
  void twoKeysWithoutAPauseAreTwoKeys() {
    double[] sound = new double[8 * 200];
    tone(sound, '1', 80, 60);
    tone(sound, '9', 80 + 480, 60);
    assertEquals("19", detect(sound));
  }

  private void assertAll(boolean taken, int ms) {
    for (char key : ALL_KEYS) {
      for (int place = 0; place < PLACES; place++) {
        double[] sound = new double[8 * (ms + 100)];
        tone(sound, key, 240 + place * 4, ms);
        assertEquals(taken ? "" + key : "", detect(sound), key + " at " + place);
      }
    }
  }

  private void tone(double[] sound, char key, int from, int ms) {
    int index = KEYS.indexOf(key);
    double row = 2 * Math.PI * DtmfTone.ROWS_HZ[index / 4] * (1 + rowOff) / 8000;
    double column = 2 * Math.PI * DtmfTone.COLUMNS_HZ[index % 4] * (1 + columnOff) / 8000;
    double phase = random.nextDouble() * 2 * Math.PI;
    for (int n = 0; n < 8 * ms; n++) {
      sound[from + n] +=
          amplitude(rowDbm0) * Math.sin(row * n + phase)
              + amplitude(columnDbm0) * Math.sin(column * n + 2 * phase);
    }
  }

  private String detect(double[] sound) {
    double signal = Math.hypot(amplitude(rowDbm0), amplitude(columnDbm0)) / Math.sqrt(2);
    double noise = signal * Math.pow(10, -snrDb / 20);
    short[] pcm = new short[sound.length];
    for (int i = 0; i < pcm.length; i++) {
      double sample = sound[i] + noise * random.nextGaussian();
      pcm[i] = (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, Math.rint(sample)));
    }
    var digits = new StringBuilder();
    new DtmfDetector(digits::append).push(pcm, 0, pcm.length);
    return digits.toString();
  }

  private static double amplitude(double dbm0) {
    return Short.MAX_VALUE * Math.pow(10, (dbm0 - DtmfTone.FULL_SCALE_DBM0) / 20);
  }
}
