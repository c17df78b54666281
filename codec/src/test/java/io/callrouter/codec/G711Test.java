package io.callrouter.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The digests are those of what the library of ITU-T G.191 gives for every input. */
class G711Test {

  @ParameterizedTest
  @CsvSource({
    "PCMU, 455d3ccb989aea3ed20d8783a99859635739069ad7ffab3bfc61f36feb6de709",
    "PCMA, f77c76aa923ee25617453f87514828a12896227f82ff383bf3bb53d6ac7c2a0f",
  })
  void encodesEverySampleAsTheReferenceDoes(G711 law, String sha256) throws Exception {
    assertEquals(sha256, sha256(encodeAll(law)));
  }

  @ParameterizedTest
  @CsvSource({
    "PCMU, 3dab54339e520bb2c924826e3b72a917a2b612e9fd12fc867500f1d983a75827",
    "PCMA, e04788d110e58ff8c70c93b8480190d973e3b67876b6119abbaec766cc75c174",
  })
  void decodesEveryCodeAsTheReferenceDoes(G711 law, String sha256) throws Exception {
    ByteBuffer levels = ByteBuffer.allocate(512).order(ByteOrder.LITTLE_ENDIAN);
    levels.asShortBuffer().put(decodeAll(law));
    assertEquals(sha256, sha256(levels.array()));
  }

  @ParameterizedTest
  @CsvSource({
    "PCMU, 0, FF",
    "PCMU, -1, 7F",
    "PCMU, 32767, 80",
    "PCMU, -32768, 00",
    "PCMA, 0, D5",
    "PCMA, -1, 55",
    "PCMA, 32767, AA",
    "PCMA, -32768, 2A",
  })
  void encodesSilenceAndFullScaleToTheKnownCodes(G711 law, short sample, String code) {
    byte[] encoded = new byte[1];
    law.encode(new short[] {sample}, 0, 1, encoded, 0);
    assertEquals(code, HexFormat.of().withUpperCase().formatHex(encoded));
  }

  @Test
  void fillsGapsWithTheCodeOfZero() {
    assertEquals((byte) 0xFF, G711.PCMU.silence());
    assertEquals((byte) 0xD5, G711.PCMA.silence());
  }

  @Test
  void muLawSilenceDecodesToZeroAndALawSilenceToHalfAStep() {
    assertEquals(0, decodeAll(G711.PCMU)[0xFF]);
    assertEquals(0, decodeAll(G711.PCMU)[0x7F]);
    assertEquals(8, decodeAll(G711.PCMA)[0xD5]);
    assertEquals(-8, decodeAll(G711.PCMA)[0x55]);
  }

