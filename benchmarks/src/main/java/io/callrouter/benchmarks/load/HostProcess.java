package io.callrouter.benchmarks.load;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A host in a process of its own, asked over its standard input. For use by one thread. */
final class HostProcess implements AutoCloseable {
  private static final int EXIT_SECONDS = 10;

  /** A host has warmed up when its JVM compiles for no more than this in a second. */
  private static final long QUIET_COMPILER_MS = 10;

  /** So many such seconds in a row: 10 s after the last jitter a lead that it filled gets room. */
  private static final int QUIET_SECONDS = 12;

  private static final int MOST_WARM_UPS = 4;

  private final long startedNanos = System.nanoTime();
  private final Process process;
  private final BufferedWriter questions;
  private final BufferedReader answers;
  private final int port;

  private HostProcess(Process process) throws IOException {
    this.process = process;
    this.questions =
        new BufferedWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    this.answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    this.port = Integer.parseInt(firstNumber());
  }

  /** Starts a host; returns when it listens. */
  static HostProcess start(Peer peer, List<String> arguments, List<String> jvmOptions)
      throws IOException {
    return new HostProcess(
        new ProcessBuilder(peer.command(arguments, jvmOptions))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  int port() {
    return port;
  }

  /** When the process was started, by this process's monotonic clock. */
  long startedNanos() {
    return startedNanos;
  }

  /** Asks a question of one line. */
  String ask(String question) throws IOException {
    questions.write(question);
    questions.newLine();
    questions.flush();
    return answer();
  }

  long askNumber(String question) throws IOException {
    return Long.parseLong(ask(question));
  }

  /** One of the server's counters. */
  long count(String counter) throws IOException {
    return askNumber("count " + counter);
  }

  /**
   * Lets the calls go on for so long, and then until the host's JVM has compiled what they need:
   * what it takes for that has nothing to do with the number of calls. Gives up after some time.
   */
  void warmUp(int seconds) throws IOException, InterruptedException {
    int quiet = 0;
    long compiled = askNumber("compiled");
    for (int second = 0;
        second < seconds || (quiet < QUIET_SECONDS && second < MOST_WARM_UPS * seconds);
        second++) {
      Thread.sleep(1000);
      long now = askNumber("compiled");
      quiet = now - compiled > QUIET_COMPILER_MS ? 0 : quiet + 1;
      compiled = now;
    }
  }

  /** Waits until the process has ended by itself, and says when, or 0 if it has not in time. */
  long awaitExit(Duration most) throws InterruptedException {
    return process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS) ? System.nanoTime() : 0;
  }

  /** Sends the process a signal, such as {@code STOP}. */
  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  /** Ends the process; forcibly if it does not end by itself. */
  @Override
  public void close() throws IOException {
    try {
      questions.close();
    } catch (IOException e) {
      // It has ended already.
    }
    try {
      if (!process.waitFor(EXIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** Before it, the JVM may say on its output what options were given to it. */
  private String firstNumber() throws IOException {
    String line = answer();
    while (!line.chars().allMatch(Character::isDigit) || line.isEmpty()) {
      line = answer();
    }
    return line;
  }

  private String answer() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new EOFException("the host has ended");
    }
    return line;
  }
}
