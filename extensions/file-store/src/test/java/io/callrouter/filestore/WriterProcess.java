package io.callrouter.filestore;

import io.callrouter.call.StoreException;
import io.callrouter.spi.Store;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A JVM of its own that opens a store and writes for ever, each thread to its own keys: {@code
 * thread/count} is put, {@code thread} is replaced by the count. What returned is said in a line
 * {@code thread count.}, with a full stop. A store that it may not open, it says in one line.
 */
final class WriterProcess implements AutoCloseable {
  static final Duration LIFE = Duration.ofHours(1);

  private final Process process;
  private final BufferedReader lines;

  private WriterProcess(Process process) {
    this.process = process;
    this.lines = process.inputReader(StandardCharsets.UTF_8);
  }

  static WriterProcess start(Path path, int threads) throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            WriterProcess.class.getName(),
            path.toString(),
            String.valueOf(threads));
    return new WriterProcess(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /** The next line, or null when the process has ended and all were read. */
  @Nullable String next() throws IOException {
    return lines.readLine();
  }

  /** As {@code kill -9} does. */
  void kill() {
    // Unlike Process.destroyForcibly, it leaves what was said to be read.
    process.toHandle().destroyForcibly();
  }

  @Override
  public void close() {
    kill();
    process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
  }

  public static void main(String[] args) {
    try {
      Store store = FileStore.open(Path.of(args[0]), InstantSource.system());
      int threads = Integer.parseInt(args[1]);
      for (int thread = 0; thread < threads; thread++) {
        String name = "thread" + thread;
        new Thread(() -> writeForEver(store, name)).start();
      }
    } catch (StoreException e) {
      System.out.println("refused: " + e.getMessage());
    }
  }

  private static void writeForEver(Store store, String name) {
    store.putIfAbsent(name, value(0), LIFE);
    byte[] last = store.get(name);
    for (int count = countOf(last) + 1; true; count++) {
      byte[] next = value(count);
      store.putIfAbsent(name + "/" + count, next, LIFE);
      if (!store.compareAndSet(name, last, next, LIFE)) {
        throw new IllegalStateException(name + " is not " + (count - 1));
      }
      store.remove(name + "/" + (count - 200));
      last = next;
      System.out.println(name + " " + count + ".");
    }
  }

  /** About as long as a call's value. */
  static byte[] value(int count) {
    return (count + " ".repeat(2000)).getBytes(StandardCharsets.UTF_8);
  }

  static int countOf(byte[] value) {
    return Integer.parseInt(new String(value, StandardCharsets.UTF_8).strip());
  }
}
