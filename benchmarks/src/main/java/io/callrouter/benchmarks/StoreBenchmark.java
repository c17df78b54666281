package io.callrouter.benchmarks;

import io.callrouter.filestore.FileStore;
import io.callrouter.spi.Store;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One step of a call as the store sees it: a value of 2 KiB replaced by the next. In a file it is
 * forced to the disk, so the disk under {@code java.io.tmpdir} decides; eight calls at once show
 * how many changes share one write.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 11, time = 1)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH calls the methods for setup first.
public class StoreBenchmark {
  private static final int VALUE_BYTES = 2048;
  private static final Duration LIFE = Duration.ofHours(1);

  @Param({"file", "memory"})
  private String kept = "file";

  private Path directory;
  private Store store;

  @Setup
  public void open() throws IOException {
    directory = Files.createTempDirectory("callrouter-store");
    store =
        kept.equals("file")
            ? FileStore.open(directory.resolve("calls"), InstantSource.system())
            : Store.inMemory(InstantSource.system());
  }

  @TearDown
  public void close() throws IOException {
    store.close();
    Files.deleteIfExists(directory.resolve("calls"));
    Files.delete(directory);
  }

  @Benchmark
  public boolean compareAndSet(Call call) {
    return call.step(store);
  }

  @Benchmark
  @Threads(8)
  public boolean compareAndSetOfEight(Call call) {
    return call.step(store);
  }

  /** One thread's call. */
  @State(Scope.Thread)
  public static class Call {
    private String key;
    private byte[] value;
    private int step;

    @Setup(Level.Iteration)
    public void put(StoreBenchmark benchmark) {
      key = "call:" + Thread.currentThread().getName();
      value = new byte[VALUE_BYTES];
      benchmark.store.remove(key);
      benchmark.store.putIfAbsent(key, value, LIFE);
    }

    boolean step(Store store) {
      byte[] next = value.clone();
      ByteBuffer.wrap(next).putInt(++step);
      boolean replaced = store.compareAndSet(key, value, next, LIFE);
      value = next;
      return replaced;
    }
  }
}