  @ParameterizedTest
  @EnumSource
  void mirrorsNegativeSamplesByOnesComplement(G711 law) {
    byte[] codes = encodeAll(law);
    for (int sample = 0; sample <= Short.MAX_VALUE; sample++) {
      assertEquals((byte) (codes[sample] ^ 0x80), codes[~sample & 0xFFFF], "sample " + sample);
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyCodeSurvivesTheRoundTripExceptNegativeZero(G711 law) {
    byte[] again = new byte[256];
    law.encode(decodeAll(law), 0, 256, again, 0);
    byte[] expected = allCodes();
    if (law == G711.PCMU) {
      expected[0x7F] = (byte) 0xFF;
    }
    assertArrayEquals(expected, again);
  }

  @ParameterizedTest
  @EnumSource
  void decodedSampleIsNeverFurtherThanHalfTheWidestIntervalAway(G711 law) {
    byte[] codes = encodeAll(law);
    short[] levels = decodeAll(law);
    for (int sample = -32256; sample <= 32256; sample++) {
      int level = levels[codes[sample & 0xFFFF] & 0xFF];
      int allowed = Math.max(8, Math.abs(sample) / 31 + 4);
      assertTrue(Math.abs(level - sample) <= allowed, sample + " became " + level);
    }
  }

  @ParameterizedTest
  @EnumSource
  void convertsAnyCountAtAnyOffsetAndTouchesNothingElse(G711 law) {
    short[] pcm = Signals.noise(1, 64);
    byte[] table = encodeAll(law);
    short[] levels = decodeAll(law);
    for (int count = 1; count <= 33; count++) {
      byte[] codes = new byte[64];
      assertEquals(count, law.encode(pcm, 3, count, codes, 5));
      short[] decoded = new short[64];
      assertEquals(count, law.decode(codes, 5, count, decoded, 7));
      for (int i = 0; i < 57; i++) {
        boolean inside = i >= 5 && i < 5 + count;
        byte code = inside ? table[pcm[i - 2] & 0xFFFF] : 0;
        assertEquals(code, codes[i]);
        assertEquals(inside ? levels[code & 0xFF] : 0, decoded[i + 2]);
      }
    }
  }

  /** The values that differ from decoding and encoding are those of the Recommendation's tables. */
  @ParameterizedTest
  @CsvSource({
    "PCMU, 0, 1",
    "PCMU, 15, 8",
    "PCMU, 16, 9",
    "PCMU, 32, 25",
    "PCMU, 33, 27",
    "PCMU, 36, 33",
    "PCMU, 47, 44",
    "PCMU, 48, 46",
    "PCMU, 49, 48",
    "PCMU, 63, 62",
    "PCMU, 64, 64",
    "PCMU, 79, 79",
    "PCMU, 80, 80",
    "PCMU, 81, 82",
    "PCMU, 95, 96",
    "PCMU, 96, 97",
    "PCMU, 127, 128",
    "PCMA, 1, 1",
    "PCMA, 8, 15",
    "PCMA, 9, 16",
    "PCMA, 25, 32",
    "PCMA, 26, 32",
    "PCMA, 32, 35",
    "PCMA, 33, 36",
    "PCMA, 45, 48",
    "PCMA, 48, 49",
    "PCMA, 63, 64",
    "PCMA, 64, 64",
    "PCMA, 79, 79",
    "PCMA, 80, 80",
    "PCMA, 81, 80",
    "PCMA, 82, 81",
    "PCMA, 128, 127",
  })
  void transcodesTheValuesOfTables3And4(G711 law, int value, int expected) {
    int code = law == G711.PCMU ? value ^ 0xFF : value - 1 ^ 0xD5;
    int other = law == G711.PCMU ? expected - 1 ^ 0xD5 : expected ^ 0xFF;
    byte[] codes = {0, (byte) code, (byte) (code & 0x7F), 0};
    assertEquals(2, law.transcode(codes, 1, 2, codes, 1));
    assertArrayEquals(new byte[] {0, (byte) other, (byte) (other & 0x7F), 0}, codes);
  }

  @ParameterizedTest
  @EnumSource
  void transcodingIsAtMostAnIntervalFromDecodingAndEncoding(G711 law) {
    G711 other = law == G711.PCMU ? G711.PCMA : G711.PCMU;
    byte[] direct = new byte[256];
    law.transcode(allCodes(), 0, 256, direct, 0);
    byte[] detour = new byte[256];
    other.encode(decodeAll(law), 0, 256, detour, 0);
    int different = 0;
    for (int code = 0; code < 256; code++) {
      int mask = other == G711.PCMA ? 0x55 : 0x7F;
      int apart = Math.abs(((direct[code] & 0x7F) ^ mask) - ((detour[code] & 0x7F) ^ mask));
      assertTrue(apart <= 1, "code " + code);
      assertEquals(code & 0x80, direct[code] & 0x80, "sign of code " + code);
      different += apart;
    }
    assertTrue(different > 0, "the tables are not those of a detour");
  }

  @ParameterizedTest
  @EnumSource
  void badInputIsRefusedWithItsValueAndWhatIsAllowed(G711 law) {
    byte[] codes = new byte[8];
    var none =
        assertThrows(
            IllegalArgumentException.class, () -> law.encode(new short[8], 0, 0, codes, 0));
    assertEquals("pcm: a length of 0, where at least 1 is allowed", none.getMessage());
    var small =
        assertThrows(
            IllegalArgumentException.class, () -> law.transcode(new byte[9], 0, 9, codes, 0));
    assertEquals(
        "dst: 9 elements from index 0, where an array of 8 allows at most 8"
            + " from an index of at least 0",
        small.getMessage());
    assertArrayEquals(new byte[8], codes);
  }

  @ParameterizedTest
  @EnumSource
  void writesNothingWhenThereIsNoRoom(G711 law) {
    short[] pcm = Signals.noise(2, 20);
    byte[] codes = new byte[19];
    assertThrows(IllegalArgumentException.class, () -> law.encode(pcm, 0, 20, codes, 0));
    assertThrows(IllegalArgumentException.class, () -> law.encode(pcm, 2, 19, codes, 0));
    assertThrows(IllegalArgumentException.class, () -> law.encode(pcm, 0, -1, codes, 0));
    assertArrayEquals(new byte[19], codes);

    short[] decoded = new short[18];
    assertThrows(IllegalArgumentException.class, () -> law.decode(codes, 0, 19, decoded, 0));
    assertThrows(IllegalArgumentException.class, () -> law.decode(codes, 2, 18, decoded, 0));
    assertArrayEquals(new short[18], decoded);
  }

  private static byte[] encodeAll(G711 law) {
    short[] samples = new short[1 << 16];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (short) i;
    }
    byte[] codes = new byte[samples.length];
    law.encode(samples, 0, samples.length, codes, 0);
    return codes;
  }

  private static short[] decodeAll(G711 law) {
    short[] levels = new short[256];
    law.decode(allCodes(), 0, 256, levels, 0);
    return levels;
  }

  private static byte[] allCodes() {
    byte[] codes = new byte[256];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = (byte) i;
    }
    return codes;
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
