package io.callrouter.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.function.Executable;
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
      int chunk = Math.min(1 + random.nextInt(random.nextBoolean() ? 8 : 2500), in.length - at);
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
    for (int chunk = 1; chunk < 50; chunk++) {
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
    int halfPeriod = rates.fromHz() / 100;
    for (int i = 0; i < in.length; i++) {
      in[i] = i / halfPeriod % 2 == 0 ? Short.MAX_VALUE : Short.MIN_VALUE;
    }
    short[] out = rates.convert(in);
    int half = rates.toHz() / 100;
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
        IllegalArgumentException.class, () -> resampler.process(in, 0, in.length, small, 0));
    assertThrows(
        IllegalArgumentException.class, () -> resampler.process(in, 1, in.length, small, 0));
    assertThrows(IllegalArgumentException.class, () -> resampler.process(in, 0, -1, small, 0));
    assertArrayEquals(new short[small.length], small);
    short[] out = new short[expected.length];
    assertEquals(out.length, resampler.process(in, 0, in.length, out, 0));
    assertArrayEquals(expected, out);
  }

  @ParameterizedTest
  @MethodSource("io.callrouter.codec.RatePair#all")
  void theDelayInMillisecondsIsThatInSamples(RatePair rates) {
    Resampler resampler = rates.resampler();
    assertEquals(resampler.delaySamples(), resampler.delayMs() * rates.toHz() / 1000, 1e-9);
  }

  /** A stream and all that it alone holds; what is designed once and shared does not count. */
  @ParameterizedTest
  @MethodSource("io.callrouter.codec.RatePair#all")
  void aStreamHoldsTwoKibibytesAtMost(RatePair rates) {
    short[] in = Signals.noise(10, 2000);
    short[] out = new short[12_500];
    for (int i = 0; i < 3; i++) {
      rates.resampler().process(in, 0, in.length, out, 0);
    }
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    Resampler resampler = rates.resampler();
    resampler.process(in, 0, in.length, out, 0);
    long bytes = threads.getCurrentThreadAllocatedBytes() - before;
    assertTrue(bytes <= 2048, bytes + " bytes");
  }

  /** An hour in frames of 20 ms: as many samples as the rates say, and the tone still in phase. */
  @ParameterizedTest
  @CsvSource({"8000, 44100", "44100, 8000", "48000, 44100", "8000, 48000"})
  void afterAnHourNothingHasDrifted(int fromHz, int toHz) {
    Resampler resampler = Resampler.of(fromHz, toHz);
    short[] second = Signals.sine(400, fromHz, fromHz, -6);
    short[] out = new short[toHz];
    short[] settled = {};
    for (int s = 0; s < 3600; s++) {
      assertEquals(toHz, resampler.process(second, 0, fromHz, out, 0));
      settled = s == 1 ? out.clone() : settled;
    }
    assertArrayEquals(settled, out);
  }

  @ParameterizedTest
  @MethodSource("io.callrouter.codec.RatePair#all")
  void stereoIsMixedToTheMeanOfBothInChunksOfAnySize(RatePair rates) {
    short[] stereo = Signals.noise(11, 8000);
    short[] mono = new short[4000];
    for (int i = 0; i < mono.length; i++) {
      // Even sums only, so that the mean is a sample too.
      stereo[2 * i + 1] = (short) ((stereo[2 * i + 1] & ~1) | (stereo[2 * i] & 1));
      mono[i] = (short) ((stereo[2 * i] + stereo[2 * i + 1]) / 2);
    }
    short[] expected = rates.convert(mono);
    Resampler resampler = Resampler.of(rates.fromHz(), rates.toHz(), 2);
    assertEquals(rates.resampler().maxOutput(4000), resampler.maxOutput(8000));
    short[] out = new short[resampler.maxOutput(stereo.length)];
    int written = 0;
    for (int at = 0, chunk = 2; at < stereo.length; at += chunk, chunk = chunk % 700 + 2) {
      chunk = Math.min(chunk, stereo.length - at);
      written += resampler.process(stereo, at, chunk, out, written);
    }
    assertArrayEquals(expected, Arrays.copyOf(out, written));
  }

  @Test
  void stereoOfEqualRatesIsRoundedToTheNearestAndOfTwoToTheEvenOne() {
    short[] stereo = {1, 2, 3, 4, -1, -2, 32767, 32767, -32768, -32768, -32768, 32767, 5, 5};
    short[] out = new short[7];
    assertEquals(7, Resampler.of(8000, 8000, 2).process(stereo, 0, 14, out, 0));
    assertArrayEquals(new short[] {2, 4, -2, 32767, -32768, 0, 5}, out);
  }

  @Test
  void badInputIsRefusedWithItsValueAndWhatIsAllowed() {
    Resampler stereo = Resampler.of(48_000, 8000, 2);
    short[] out = new short[100];
    assertRefused(
        "Sampling rate 11025 Hz is not supported:"
            + " use one of 8000, 12000, 16000, 24000, 32000, 44100, 48000",
        () -> Resampler.of(8000, 11_025));
    assertRefused("3 channels are not supported: use 1 or 2", () -> Resampler.of(8000, 16_000, 3));
    assertRefused(
        "in: 7 samples, where stereo allows even numbers only",
        () -> stereo.process(new short[12], 0, 7, out, 0));
    assertRefused(
        "in: a length of 0, where at least 1 is allowed",
        () -> stereo.process(new short[12], 0, 0, out, 0));
    assertRefused(
        "in: 14 elements from index 0, where an array of 12 allows at most 12"
            + " from an index of at least 0",
        () -> stereo.process(new short[12], 0, 14, out, 0));
    assertRefused(
        "out: 2 elements from index 99, where an array of 100 allows at most 1"
            + " from an index of at least 0",
        () -> stereo.process(new short[24], 0, 24, out, 99));
    assertArrayEquals(new short[100], out);
  }

  private static void assertRefused(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }

  @Test
  void streamsOfSeveralThreadsDoNotDisturbEachOther() throws Exception {
    List<RatePair> pairs = RatePair.different().toList();
    short[] in = Signals.noise(12, 4410);
    List<short[]> expected = pairs.stream().map(pair -> pair.convert(in)).toList();
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try {
      List<Callable<short[]>> conversions = new ArrayList<>();
      for (int i = 0; i < 10 * pairs.size(); i++) {
        RatePair pair = pairs.get(i % pairs.size());
        conversions.add(() -> pair.convert(in));
      }
      List<Future<short[]>> converted = pool.invokeAll(conversions);
      for (int i = 0; i < converted.size(); i++) {
        assertArrayEquals(expected.get(i % pairs.size()), converted.get(i).get());
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void equalRatesPassEverySampleThrough() {
    short[] in = Signals.noise(8, 500);
    assertArrayEquals(in, new RatePair(16000, 16000).convert(in));
    assertEquals(0, Resampler.of(16000, 16000).delaySamples());
    assertEquals(0, Resampler.of(16000, 16000).delayMs());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -8000, 11025, 22050, 44099, 96000})
  void refusesOtherRatesByName(int rateHz) {
    var e = assertThrows(IllegalArgumentException.class, () -> Resampler.of(rateHz, 8000));
    assertTrue(e.getMessage().contains(rateHz + " Hz"), e.getMessage());
    assertThrows(IllegalArgumentException.class, () -> Resampler.of(8000, rateHz));
  }

  /** Fails where a compiler or a library contracts, reorders or approximates the arithmetic. */
  @ParameterizedTest
  @CsvSource({
    "8000, 48000, c57fb03f51ef6b7b3f371692b5013a12de2c0fab45d4210d1f34f56b65a64316",
    "48000, 8000, 647575f6670446ab3af7555e3ac23e3e1dff38d5f9631e6206163311fc579ab7",
    "16000, 24000, 7871a96dd3e1caaad6a53fad7b2bce6fa7f2302108d95a5685b3af05069885e6",
    "24000, 16000, c5eb4ca3ff1b420c0ecd2a479295d3ff03ff30d3b1df024a18816beb0d78c613",
  })
  void everyPlatformGivesTheSameSamples(int fromHz, int toHz, String sha256) throws Exception {
    short[] out = new RatePair(fromHz, toHz).convert(Signals.noise(9, fromHz));
    ByteBuffer bytes = ByteBuffer.allocate(2 * out.length);
    bytes.asShortBuffer().put(out);
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes.array());
    assertEquals(sha256, HexFormat.of().formatHex(digest));
  }
}
