package io.callrouter.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Audio of any bytes in chunks of any size. Of an input, the first two bytes choose what is set up,
 * the next sixteen the sizes of the chunks, over and over; the rest is the audio.
 */
class AudioFuzzTest {
  private static final int HEAD = 18;

  static Stream<byte[]> inputs() {
    byte[] keys = new byte[2 * 1600];
    for (int i = 0; i < 1600; i++) {
      double row = Math.sin(2 * Math.PI * 770 * i / 8000);
      double column = Math.sin(2 * Math.PI * 1336 * i / 8000);
      short sample = (short) (i % 800 < 400 ? 8000 * (row + column) : 0);
      keys[2 * i] = (byte) sample;
      keys[2 * i + 1] = (byte) (sample >> 8);
    }
    byte[] extremes = new byte[320];
    for (int i = 0; i < extremes.length; i += 2) {
      extremes[i] = (byte) (i % 4 == 0 ? 0xFF : 0);
      extremes[i + 1] = (byte) (i % 4 == 0 ? 0x7F : 0x80);
    }
    return Stream.of(input(0x30, 160, keys), input(0x60, 7, keys), input(0x25, 1, extremes));
  }

  private static byte[] input(int setup, int chunk, byte[] audio) {
    byte[] input = new byte[HEAD + audio.length];
    input[0] = (byte) setup;
    input[1] = (byte) 159;
    Arrays.fill(input, 2, HEAD, (byte) chunk);
    System.arraycopy(audio, 0, input, HEAD, audio.length);
    return input;
  }

  @MethodSource("inputs")
  @FuzzTest
  void resampledInAnyChunksItIsTheSame(byte[] input) {
    if (input.length < HEAD) {
      return;
    }
    int fromHz = rateHz(input[0] & 0xF);
    int toHz = rateHz(input[0] >> 4 & 0xF);
    short[] pcm = samples(input);
    if (pcm.length == 0) {
      return;
    }
    Resampler whole = Resampler.of(fromHz, toHz);
    short[] expected = new short[whole.maxOutput(pcm.length)];
    int total = whole.process(pcm, 0, pcm.length, expected, 0);
    assertEquals((long) pcm.length * toHz / fromHz, total);

    Resampler pieces = Resampler.of(fromHz, toHz);
    short[] actual = new short[expected.length + 64];
    int[] at = {0};
    chunks(
        input,
        pcm.length,
        (from, length) -> {
          int written = pieces.process(pcm, from, length, actual, at[0]);
          assertTrue(written <= pieces.maxOutput(length));
          at[0] += written;
        });
    assertArrayEquals(Arrays.copyOf(expected, total), Arrays.copyOf(actual, at[0]));
  }

  @MethodSource("inputs")
  @FuzzTest
  void keysInAnyChunksAreTheSame(byte[] input) {
    if (input.length < HEAD) {
      return;
    }
    short[] pcm = samples(input);
    if (pcm.length == 0) {
      return;
    }
    StringBuilder expected = new StringBuilder();
    new DtmfDetector(expected::append).push(pcm, 0, pcm.length);
    StringBuilder actual = new StringBuilder();
    DtmfDetector pieces = new DtmfDetector(actual::append);
    chunks(input, pcm.length, (from, length) -> pieces.push(pcm, from, length));
    assertEquals(expected.toString(), actual.toString());
    assertTrue(actual.chars().allMatch(key -> "0123456789ABCD*#".indexOf(key) >= 0));
    // A key and the pause behind it take 40 ms at the least.
    assertTrue(actual.length() <= 1 + pcm.length / 320, actual.toString());
  }

  @MethodSource("inputs")
  @FuzzTest
  void framesCutFromAnyChunksAreTheBytesThatCame(byte[] input) {
    if (input.length < HEAD) {
      return;
    }
    int frameBytes = 1 + (input[1] & 0xFF);
    ByteArrayOutputStream framed = new ByteArrayOutputStream();
    Reframer reframer =
        new Reframer(
            frameBytes,
            (bytes, from, length) -> {
              assertEquals(frameBytes, length);
              framed.write(bytes, from, length);
            });
    int audio = input.length - HEAD;
    chunks(input, audio, (from, length) -> reframer.push(input, HEAD + from, length));
    assertEquals(audio % frameBytes, reframer.pendingBytes());
    int whole = audio / frameBytes * frameBytes;
    assertArrayEquals(Arrays.copyOfRange(input, HEAD, HEAD + whole), framed.toByteArray());
  }

  @MethodSource("inputs")
  @FuzzTest
  void bothLawsDecodeAnyPieceAsByteByByte(byte[] input) {
    if (input.length < HEAD) {
      return;
    }
    int audio = input.length - HEAD;
    if (audio == 0) {
      return; // The codec refuses to convert nothing.
    }
    for (G711 law : G711.values()) {
      short[] expected = new short[audio];
      for (int i = 0; i < audio; i++) {
        law.decode(input, HEAD + i, 1, expected, i);
      }
      short[] actual = new short[audio];
      byte[] again = new byte[audio];
      chunks(
          input,
          audio,
          (from, length) -> {
            law.decode(input, HEAD + from, length, actual, from);
            law.encode(actual, from, length, again, from);
          });
      assertArrayEquals(expected, actual);
      short[] once = new short[audio];
      law.decode(again, 0, audio, once, 0);
      assertArrayEquals(expected, once, law + " changed on the second way");
    }
  }

  @MethodSource("inputs")
  @FuzzTest
  void levelsOfAnyAudioStayWithinTheirScale(byte[] input) {
    if (input.length < HEAD) {
      return;
    }
    LevelMeter meter = new LevelMeter();
    chunks(
        input,
        (input.length - HEAD) / 2,
        (from, length) -> meter.push(input, HEAD + 2 * from, 2 * length));
    assertTrue(meter.rmsDbfs() >= LevelMeter.SILENCE_DBFS && meter.rmsDbfs() <= 0);
    assertTrue(meter.peakDbfs() >= LevelMeter.SILENCE_DBFS && meter.peakDbfs() <= 0);
    assertTrue(meter.rmsDbfs() <= meter.peakDbfs() + 1e-9);
  }

  private static int rateHz(int index) {
    return RateRatio.RATES_HZ.get(index % RateRatio.RATES_HZ.size());
  }

  private static short[] samples(byte[] input) {
    short[] pcm = new short[(input.length - HEAD) / 2];
    if (pcm.length > 0) {
      Pcm16.decode(input, HEAD, 2 * pcm.length, pcm, 0);
    }
    return pcm;
  }

  private interface Chunk {
    void take(int from, int length);
  }

  private static void chunks(byte[] input, int total, Chunk chunk) {
    int next = 2;
    for (int from = 0; from < total; ) {
      int length = Math.min(total - from, Math.max(1, input[next] & 0xFF));
      chunk.take(from, length);
      from += length;
      next = next + 1 < HEAD ? next + 1 : 2;
    }
  }
}
