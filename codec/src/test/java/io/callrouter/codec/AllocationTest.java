package io.callrouter.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What handles frames must leave nothing to collect: at 150 calls it runs 15,000 times a second.
 */
class AllocationTest {
  private static final int ROUNDS = 5;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final short[] pcm = Signals.noise(1, 960);
  private final short[] converted = new short[960 * 6];
  private final byte[] bytes = new byte[1920];
  private int taken;

  @ParameterizedTest
  @EnumSource
  void g711AllocatesNothing(G711 law) {
    assertAllocatesNothing(
        () -> {
          law.encode(pcm, 0, 960, bytes, 0);
          law.decode(bytes, 0, 960, pcm, 0);
          law.transcode(bytes, 0, 960, bytes, 0);
        });
  }

  @Test
  void pcm16AllocatesNothing() {
    assertAllocatesNothing(
        () -> {
          Pcm16.encode(pcm, 0, 960, bytes, 0);
          Pcm16.decode(bytes, 0, 1920, pcm, 0);
        });
  }

  @ParameterizedTest
  @MethodSource("io.callrouter.codec.RatePair#all")
  void resamplerAllocatesNothing(RatePair rates) {
    Resampler resampler = rates.resampler();
    assertAllocatesNothing(() -> resampler.process(pcm, 0, 959, converted, 0));
  }

  @Test
  void stereoResamplerAllocatesNothing() {
    Resampler resampler = Resampler.of(48_000, 8000, 2);
    assertAllocatesNothing(() -> resampler.process(pcm, 0, 958, converted, 0));
  }

  @Test
  void aWholeFrameAllocatesNothingFromBase64ToAnAgentsRateAndBack() {
    Resampler up = Resampler.of(8000, 48_000);
    Resampler down = Resampler.of(48_000, 8000);
    byte[] text = Base64.getEncoder().encode(Arrays.copyOf(bytes, 160));
    byte[] codes = new byte[160];
    short[] narrow = new short[160];
    short[] wide = new short[960];
    assertAllocatesNothing(
        () -> {
          Base64.getDecoder().decode(text, codes);
          G711.PCMU.decode(codes, 0, 160, narrow, 0);
          taken += up.process(narrow, 0, 160, wide, 0);
          down.process(wide, 0, 960, narrow, 0);
          G711.PCMU.encode(narrow, 0, 160, codes, 0);
          Base64.getEncoder().encode(codes, text);
        });
    assertEquals(960 * 100 * ROUNDS, taken);
  }

  @Test
  void reframerAllocatesNothing() {
    var reframer = new Reframer(160, (frame, from, length) -> taken += length);
    assertAllocatesNothing(() -> reframer.push(bytes, 0, 333));
    assertEquals(0, taken % 160);
  }

  @Test
  void dtmfToneAllocatesNothing() {
    var tone = new DtmfTone('1', 48_000, 10_000, -7);
    assertAllocatesNothing(() -> tone.read(pcm, 0, 100));
  }

  @Test
  void dtmfDetectorAllocatesNothing() {
    var detector = new DtmfDetector(digit -> taken++);
    var tones = new short[960];
    new DtmfTone('1', 8000, 100, -7).read(tones, 0, 800);
    assertAllocatesNothing(() -> detector.push(tones, 0, 960));
    assertEquals(100 * ROUNDS, taken);
  }

  @Test
  void levelMeterAllocatesNothing() {
    var meter = new LevelMeter();
    assertAllocatesNothing(
        () -> {
          meter.reset();
          meter.push(pcm, 0, 960);
          meter.push(bytes, 0, 1920);
          taken += (int) (meter.rmsDbfs() + meter.peakDbfs());
        });
  }

  /**
   * The first runs link call sites and load classes, and a change of compiled code takes a few
   * bytes once; what a frame takes itself is taken in every round.
   */
  private static void assertAllocatesNothing(Runnable frame) {
    long least = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      repeat(frame);
      least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
    }
    assertEquals(0, least, "bytes allocated");
  }

  private static void repeat(Runnable frame) {
    for (int i = 0; i < 100; i++) {
      frame.run();
    }
  }
}
