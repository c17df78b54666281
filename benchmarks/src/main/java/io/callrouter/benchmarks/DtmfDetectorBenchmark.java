package io.callrouter.benchmarks;

import io.callrouter.codec.DtmfDetector;
import io.callrouter.codec.DtmfTone;
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

/** The search for a key in a frame of 20 ms: in silence, in a voice, and in a key's tone. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DtmfDetectorBenchmark {
  private static final int SAMPLES = 160;

  /** So long that the tone comes again with hardly a seam: 1000 ms hold whole periods. */
  private static final int TONE_SAMPLES = 8000;

  private final short[] silence = new short[SAMPLES];
  private final short[] voice = Signals.speechLike(SAMPLES);
  private final short[] tone = tone();
  private int digits;
  private int at;
  private final DtmfDetector detector = new DtmfDetector(digit -> digits++);

  private static short[] tone() {
    short[] pcm = new short[TONE_SAMPLES];
    new DtmfTone('5', 8000, 1000, DtmfTone.NOMINAL_LEVEL_DBM0).read(pcm, 0, TONE_SAMPLES);
    return pcm;
  }

  /** 160 samples of silence. */
  @Benchmark
  public int silence() {
    detector.push(silence, 0, SAMPLES);
    return digits;
  }

  /** 160 samples at the level of speech. */
  @Benchmark
  public int voice() {
    detector.push(voice, 0, SAMPLES);
    return digits;
  }

  /** 160 samples of a key that is held. */
  @Benchmark
  public int key() {
    detector.push(tone, at, SAMPLES);
    at = (at + SAMPLES) % TONE_SAMPLES;
    return digits;
  }
}
