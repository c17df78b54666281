package io.callrouter.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

class WavAudioTest {
  private static final byte[] FOUR_BYTES = {0x34, 0x12, (byte) 0xFE, (byte) 0xFF};
  private static final short[] TWO_SAMPLES = {0x1234, -2};

  @Test
  void readsPcmOfOneAndOfTwoChannels() throws IOException {
    WavAudio mono = read(new WavFile().format(1, 1, 44100, 2, 16).chunk("data", FOUR_BYTES));
    assertEquals(44100, mono.sampleRateHz());
    assertEquals(1, mono.channels());
    assertArrayEquals(TWO_SAMPLES, mono.samples());

    WavAudio stereo = read(new WavFile().format(1, 2, 8000, 4, 16).chunk("data", FOUR_BYTES));
    assertEquals(2, stereo.channels());
    assertArrayEquals(TWO_SAMPLES, stereo.samples());
  }

  @Test
  void decodesBothLawsOfG711() throws IOException {
    byte[] codes = {(byte) 0xFF, (byte) 0x80, (byte) 0xD5, 0x2A};
    WavAudio aLaw = read(new WavFile().format(6, 1, 8000, 1, 8).chunk("data", codes));
    assertArrayEquals(new short[] {848, 5504, 8, -32256}, aLaw.samples());
    WavAudio muLaw = read(new WavFile().format(7, 2, 8000, 2, 8).chunk("data", codes));
    assertArrayEquals(new short[] {0, 32124, 716, -5372}, muLaw.samples());
  }

  @Test
  void skipsOtherChunksAndWhatFollowsTheEnd() throws IOException {
    byte[] file =
        new WavFile()
            .chunk("LIST", new byte[7])
            .format(1, 1, 8000, 2, 16)
            .chunk("fact", new byte[4])
            .chunk("data", FOUR_BYTES)
            .chunk("cue ", 1 << 30, new byte[1])
            .bytes();
    byte[] withTrailer = Arrays.copyOf(file, file.length + 100);
    assertArrayEquals(TWO_SAMPLES, WavParser.parse(withTrailer).samples());
  }

  @Test
  void readsALongFormatChunkAndALastChunkWithoutItsPadding() throws IOException {
    byte[] longFormat = {7, 0, 1, 0, 0x40, 0x1F, 0, 0, 0x40, 0x1F, 0, 0, 1, 0, 8, 0, 0, 0};
    byte[] codes = {(byte) 0xFF, 0x7F, 0x00};
    WavAudio audio = read(new WavFile().chunk("fmt ", longFormat).chunk("data", 3, codes));
    assertArrayEquals(new short[] {0, 0, -32124}, audio.samples());
  }

  @Test
  void readsAFileWithoutSamples() throws IOException {
    assertEquals(
        0,
        read(new WavFile().format(1, 1, 8000, 2, 16).chunk("data", new byte[0])).samples().length);
  }

  @Test
  void saysWhatIsWrongWithTheContainer() {
    assertRefused("Not a WAV file: it does not begin with 'RIFF'", new byte[0]);
    assertRefused("Not a WAV file: it does not begin with 'RIFF'", new byte[100]);
    assertRefused(
        "Not a WAV file: the form of its 'RIFF' chunk is not 'WAVE'",
        new WavFile().chunk("data", FOUR_BYTES).bytes("RIFF", 4, "AVI "));
    assertRefused(
        "Not a WAV file: the form of its 'RIFF' chunk is not 'WAVE'",
        new WavFile().chunk("data", FOUR_BYTES).bytes("RIFF", 0, "WAVE"));
    assertRefused(
        "The 'RIFF' chunk claims 4294967295 bytes, but only 16 follow",
        new WavFile().chunk("data", FOUR_BYTES).bytes("RIFF", -1, "WAVE"));
  }

  @Test
  void saysWhatIsWrongWithTheChunks() {
    assertRefused("The file has no 'data' chunk", new WavFile().format(1, 1, 8000, 2, 16).bytes());
    assertRefused(
        "The 'data' chunk comes before any 'fmt ' chunk",
        new WavFile().chunk("data", FOUR_BYTES).bytes());
    assertRefused(
        "The 'data' chunk claims 2147483647 bytes, but only 4 follow",
        new WavFile()
            .format(1, 1, 8000, 2, 16)
            .chunk("data", Integer.MAX_VALUE, FOUR_BYTES)
            .bytes());
    assertRefused(
        "The '????' chunk claims 4294967295 bytes, but only 0 follow",
        new WavFile().chunk("\n\0\u00FF\u001B", -1, new byte[0]).bytes());
    assertRefused(
        "The 'fmt ' chunk has 15 bytes, but needs 16",
        new WavFile().chunk("fmt ", new byte[15]).bytes());
    assertRefused(
        "The 'data' chunk has 6 bytes, which is no multiple of its blocks of 4",
        new WavFile().format(1, 2, 8000, 4, 16).chunk("data", new byte[6]).bytes());
  }

