package io.callrouter.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WavWriterTest {
  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = directory.resolve("call.wav");
  }

  @Test
  void writesTheCanonicalHeader() throws IOException {
    new WavAudio(16000, 2, new short[] {1, -1}).write(file);
    byte[] expected = {
      'R',
      'I',
      'F',
      'F',
      40,
      0,
      0,
      0,
      'W',
      'A',
      'V',
      'E',
      'f',
      'm',
      't',
      ' ',
      16,
      0,
      0,
      0,
      1,
      0,
      2,
      0,
      (byte) 0x80,
      0x3E,
      0,
      0,
      0,
      (byte) 0xFA,
      0,
      0,
      4,
      0,
      16,
      0,
      'd',
      'a',
      't',
      'a',
      4,
      0,
      0,
      0,
      1,
      0,
      -1,
      -1
    };
    assertArrayEquals(expected, Files.readAllBytes(file));
  }

  @Test
  void whatWasWrittenInPiecesReadsAsOne() throws IOException {
    short[] samples = Signals.noise(1, 50_000);
    byte[] bytes = new byte[2 * samples.length];
    Pcm16.encode(samples, 0, samples.length, bytes, 0);
    try (WavWriter writer = WavWriter.create(file, 8000, 1)) {
      writer.write(samples, 0, 1);
      writer.write(bytes, 2, 318);
      writer.write(samples, 160, 9840);
      writer.write(bytes, 20_000, 80_000);
    }
    WavAudio audio = WavAudio.read(file);
    assertEquals(8000, audio.sampleRateHz());
    assertEquals(1, audio.channels());
    assertArrayEquals(samples, audio.samples());
  }

  @Test
  void replacesALongerFile() throws IOException {
    Files.write(file, new byte[10_000]);
    new WavAudio(8000, 1, new short[10]).write(file);
    assertEquals(64, Files.size(file));
  }

  @Test
  void aFileThatIsNotClosedYetReadsUpToItsLastBlock() throws IOException {
    short[] samples = Signals.noise(1, 20_000);
    WavWriter writer = WavWriter.create(file, 8000, 1);
    assertEquals(0, WavAudio.read(file).samples().length);
    assertEquals(Duration.ZERO, writer.duration());
    writer.write(samples, 0, 20_000);
    assertArrayEquals(Arrays.copyOf(samples, 16_384), WavAudio.read(file).samples());
    assertEquals(Duration.ofMillis(2048), writer.duration());
    writer.close();
    assertArrayEquals(samples, WavAudio.read(file).samples());
    assertEquals(Duration.ofMillis(2500), writer.duration());
  }

  @Test
  void anInterruptedThreadLosesNothing() throws IOException {
    short[] samples = Signals.noise(2, 30_000);
    try (WavWriter writer = WavWriter.create(file, 8000, 1)) {
      Thread.currentThread().interrupt();
      writer.write(samples, 0, samples.length);
    } finally {
      assertTrue(Thread.interrupted());
    }
    assertArrayEquals(samples, WavAudio.read(file).samples());
  }

  @Test
  void closesOnceAndThenTakesNothing() throws IOException {
    WavWriter writer = WavWriter.create(file, 8000, 1);
    writer.write(new short[4], 0, 4);
    writer.close();
    writer.close();
    assertThrows(IOException.class, () -> writer.write(new short[4], 0, 4));
    assertEquals(4, WavAudio.read(file).samples().length);
  }

  @Test
  void takesNothingBeyondTheLimitOfTheFormatAndKeepsWhatIsThere() throws IOException {
    short[] samples = Signals.noise(3, 5);
    try (WavWriter writer = WavWriter.create(file, 8000, 1, 9)) {
      writer.write(samples, 0, 4);
      var e = assertThrows(IOException.class, () -> writer.write(samples, 4, 1));
      assertEquals(
          "A WAV file holds at most 9 bytes of audio: close it and begin another", e.getMessage());
    }
    assertArrayEquals(Arrays.copyOf(samples, 4), WavAudio.read(file).samples());
  }

  @Test
  void refusesPartsOfSamplesAndRangesOutsideTheArray() throws IOException {
    try (WavWriter writer = WavWriter.create(file, 8000, 2)) {
      assertThrows(IllegalArgumentException.class, () -> writer.write(new short[4], 0, 3));
      assertThrows(IllegalArgumentException.class, () -> writer.write(new byte[8], 0, 6));
      assertThrows(IndexOutOfBoundsException.class, () -> writer.write(new short[4], 1, 4));
      assertThrows(IndexOutOfBoundsException.class, () -> writer.write(new byte[8], 1, 8));
    }
    assertEquals(0, WavAudio.read(file).samples().length);
  }

  @Test
  void refusesARateOrChannelsThatDoNotExistBeforeItTouchesTheFile() {
    assertThrows(IllegalArgumentException.class, () -> WavWriter.create(file, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> WavWriter.create(file, 8000, 3));
    assertTrue(Files.notExists(file));
  }

  @Test
  void saysWhenTheFileCannotBeWritten() {
    assertThrows(IOException.class, () -> WavWriter.create(directory, 8000, 1));
  }
}
