package io.callrouter.examples.voiceagent.check;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The program as built, in a process of its own, and what it writes. */
final class DeskProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Set<String> NEEDED = Set.of("PATH", "HOME", "LANG", "TMPDIR");

  private final Process process;
  private final List<String> lines = new ArrayList<>(); // guarded by itself
  private final Thread reader;
  private final int port;

  private DeskProcess(Process process, int port) {
    this.process = process;
    this.port = port;
    reader = new Thread(this::read, "desk-log");
    reader.setDaemon(true);
    reader.start();
    // Whatever happens to the check, no process is left behind.
    Runtime.getRuntime().addShutdownHook(new Thread(this::close, "desk-end"));
  }

  /**
   * Starts it.
   *
   * @param settings its whole environment, but for what a process needs to run
   */
  static DeskProcess start(Path jar, Path folder, int port, Map<String, String> settings)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                jar.toString())
            .directory(folder.toFile())
            .redirectErrorStream(true);
    builder.environment().keySet().retainAll(NEEDED);
    builder.environment().put("PORT", Integer.toString(port));
    builder.environment().putAll(settings);
    return new DeskProcess(builder.start(), port);
  }

  private void read() {
    try (BufferedReader out = process.inputReader()) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        synchronized (lines) {
          lines.add(line);
          lines.notifyAll();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Waits for a line that has that in it; fails with all there were. */
  Matcher awaitLine(String pattern) throws InterruptedException {
    Pattern wanted = Pattern.compile(pattern);
    long end = System.nanoTime() + PATIENCE.toNanos();
    synchronized (lines) {
      while (true) {
        for (String line : lines) {
          Matcher matcher = wanted.matcher(line);
          if (matcher.find()) {
            return matcher;
          }
        }
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0) {
          throw new AssertionError("no line " + pattern + " in\n" + String.join("\n", lines));
        }
        lines.wait(left);
      }
    }
  }

  /** The lines so far that have that in it. */
  List<String> lines(String pattern) {
    Pattern wanted = Pattern.compile(pattern);
    synchronized (lines) {
      return lines.stream().filter(line -> wanted.matcher(line).find()).toList();
    }
  }

  /** Waits for its end by itself. */
  int exitCode() throws InterruptedException {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("it does not end");
    }
    reader.join(PATIENCE.toMillis());
    return process.exitValue();
  }

  /** Ends it as an operator does; its exit code. */
  int stop() throws InterruptedException {
    process.toHandle().destroy(); // It may go on writing, and is read to its end.
    return exitCode();
  }

  @Override
  public void close() {
    process.toHandle().destroyForcibly();
  }
}