  @Test
  void saysWhatIsNotSupported() {
    assertRefused("Format tag 3 with 32 bits is not supported", format(3, 1, 8000, 4, 32));
    assertRefused("Format tag 65534 with 16 bits is not supported", format(0xFFFE, 1, 8000, 2, 16));
    assertRefused("Format tag 1 with 8 bits is not supported", format(1, 1, 8000, 1, 8));
    assertRefused("Format tag 7 with 16 bits is not supported", format(7, 1, 8000, 2, 16));
    assertRefused("0 channels are not supported: use 1 or 2", format(1, 0, 8000, 0, 16));
    assertRefused("3 channels are not supported: use 1 or 2", format(1, 3, 8000, 6, 16));
    assertRefused("A sampling rate of 0 Hz is not possible", format(1, 1, 0, 2, 16));
    assertRefused("A sampling rate of 4294967295 Hz is not possible", format(1, 1, -1, 2, 16));
    assertRefused(
        "A block of 2 channel(s) of 16 bits has 4 bytes, but the file says 2",
        format(1, 2, 8000, 2, 16));
  }

  @Test
  void stopsReadingAStreamThatIsTooLong() {
    var tooLong = new ByteArrayInputStream(new byte[1000]);
    var e = assertThrows(WavException.class, () -> WavAudio.read(tooLong, 100));
    assertEquals("The file is larger than 100 bytes: split it", e.getMessage());
    assertEquals(899, tooLong.available());
  }

  @Test
  void damagedFilesGiveAudioOrTheDocumentedException(TestReporter reporter) throws IOException {
    long seed = new Random().nextLong();
    reporter.publishEntry("seed", Long.toString(seed));
    var random = new Random(seed);
    byte[] whole =
        new WavFile()
            .chunk("LIST", new byte[9])
            .format(1, 2, 8000, 4, 16)
            .chunk("data", new byte[64])
            .bytes();
    int refused = 0;
    for (int i = 0; i < 100_000; i++) {
      byte[] damaged = damage(whole, random);
      try {
        WavAudio audio = WavAudio.read(new ByteArrayInputStream(damaged));
        assertTrue(audio.samples().length <= damaged.length);
      } catch (WavException e) {
        refused++;
        assertTrue(e.getMessage().chars().allMatch(c -> c >= ' ' && c <= '~'), e.getMessage());
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ", file " + i, e);
      }
    }
    assertTrue(refused > 10_000 && refused < 100_000, refused + " refused, seed " + seed);
  }

  @Test
  void mixesTwoChannelsToTheirMean() {
    short[] stereo = {100, 200, Short.MAX_VALUE, Short.MAX_VALUE, Short.MIN_VALUE, Short.MIN_VALUE};
    WavAudio mono = new WavAudio(48000, 2, stereo).toMono();
    assertEquals(1, mono.channels());
    assertEquals(48000, mono.sampleRateHz());
    assertArrayEquals(new short[] {150, Short.MAX_VALUE, Short.MIN_VALUE}, mono.samples());
    assertSame(mono, mono.toMono());
  }

  @Test
  void refusesValuesThatDoNotFit() {
    assertThrows(IllegalArgumentException.class, () -> new WavAudio(0, 1, new short[2]));
    assertThrows(IllegalArgumentException.class, () -> new WavAudio(8000, 0, new short[2]));
    assertThrows(IllegalArgumentException.class, () -> new WavAudio(8000, 3, new short[3]));
    assertThrows(IllegalArgumentException.class, () -> new WavAudio(8000, 2, new short[3]));
  }

  private static WavAudio read(WavFile file) throws IOException {
    return WavAudio.read(new ByteArrayInputStream(file.bytes()));
  }

  private static byte[] format(int tag, int channels, int sampleRateHz, int block, int bits) {
    return new WavFile()
        .format(tag, channels, sampleRateHz, block, bits)
        .chunk("data", FOUR_BYTES)
        .bytes();
  }

  private static void assertRefused(String message, byte[] file) {
    var e = assertThrows(WavException.class, () -> WavParser.parse(file));
    assertTrue(e.getMessage().startsWith(message), e.getMessage());
  }

  private static byte[] damage(byte[] whole, Random random) {
    byte[] damaged = whole.clone();
    for (int i = random.nextInt(4); i >= 0; i--) {
      int at = random.nextInt(damaged.length);
      damaged[at] = (byte) (random.nextBoolean() ? random.nextInt() : random.nextInt(5) - 2);
    }
    return random.nextInt(4) == 0 ? Arrays.copyOf(damaged, random.nextInt(whole.length)) : damaged;
  }
}
