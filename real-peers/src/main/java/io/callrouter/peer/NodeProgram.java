package io.callrouter.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A script that runs until it is closed, beside the test that needs it.
 *
 * <p>Thread-safe.
 */
public final class NodeProgram implements AutoCloseable {
  private static final int FIRST_LINE_SECONDS = 60;
  private static final int EXIT_SECONDS = 10;

  private final Process process;
  private final CompletableFuture<String> first = new CompletableFuture<>();
  private final Queue<String> rest = new ConcurrentLinkedQueue<>();

  /**
   * A program that was started.
   *
   * @param process ends when its standard input does
   */
  NodeProgram(Process process) {
    this.process = process;
    Thread reading = new Thread(this::read, "node-program");
    reading.setDaemon(true);
    reading.start();
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!first.complete(line)) {
          rest.add(line);
        }
      }
      first.completeExceptionally(new IOException("it has ended without a word"));
    } catch (IOException e) {
      first.completeExceptionally(e);
    }
  }

  /**
   * The first line that it prints; waits for it.
   *
   * @throws AssertionError if there is none within a minute
   */
  public String firstLine() throws InterruptedException {
    try {
      return first.get(FIRST_LINE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("the program of Node did not start", e);
    }
  }

  /** What it has printed since then, a line each. */
  public List<String> lines() {
    return List.copyOf(rest);
  }

  /** Ends it; forcibly if it does not end by itself. */
  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      process.waitFor(EXIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroyForcibly();
    }
  }
}
