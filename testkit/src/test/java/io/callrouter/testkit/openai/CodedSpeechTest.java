package io.callrouter.testkit.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.codec.LevelMeter;
import io.callrouter.codec.Resampler;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CodedSpeechTest {
  private static final int MS = 3000;

  @ParameterizedTest
  @EnumSource
  void everyFrameTellsWhereItIsFromInAnyFormat(WireAudio format) {
    int rate = format.sampleRateHz();
    for (int number : new int[] {0, 11, 12, 131, 143}) {
      short[] pcm = CodedSpeech.samples(number, rate, 0, MS * rate / 1000);
      short[] heard = format.decode(format.encode(pcm));
      for (int ms = 0; ms + 20 <= MS; ms += 20) {
        assertEquals(
            Optional.of(new CodedSpeech.Place(number, Duration.ofMillis(ms + 10))),
            CodedSpeech.read(heard, ms * rate / 1000, rate));
      }
    }
  }

  @Test
  void whatLiesAcrossTwoFramesIsReadWithin11Ms() {
    short[] pcm = CodedSpeech.samples(77, 8000, 0, MS * 8);
    for (int from = 0; from + 160 <= pcm.length; from += 7) {
      CodedSpeech.Place place = CodedSpeech.read(pcm, from, 8000).orElseThrow();
      assertEquals(77, place.number());
      double middle = from / 8.0 + 10;
      assertTrue(Math.abs(place.position().toMillis() - middle) <= 11, from + ": " + place);
    }
  }

  @Test
  void aResamplerLeavesItReadable() {
    short[] pcm = CodedSpeech.samples(77, 24_000, 0, MS * 24);
    Resampler resampler = Resampler.of(24_000, 8000);
    short[] out = new short[resampler.maxOutput(pcm.length)];
    int length = resampler.process(pcm, 0, pcm.length, out, 0);
    for (int from = 160; from + 160 <= length; from += 160) {
      CodedSpeech.Place place = CodedSpeech.read(out, from, 8000).orElseThrow();
      assertEquals(77, place.number());
      assertTrue(Math.abs(place.position().toMillis() - (from / 8.0 + 10)) <= 12, from + "");
    }
  }

  @Test
  void piecesOfAnyLengthMakeTheSameSpeech() {
    short[] whole = CodedSpeech.samples(5, 8000, 0, 1000);
    assertTrue(Arrays.equals(whole, 333, 500, CodedSpeech.samples(5, 8000, 333, 167), 0, 167));
  }

  @Test
  void silenceVoicesAndTheBorderOfTwoSpeechesAreNotTakenForIt() {
    assertEquals(Optional.empty(), CodedSpeech.read(new short[160], 0, 8000));
    assertEquals(Optional.empty(), CodedSpeech.read(Sounds.voice(20), 0, 8000));
    short[] border = CodedSpeech.samples(5, 8000, 0, 160);
    System.arraycopy(CodedSpeech.samples(130, 8000, 0, 80), 0, border, 80, 80);
    assertEquals(Optional.empty(), CodedSpeech.read(border, 0, 8000));
  }

  @Test
  void itIsAsLoudAsSpeech() {
    LevelMeter meter = new LevelMeter();
    meter.push(CodedSpeech.samples(5, 8000, 0, 8000), 0, 8000);
    assertEquals(-18, meter.rmsDbfs(), 0.5);
  }
}
