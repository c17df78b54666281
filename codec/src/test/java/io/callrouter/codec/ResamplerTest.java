package io.callrouter.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResamplerTest {

  @ParameterizedTest
  @MethodSource("io.callrouter.codec.RatePair#all")
  void chunksOfAnySizeGiveTheSamplesOfOneBlock(RatePair rates, TestReporter reporter) {
    long seed = new Random().nextLong();
    reporter.publishEntry("seed", Long.toString(seed));
    short[] in = Signals.noise(seed, 6000);
    short[] whole = rates.convert(in);

    var random = new Random(seed);
    Resampler resampler = rates.resampler();
    short[] pieces = new short[resampler.maxOutput(in.length)];
    int written = 0;
    for (int at = 0; at < in.length; ) {
      int chunk = Math.min(random.nextInt(random.nextBoolean() ? 8 : 2500), in.length - at);
      written += resampler.process(in, at, chunk, pieces, written);
      at += chunk;
    }
    assertArrayEquals(whole, Arrays.copyOf(pieces, written), "seed " + seed);
  }

  @ParameterizedTest
  @MethodSource("io.callrouter.codec.RatePair#all")
  void aFrameGivesAFrameFromTheFirstOn(RatePair rates) {
    Resampler resampler = rates.resampler();
    short[] frame = new short[rates.fromHz() / 50];
    short[] out = new short[rates.toHz() / 50];
    for (int i = 0; i < 5; i++) {
      assertEquals(out.length, resampler.process(frame, 0, frame.length, out, 0));
    }
  }

  @ParameterizedTest
  @MethodSource("io.callrouter.codec.RatePair#all")
  void theCountWrittenFollowsTheStreamAndStaysWithinTheBound(RatePair rates) {
    Resampler resampler = rates.resampler();
    short[] in = new short[50];
    short[] out = new short[400];
    long taken = 0;
    long written = 0;
    for (int chunk = 0; chunk < 50; chunk++) {
      int now = resampler.process(in, 0, chunk, out, 0);
      assertTrue(now <= resampler.maxOutput(chunk));
      taken += chunk;
      written += now;
      assertEquals(taken * rates.toHz() / rates.fromHz(), written);
    }
  }

  @ParameterizedTest
  @MethodSource("io.callrouter.codec.RatePair#all")
  void anImpulseComesOutAfterTheDelayReported(RatePair rates) {
    short[] in = new short[rates.fromHz() / 10];
    int position = in.length / 2;
    in[position] = 30_000;
    short[] out = rates.convert(in);
    int peak = 0;
    for (int i = 0; i < out.length; i++) {
      peak = out[i] > out[peak] ? i : peak;
    }
    int delay = rates.resampler().delaySamples();
    assertEquals((long) position * rates.toHz() / rates.fromHz() + delay, peak);
    for (int i = 1; i <= delay; i++) {
      assertEquals(out[peak - i], out[peak + i], "linear phase, " + i + " from the peak");
    }
  }

  @ParameterizedTest
  @MethodSource("io.callrouter.codec.RatePair#all")
  void theDelayIsTwoMillisecondsAtMost(RatePair rates) {
    double delayMs = 1000.0 * rates.resampler().delaySamples() / rates.toHz();
    assertTrue(delayMs <= 2, delayMs + " ms");
  }

  @ParameterizedTest
  @MethodSource("io.callrouter.codec.RatePair#all")
  void silenceStaysDigitalSilence(RatePair rates) {
    short[] out = rates.convert(new short[rates.fromHz()]);
    assertArrayEquals(new short[rates.toHz()], out);
  }

  @ParameterizedTest
  @MethodSource("io.callrouter.codec.RatePair#all")
  void silenceAfterSoundIsReachedWithinTheFilter(RatePair rates) {
    short[] in = Arrays.copyOf(Signals.noise(3, rates.fromHz() / 10), rates.fromHz() / 5);
    short[] out = rates.convert(in);
    int end = out.length / 2 + 2 * rates.resampler().delaySamples() + 2;
    assertArrayEquals(new short[out.length - end], Arrays.copyOfRange(out, end, out.length));
  }

  @ParameterizedTest
  @MethodSource("io.callrouter.codec.RatePair#different")
  void fullScaleSquareWaveSaturatesAndNeverWraps(RatePair rates) {
    short[] in = new short[rates.fromHz() / 10];
    int halfPeriod = rates.fromHz() / 200;
    for (int i = 0; i < in.length; i++) {
      in[i] = i / halfPeriod % 2 == 0 ? Short.MAX_VALUE : Short.MIN_VALUE;
    }
    short[] out = rates.convert(in);
    int half = rates.toHz() / 200;
    int delay = rates.resampler().delaySamples();
    boolean saturated = false;
    for (int i = 0; i + delay < out.length; i++) {
      short sample = out[i + delay];
      int fromEdge = Math.min(i % half, half - 1 - i % half);
      if (fromEdge > 2 * rates.toHz() / Math.min(rates.fromHz(), rates.toHz())) {
        assertEquals(i / half % 2 == 0, sample > 25_000, "sample " + i + " is " + sample);
        assertTrue(Math.abs(sample) > 25_000, "sample " + i + " is " + sample);
      }
      saturated |= sample == Short.MAX_VALUE || sample == Short.MIN_VALUE;
    }
    assertTrue(saturated);
  }

  @ParameterizedTest
  @MethodSource("io.callrouter.codec.RatePair#all")
  void resetBeginsANewStream(RatePair rates) {
    short[] in = Signals.noise(4, 3001);
    short[] expected = rates.convert(in);
    Resampler resampler = rates.resampler();
    short[] out = new short[resampler.maxOutput(in.length)];
    resampler.process(in, 0, 1777, out, 0);
    resampler.reset();
    int written = resampler.process(in, 0, in.length, out, 0);
    assertArrayEquals(expected, Arrays.copyOf(out, written));
  }

  @ParameterizedTest
  @MethodSource("io.callrouter.codec.RatePair#all")
  void streamsOfOneRatioDoNotDisturbEachOther(RatePair rates) {
    short[] in = Signals.noise(5, 2000);
    short[] expected = rates.convert(in);
    Resampler one = rates.resampler();
    Resampler other = rates.resampler();
    short[] out = new short[one.maxOutput(in.length)];
    int written = one.process(in, 0, 700, out, 0);
    other.process(Signals.noise(6, 900), 0, 900, new short[other.maxOutput(900)], 0);
    written += one.process(in, 700, 1300, out, written);
    assertArrayEquals(expected, Arrays.copyOf(out, written));
  }

  @ParameterizedTest
  @MethodSource("io.callrouter.codec.RatePair#all")
  void writesAndTakesNothingWhenThereIsNoRoom(RatePair rates) {
    short[] in = Signals.noise(7, 2400);
    short[] expected = rates.convert(in);
    Resampler resampler = rates.resampler();
    short[] small = new short[expected.length - 1];
    assertThrows(
        IndexOutOfBoundsException.class, () -> resampler.process(in, 0, in.length, small, 0));
    assertThrows(
        IndexOutOfBoundsException.class, () -> resampler.process(in, 1, in.length, small, 0));
    assertThrows(IndexOutOfBoundsException.class, () -> resampler.process(in, 0, -1, small, 0));
    assertArrayEquals(new short[small.length], small);
    short[] out = new short[expected.length];
    assertEquals(out.length, resampler.process(in, 0, in.length, out, 0));
    assertArrayEquals(expected, out);
  }

  @Test
  void equalRatesPassEverySampleThrough() {
    short[] in = Signals.noise(8, 500);
    assertArrayEquals(in, new RatePair(16000, 16000).convert(in));
    assertEquals(0, Resampler.of(16000, 16000).delaySamples());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -8000, 11025, 44100})
  void refusesOtherRatesByName(int rateHz) {
    var e = assertThrows(IllegalArgumentException.class, () -> Resampler.of(rateHz, 8000));
    assertTrue(e.getMessage().contains(rateHz + " Hz"), e.getMessage());
    assertThrows(IllegalArgumentException.class, () -> Resampler.of(8000, rateHz));
  }

  /** Fails where a compiler or a library contracts, reorders or approximates the arithmetic. */
  @ParameterizedTest
  @CsvSource({
    "8000, 48000, db8125574e6242f7765e4cc23ecad1dbfbe9b365cff537e3dffe478aaef40cbb",
    "48000, 8000, 427ad9ed238760414d01aa2df6fa9f6841592a6cca67ff0badd497e5ba096f87",
    "16000, 24000, f75598dae927944b22eb297121bcfbc27b2c64c4b9bc2d2762f8be4fad9ba717",
    "24000, 16000, 55abf8df9bc51514e37b127791115654a95b053dbe8024ee9cfc70d6d77223db",
  })
  void everyPlatformGivesTheSameSamples(int fromHz, int toHz, String sha256) throws Exception {
    short[] out = new RatePair(fromHz, toHz).convert(Signals.noise(9, fromHz));
    ByteBuffer bytes = ByteBuffer.allocate(2 * out.length);
    bytes.asShortBuffer().put(out);
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes.array());
    assertEquals(sha256, HexFormat.of().formatHex(digest));
  }
}
