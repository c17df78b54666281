package io.callrouter.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioFormat.Encoding;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of any bytes, beginning with whole ones. */
class WavFuzzTest {
  private static final int MOST_MESSAGE_CHARS = 200;

  static Stream<byte[]> files() {
    byte[] audio = new byte[64];
    for (int i = 0; i < audio.length; i++) {
      audio[i] = (byte) (37 * i);
    }
    return Stream.of(
        new WavFile().format(1, 1, 8000, 2, 16).chunk("data", audio).bytes(),
        new WavFile()
            .chunk("LIST", new byte[9])
            .format(1, 2, 48000, 4, 16)
            .chunk("data", audio)
            .bytes(),
        new WavFile()
            .format(6, 1, 8000, 1, 8)
            .chunk("fact", new byte[4])
            .chunk("data", audio)
            .bytes(),
        new WavFile().format(7, 2, 8000, 2, 8).chunk("data", audio).bytes());
  }

  @MethodSource("files")
  @FuzzTest
  void everyFileIsReadOrRefused(byte[] file) throws IOException {
    try {
      WavAudio audio = WavAudio.read(new ByteArrayInputStream(file));
      assertTrue(audio.samples().length <= file.length, "more samples than bytes");
      assertEquals(0, audio.samples().length % audio.channels());
      assertAgreesWithTheJdk(audio, file);
    } catch (WavException e) {
      String message = e.getMessage();
      assertTrue(message.chars().allMatch(c -> c >= ' ' && c <= '~'), message);
      assertTrue(message.length() <= MOST_MESSAGE_CHARS, message);
    }
  }

  /** The JDK refuses more, and reads G.711 in another way; linear samples are the same. */
  private static void assertAgreesWithTheJdk(WavAudio audio, byte[] file) throws IOException {
    try (AudioInputStream jdk = AudioSystem.getAudioInputStream(new ByteArrayInputStream(file))) {
      AudioFormat format = jdk.getFormat();
      if (!format.getEncoding().equals(Encoding.PCM_SIGNED) || format.getSampleSizeInBits() != 16) {
        return;
      }
      assertEquals(format.getChannels(), audio.channels());
      assertEquals(format.getSampleRate(), (float) audio.sampleRateHz());
      byte[] bytes = jdk.readAllBytes();
      short[] samples = new short[bytes.length / 2];
      if (bytes.length > 0) {
        Pcm16.decode(bytes, 0, bytes.length, samples, 0);
      }
      assertArrayEquals(samples, audio.samples());
    } catch (UnsupportedAudioFileException e) {
      // nothing to compare with
    }
  }

  static Stream<byte[]> writings() {
    return Stream.of(new byte[] {1, 0, 64, 31}, new byte[] {2, 7, 0, 1, 5, 1, 2, 3, 4, 5, 6, 7, 8});
  }

  /** The first bytes say how many channels, the rate and the size of the pieces. */
  @MethodSource("writings")
  @FuzzTest
  void whatWasWrittenIsReadAgain(byte[] input) throws IOException {
    if (input.length < 5) {
      return;
    }
    int channels = 1 + (input[0] & 1);
    int rateHz = 1 + ((input[1] & 0xFF) | ((input[2] & 0xFF) << 8) | ((input[3] & 0x7F) << 16));
    int piece = channels * (1 + (input[4] & 0xFF));
    short[] samples = new short[(input.length - 5) / 2 / channels * channels];
    if (samples.length > 0) {
      Pcm16.decode(input, 5, 2 * samples.length, samples, 0);
    }
    Path file = Files.createTempFile("callrouter", ".wav");
    try {
      try (WavWriter writer = WavWriter.create(file, rateHz, channels)) {
        for (int from = 0; from < samples.length; from += piece) {
          writer.write(samples, from, Math.min(piece, samples.length - from));
        }
      }
      WavAudio read = WavAudio.read(file);
      assertEquals(rateHz, read.sampleRateHz());
      assertEquals(channels, read.channels());
      assertArrayEquals(samples, read.samples());
    } finally {
      Files.delete(file);
    }
  }
}
