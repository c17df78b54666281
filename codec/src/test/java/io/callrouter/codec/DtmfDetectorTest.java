package io.callrouter.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DtmfDetectorTest {
  private static final String KEYS = "123A456B789C*0#D";

  @ParameterizedTest
  @ValueSource(doubles = {-3, -7, -20, -30, -35})
  void findsEachKeyAtEachLevel(double levelDbm0) {
    assertEquals(KEYS, detect(dialled(levelDbm0)));
  }

  @ParameterizedTest
  @EnumSource
  void findsEachKeyThroughG711(G711 law) {
    short[] pcm = dialled(-30);
    byte[] codes = new byte[pcm.length];
    law.encode(pcm, 0, pcm.length, codes, 0);
    law.decode(codes, 0, codes.length, pcm, 0);
    assertEquals(KEYS, detect(pcm));
  }

  @Test
  void chunksOfAnySizeGiveTheSameDigits() {
    short[] pcm = dialled(-7);
    var random = new Random(5);
    for (int round = 0; round < 100; round++) {
      var digits = new StringBuilder();
      var detector = new DtmfDetector(digits::append);
      for (int at = 0; at < pcm.length; ) {
        int chunk = Math.min(random.nextInt(1 + 10 * round), pcm.length - at);
        chunk = Math.max(chunk, 1);
        detector.push(pcm, at, chunk);
        at += chunk;
      }
      assertEquals(KEYS, digits.toString());
    }
  }

  @Test
  void aToneSoundsFromWhenItIsToldUntilItIsOver() {
    var detector = new DtmfDetector(digit -> {});
    short[] pcm = new short[8 * 1100];
    new DtmfTone('7', 8000, 1000, -7).read(pcm, 0, pcm.length);
    for (int ms = 0; ms < 1100; ms += 10) {
      detector.push(pcm, 8 * ms, 80);
      int heard = ms + 10;
      if (heard <= 20 || heard >= 1060) {
        assertFalse(detector.isSounding(), "after " + heard + " ms");
      } else if (heard >= 40 && heard <= 1000) {
        assertTrue(detector.isSounding(), "after " + heard + " ms");
      }
    }
  }

  @Test
  void takesNothingBeyondTheArray() {
    var detector = new DtmfDetector(digit -> {});
    assertThrows(IllegalArgumentException.class, () -> detector.push(new short[10], 5, 6));
  }

  /** All keys, 40 ms of tone and 40 ms of pause each, which is the least that Q.24 allows. */
  private static short[] dialled(double levelDbm0) {
    short[] pcm = new short[640 * KEYS.length()];
    for (int i = 0; i < KEYS.length(); i++) {
      new DtmfTone(KEYS.charAt(i), 8000, 40, levelDbm0).read(pcm, 640 * i, 320);
    }
    return pcm;
  }

  private static String detect(short[] pcm) {
    var digits = new StringBuilder();
    new DtmfDetector(digits::append).push(pcm, 0, pcm.length);
    return digits.toString();
  }
}
