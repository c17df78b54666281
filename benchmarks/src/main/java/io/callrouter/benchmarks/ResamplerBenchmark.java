package io.callrouter.benchmarks;

import io.callrouter.codec.Pcm16;
import io.callrouter.codec.Resampler;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The rate conversion of one stream in one direction, a block of 20 ms at a time, beside the
 * resamplers of Concentus, libjitsi, TarsosDSP and the JDK.
 *
 * <p>They are no equals: aliases of Concentus' are 31 dB down, libjitsi's 23, TarsosDSP's 68, and
 * the JDK's has no filter.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ResamplerBenchmark {
  private final short[] narrow = Signals.speechLike(160);
  private final short[] wide = Signals.speechLike(960);
  private final Resampler up = Resampler.of(8000, 48_000);
  private final Resampler down = Resampler.of(48_000, 8000);
  private final short[] upOut = new short[up.maxOutput(narrow.length)];
  private final short[] downOut = new short[down.maxOutput(wide.length)];

  private final ConcentusResampler concentusUp = new ConcentusResampler(8000, 48_000);
  private final ConcentusResampler concentusDown = new ConcentusResampler(48_000, 8000);
  private final LibjitsiResampler libjitsiUp = new LibjitsiResampler(8000, 48_000);
  private final LibjitsiResampler libjitsiDown = new LibjitsiResampler(48_000, 8000);
  private final TarsosResampler tarsosUp = new TarsosResampler(8000, 48_000);
  private final TarsosResampler tarsosDown = new TarsosResampler(48_000, 8000);
  private final float[] narrowFloats = TarsosResampler.floats(narrow);
  private final float[] wideFloats = TarsosResampler.floats(wide);
  private final float[] tarsosOut = new float[2 * wide.length];
  private final byte[] jdkUpOut = new byte[1920];
  private final byte[] jdkDownOut = new byte[320];
  private final JdkConverter jdkUp = JdkConverter.resampler(8000, 48_000, bytes(narrow));
  private final JdkConverter jdkDown = JdkConverter.resampler(48_000, 8000, bytes(wide));

  private static byte[] bytes(short[] pcm) {
    byte[] bytes = new byte[pcm.length * Pcm16.BYTES];
    Pcm16.encode(pcm, 0, pcm.length, bytes, 0);
    return bytes;
  }

  /** 160 samples at 8 kHz to 960 at 48 kHz. */
  @Benchmark
  public short[] from8To48kHz() {
    up.process(narrow, 0, narrow.length, upOut, 0);
    return upOut;
  }

  /** 960 samples at 48 kHz to 160 at 8 kHz. */
  @Benchmark
  public short[] from48To8kHz() {
    down.process(wide, 0, wide.length, downOut, 0);
    return downOut;
  }

  /** The same by Concentus. */
  @Benchmark
  public short[] from8To48kHzByConcentus() {
    concentusUp.process(narrow, narrow.length, upOut);
    return upOut;
  }

  /** The same by Concentus. */
  @Benchmark
  public short[] from48To8kHzByConcentus() {
    concentusDown.process(wide, wide.length, downOut);
    return downOut;
  }

  /** The same by libjitsi. */
  @Benchmark
  public short[] from8To48kHzByLibjitsi() {
    libjitsiUp.process(narrow, narrow.length, upOut);
    return upOut;
  }

  /** The same by libjitsi. */
  @Benchmark
  public short[] from48To8kHzByLibjitsi() {
    libjitsiDown.process(wide, wide.length, downOut);
    return downOut;
  }

  /** The same by TarsosDSP, floats to floats. */
  @Benchmark
  public float[] from8To48kHzByTarsos() {
    tarsosUp.process(narrowFloats, tarsosOut);
    return tarsosOut;
  }

  /** The same by TarsosDSP, floats to floats. */
  @Benchmark
  public float[] from48To8kHzByTarsos() {
    tarsosDown.process(wideFloats, tarsosOut);
    return tarsosOut;
  }

  /** The same by the JDK, bytes to bytes. */
  @Benchmark
  public byte[] from8To48kHzByJdk() throws IOException {
    jdkUp.read(jdkUpOut);
    return jdkUpOut;
  }

  /** The same by the JDK, bytes to bytes. */
  @Benchmark
  public byte[] from48To8kHzByJdk() throws IOException {
    jdkDown.read(jdkDownOut);
    return jdkDownOut;
  }
}
