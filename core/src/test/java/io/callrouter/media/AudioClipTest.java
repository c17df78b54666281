package io.callrouter.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.codec.DtmfDetector;
import io.callrouter.codec.WavAudio;
import io.callrouter.internal.stream.StreamFixture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AudioClipTest {
  @TempDir Path folder;

  @Test
  void aFileAStreamAndItsBytesAreTheSameClip() throws IOException {
    Path file = wav(8000, 1, 8000);
    byte[] played = play(AudioClip.fromWav(file));

    assertEquals(8000, played.length);
    try (var in = Files.newInputStream(file)) {
      assertArrayEquals(played, play(AudioClip.fromWav(in)));
    }
    assertArrayEquals(played, play(AudioClip.fromWav(Files.readAllBytes(file))));
  }

  @Test
  void twoChannelsAreMixed() throws IOException {
    WavAudio stereo = new WavAudio(8000, 2, new short[] {1000, 3000, -1000, -3000});
    Path file = folder.resolve("stereo.wav");
    stereo.write(file);

    byte[] played = play(AudioClip.fromWav(file));
    short[] samples = new short[2];
    AudioFormat.PCMU.encoding().decode(played, 0, 2, samples, 0);
    assertEquals(2000, samples[0], 60);
    assertEquals(-2000, samples[1], 60);
  }

  @Test
  void keysAreHeardAsThemselvesAndAWaitAsNothing() {
    StringBuilder heard = new StringBuilder();
    DtmfDetector ear = new DtmfDetector(heard::append);
    for (char key : "1122w*#0DA9".toCharArray()) {
      byte[] played = play(AudioClip.key(key));
      short[] samples = new short[played.length];
      AudioFormat.PCMU.encoding().decode(played, 0, played.length, samples, 0);
      ear.push(samples, 0, samples.length);
    }
    assertEquals("1122*#0DA9", heard.toString());
    assertEquals(Duration.ofMillis(200), AudioClip.key('5').length());
    assertEquals(Duration.ofMillis(500), AudioClip.key('w').length());
    assertThrows(IllegalArgumentException.class, () -> AudioClip.key('x'));
  }

  @ParameterizedTest
  @ValueSource(ints = {8000, 16000, 24000, 48000})
  void aClipOfAnyRateIsPlayedWholeInItsPlace(int rateHz) throws IOException {
    AudioClip clip = AudioClip.fromWav(wav(rateHz, 1, rateHz / 2));
    byte[] played = play(clip);
    short[] samples = new short[played.length];
    AudioFormat.PCMU.encoding().decode(played, 0, played.length, samples, 0);

    assertEquals(Duration.ofMillis(500), clip.length());
    assertEquals(4000, samples.length);
    // Up to the last sample it is the 500 Hz of the file, not shifted by the filter's delay.
    for (int i = 100; i < samples.length - 100; i++) {
      assertEquals(10_000 * Math.sin(2 * Math.PI * 500 * i / 8000), samples[i], 600, "at " + i);
    }
  }

  @Test
  void anotherRateIsRefusedWithWhatToDo() throws IOException {
    Path file = wav(44_100, 1, 100);
    String message =
        assertThrows(IllegalArgumentException.class, () -> AudioClip.fromWav(file)).getMessage();

    assertTrue(message.contains("44100"), message);
    assertTrue(message.contains("48000"), message);
  }

  @Test
  void aClipTooLongForOneItemIsRefused() throws IOException {
    Path file = wav(8000, 1, 8000 * 301);
    String message =
        assertThrows(IllegalArgumentException.class, () -> AudioClip.fromWav(file)).getMessage();

    assertTrue(message.contains("cut it"), message);
  }

  @Test
  void whatIsNoWavIsRefused() {
    byte[] text = "hello".getBytes(StandardCharsets.UTF_8);
    assertThrows(IOException.class, () -> AudioClip.fromWav(text));
  }

  private Path wav(int rateHz, int channels, int count) throws IOException {
    short[] samples = new short[count * channels];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (short) Math.rint(10_000 * Math.sin(2 * Math.PI * 500 * i / rateHz));
    }
    Path file = folder.resolve(rateHz + "-" + count + ".wav");
    new WavAudio(rateHz, channels, samples).write(file);
    return file;
  }

  private static byte[] play(AudioClip clip) {
    try (StreamFixture call = new StreamFixture()) {
      call.connect(Endpoints.player(clip));
      call.time.advance(clip.length().plusMillis(100));
      return call.carrier.heard();
    }
  }
}
