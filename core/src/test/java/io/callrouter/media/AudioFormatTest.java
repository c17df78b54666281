package io.callrouter.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.media.AudioFormat.Encoding;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AudioFormatTest {
  @ParameterizedTest
  @CsvSource({
    "PCMU, 8000, 1, 160, 8000",
    "PCMA, 8000, 1, 160, 8000",
    "L16, 8000, 2, 320, 16000",
    "L16, 16000, 2, 640, 32000",
    "L16, 24000, 2, 960, 48000",
    "L16, 48000, 2, 1920, 96000"
  })
  void countsBytes(Encoding encoding, int rateHz, int ofSample, int ofFrame, int ofSecond) {
    AudioFormat format = new AudioFormat(encoding, rateHz);

    assertEquals(ofSample, format.bytesPerSample());
    assertEquals(ofFrame, format.bytesPerFrame());
    assertEquals(ofSecond, format.bytesOf(1000));
    assertEquals(Duration.ofSeconds(1), format.durationOf(ofSecond));
    assertEquals(Duration.ofMillis(20), format.durationOf(ofFrame));
  }

  @ParameterizedTest
  @ValueSource(ints = {8000, 16000, 24000, 48000})
  void durationsDoNotDriftOverALongTime(int rateHz) {
    AudioFormat format = AudioFormat.l16(rateHz);

    assertEquals(Duration.ofHours(24), format.durationOf(24L * 3600 * rateHz * 2));
  }

  @Test
  void halfASampleIsNoSample() {
    assertEquals(Duration.ZERO, AudioFormat.l16(8000).durationOf(1));
    assertEquals(Duration.ofNanos(125_000), AudioFormat.l16(8000).durationOf(3));
  }

  @ParameterizedTest
  @CsvSource({"PCMU, 16000", "PCMA, 24000", "L16, 11025", "L16, 44100", "L16, 0", "L16, -8000"})
  void refusesWhatItCannotConvertAndSaysWhatItCan(Encoding encoding, int rateHz) {
    IllegalArgumentException thrown =
        assertThrows(IllegalArgumentException.class, () -> new AudioFormat(encoding, rateHz));

    assertTrue(thrown.getMessage().contains("use PCMU or PCMA at 8000 Hz"), thrown::getMessage);
  }

  @Test
  void silenceIsTheCodeOfLevelZero() {
    assertEquals((byte) 0xFF, AudioFormat.PCMU.silence());
    assertEquals((byte) 0xD5, AudioFormat.PCMA.silence());
    assertEquals((byte) 0, AudioFormat.l16(8000).silence());
  }
}
