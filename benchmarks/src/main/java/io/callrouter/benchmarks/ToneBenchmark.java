package io.callrouter.benchmarks;

import io.callrouter.codec.DtmfTone;
import io.callrouter.codec.LevelMeter;
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

/** A key's tone made, and the level of a frame measured, 20 ms at 8 kHz. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ToneBenchmark {
  private static final int SAMPLES = 160;
  private static final int LONGEST_MS = 10_000;

  private final short[] voice = Signals.speechLike(SAMPLES);
  private final short[] out = new short[SAMPLES];
  private final LevelMeter meter = new LevelMeter();
  private DtmfTone tone = key();

  private static DtmfTone key() {
    return new DtmfTone('5', 8000, LONGEST_MS, DtmfTone.NOMINAL_LEVEL_DBM0);
  }

  /** 160 samples of a key's tone; a new one each 10 s, so the bytes a frame are not quite none. */
  @Benchmark
  public short[] key20Ms() {
    if (tone.read(out, 0, SAMPLES) < SAMPLES) {
      tone = key();
    }
    return out;
  }

  /** The level of 160 samples. */
  @Benchmark
  public double level() {
    meter.reset();
    meter.push(voice, 0, SAMPLES);
    return meter.rmsDbfs();
  }
}
