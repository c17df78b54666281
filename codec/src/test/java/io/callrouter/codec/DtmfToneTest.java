package io.callrouter.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DtmfToneTest {
  private static final int[] Q23_HZ = {697, 770, 852, 941, 1209, 1336, 1477, 1633};
  private static final double FULL_SCALE_DBM0 = 3.17;

  @ParameterizedTest
  @CsvSource({
    "1, 697, 1209", "2, 697, 1336", "3, 697, 1477", "A, 697, 1633",
    "4, 770, 1209", "5, 770, 1336", "6, 770, 1477", "B, 770, 1633",
    "7, 852, 1209", "8, 852, 1336", "9, 852, 1477", "C, 852, 1633",
    "*, 941, 1209", "0, 941, 1336", "#, 941, 1477", "D, 941, 1633",
  })
  void eachKeySoundsItsTwoFrequenciesAtTheLevelAskedForAndNoOther(char key, int row, int column) {
    short[] pcm = all(new DtmfTone(key, 8000, 1004, -10));
    int middle = 16;
    for (int hz : Q23_HZ) {
      double dbm0 = Signals.levelDb(pcm, middle, 8000, hz, 8000) + FULL_SCALE_DBM0;
      if (hz == row || hz == column) {
        assertEquals(-10, dbm0, 0.01, hz + " Hz");
      } else {
        assertTrue(dbm0 < -90, hz + " Hz at " + dbm0);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {8000, 16000, 24000, 48000})
  void lastsTheTimeAskedForAtEachRate(int rateHz) {
    var tone = new DtmfTone('5', rateHz, 100, DtmfTone.NOMINAL_LEVEL_DBM0);
    assertEquals(rateHz / 10, tone.remainingSamples());
    short[] pcm = all(tone);
    assertEquals(rateHz / 10, pcm.length);
    assertEquals(0, tone.remainingSamples());
    assertEquals(0, tone.read(pcm, 0, pcm.length));
  }

  @Test
  void aLongToneKeepsItsFrequencyAndPhaseToTheEnd() {
    short[] pcm = all(new DtmfTone('1', 48_000, 10_000, -7));
    double amplitude = Short.MAX_VALUE * Math.pow(10, (-7 - FULL_SCALE_DBM0) / 20);
    for (int n = pcm.length - 48_000; n < pcm.length - 96; n++) {
      double step = 2 * Math.PI * n / 48_000;
      double expected = amplitude * (Math.sin(697 * step) + Math.sin(1209 * step));
      assertEquals(expected, pcm[n], 0.51, "sample " + n);
    }
  }

  @Test
  void chunksJoinWithoutASeam() {
    short[] whole = all(new DtmfTone('9', 8000, 100, -7));
    var tone = new DtmfTone('9', 8000, 100, -7);
    short[] pieces = new short[whole.length];
    int chunk = 1;
    for (int at = 0; tone.remainingSamples() > 0; chunk = chunk % 37 + 1) {
      at += tone.read(pieces, at, Math.min(chunk, pieces.length - at));
    }
    assertArrayEquals(whole, pieces);
  }

  @Test
  void beginsAndEndsWithoutAClick() {
    short[] pcm = all(new DtmfTone('D', 8000, 50, -3));
    int loudest = 0;
    for (short sample : pcm) {
      loudest = Math.max(loudest, Math.abs(sample));
    }
    assertEquals(0, pcm[0]);
    assertEquals(0, pcm[pcm.length - 1]);
    for (int i = 0; i < 4; i++) {
      assertTrue(Math.abs(pcm[i]) < loudest / 4, "sample " + i);
      assertTrue(Math.abs(pcm[pcm.length - 1 - i]) < loudest / 4, "sample " + i + " from the end");
    }
  }

  @Test
  void theLoudestToneStaysWithinFullScale() {
    short[] pcm = all(new DtmfTone('1', 8000, 10_000, -3));
    int loudest = 0;
    for (short sample : pcm) {
      loudest = Math.max(loudest, Math.abs(sample));
    }
    assertTrue(loudest > 32_000 && loudest < Short.MAX_VALUE, "peak " + loudest);
  }

  @Test
  void refusesWhatIsNoTone() {
    for (char key : new char[] {'E', 'a', ' ', '\0'}) {
      assertThrows(IllegalArgumentException.class, () -> new DtmfTone(key, 8000, 100, -7));
    }
    assertThrows(IllegalArgumentException.class, () -> new DtmfTone('1', 4000, 100, -7));
    assertThrows(IllegalArgumentException.class, () -> new DtmfTone('1', 192_001, 100, -7));
    assertThrows(IllegalArgumentException.class, () -> new DtmfTone('1', 8000, 9, -7));
    assertThrows(IllegalArgumentException.class, () -> new DtmfTone('1', 8000, 10_001, -7));
    assertThrows(IllegalArgumentException.class, () -> new DtmfTone('1', 8000, 100, -2.9));
    assertThrows(IllegalArgumentException.class, () -> new DtmfTone('1', 8000, 100, -40.1));
    assertThrows(IllegalArgumentException.class, () -> new DtmfTone('1', 8000, 100, Double.NaN));
  }

  @Test
  void writesNothingWhenThereIsNoRoom() {
    var tone = new DtmfTone('1', 8000, 100, -7);
    short[] pcm = new short[10];
    assertThrows(IllegalArgumentException.class, () -> tone.read(pcm, 5, 6));
    assertEquals(800, tone.remainingSamples());
    assertArrayEquals(new short[10], pcm);
  }

  private static short[] all(DtmfTone tone) {
    short[] pcm = new short[tone.remainingSamples()];
    assertEquals(pcm.length, tone.read(pcm, 0, pcm.length));
    return pcm;
  }
}
