package io.callrouter.benchmarks;

import io.callrouter.codec.G711;
import io.callrouter.codec.Pcm16;
import io.callrouter.codec.Resampler;
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
 * A frame of 20 ms from the telephone's PCMU to the L16 at 48 kHz that a room wants, and back: all
 * of the codec that a frame passes through, bytes to bytes.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class FrameConversionBenchmark {
  private static final int NARROW_SAMPLES = 160;
  private static final int WIDE_SAMPLES = 960;

  private final Resampler up = Resampler.of(8000, 48_000);
  private final Resampler down = Resampler.of(48_000, 8000);
  private final short[] narrow = new short[NARROW_SAMPLES];
  private final short[] wide = new short[WIDE_SAMPLES];
  private final byte[] pcmu = pcmuFrame();
  private final byte[] l16 = l16Frame();
  private final byte[] pcmuOut = new byte[NARROW_SAMPLES];
  private final byte[] l16Out = new byte[WIDE_SAMPLES * Pcm16.BYTES];

  private static byte[] pcmuFrame() {
    byte[] frame = new byte[NARROW_SAMPLES];
    G711.PCMU.encode(Signals.speechLike(NARROW_SAMPLES), 0, NARROW_SAMPLES, frame, 0);
    return frame;
  }

  private static byte[] l16Frame() {
    byte[] frame = new byte[WIDE_SAMPLES * Pcm16.BYTES];
    Pcm16.encode(Signals.speechLike(WIDE_SAMPLES), 0, WIDE_SAMPLES, frame, 0);
    return frame;
  }

  /** 160 bytes of PCMU to 1920 bytes of L16. */
  @Benchmark
  public byte[] pcmuToL16At48kHz() {
    int samples = G711.PCMU.decode(pcmu, 0, pcmu.length, narrow, 0);
    int converted = up.process(narrow, 0, samples, wide, 0);
    Pcm16.encode(wide, 0, converted, l16Out, 0);
    return l16Out;
  }

  /** 1920 bytes of L16 to 160 bytes of PCMU. */
  @Benchmark
  public byte[] l16At48kHzToPcmu() {
    int samples = Pcm16.decode(l16, 0, l16.length, wide, 0);
    int converted = down.process(wide, 0, samples, narrow, 0);
    G711.PCMU.encode(narrow, 0, converted, pcmuOut, 0);
    return pcmuOut;
  }
}
