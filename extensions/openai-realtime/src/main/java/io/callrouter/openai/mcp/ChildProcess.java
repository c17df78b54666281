package io.callrouter.openai.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A server's program: its life and its standard streams, of which a line holds one message. */
final class ChildProcess {
  private static final Set<String> HANDED_ON =
      Set.of(
          "APPDATA",
          "HOME",
          "LANG",
          "LOCALAPPDATA",
          "LOGNAME",
          "PATH",
          "PATHEXT",
          "SHELL",
          "SYSTEMDRIVE",
          "SYSTEMROOT",
          "TEMP",
          "TERM",
          "TMP",
          "TMPDIR",
          "USER",
          "USERNAME",
          "USERPROFILE");
  private static final int LONGEST_LINE = HttpTransports.LONGEST_MESSAGE;
  private static final int STACK_BYTES = 256 * 1024;
  private static final long ASKED_MS = 500;
  private static final long TOLD_MS = 1000;
  private static final long ENDING_MS = 200;

  private final String server;
  private final List<String> command;
  private final Map<String, String> environment;
  private final byte[] chunk = new byte[8192]; // of the reading thread, as are the next two
  private int next;
  private int end;
  private volatile @Nullable Process process;
  private volatile @Nullable LineWriter input;
  private volatile @Nullable ErrorOutput errors;
  private volatile boolean hasSpoken;

  ChildProcess(String server, List<String> command, Map<String, String> environment) {
    this.server = server;
    this.command = command;
    this.environment = environment;
  }

  /**
   * Starts the program and the thread that reads what it writes.
   *
   * @throws IOException that says which program cannot be started
   */
  void start(Runnable reader) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder
        .environment()
        .keySet()
        .removeIf(name -> !HANDED_ON.contains(name.toUpperCase(Locale.ROOT)));
    builder.environment().putAll(environment);
    Process started;
    try {
      started = builder.start();
    } catch (IOException e) {
      String why = String.valueOf((e.getCause() == null ? e : e.getCause()).getMessage());
      throw new IOException(
          "'" + command.get(0) + "' cannot be started; check the command: " + why.strip(), e);
    }
    errors = new ErrorOutput(server, started.getErrorStream());
    input = new LineWriter(started.getOutputStream(), this::onThread);
    process = started;
    onThread(reader);
  }

  private void onThread(Runnable task) {
    Thread thread = new Thread(null, task, "callrouter-mcp-" + server, STACK_BYTES);
    thread.setDaemon(true);
    thread.start();
  }

  private Process running() throws IOException {
    Process started = process;
    if (started == null) {
      throw new IOException("the program does not run");
    }
    return started;
  }

  /**
   * The next line the program writes, null at the end; blocks.
   *
   * @throws IOException if the line is too long to be a message
   */
  @Nullable String readLine() throws IOException {
    InputStream in = running().getInputStream();
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (true) {
      if (next == end) {
        next = 0;
        end = Math.max(0, in.read(chunk));
        if (end == 0) {
          return line.size() == 0 ? null : line.toString(UTF_8);
        }
      }
      int from = next;
      while (next < end && chunk[next] != '\n') {
        next++;
      }
      line.write(chunk, from, next - from);
      if (line.size() > LONGEST_LINE) {
        throw new IOException("it wrote a message of more than " + LONGEST_LINE + " bytes");
      }
      if (next < end) {
        next++;
        return line.toString(UTF_8);
      }
    }
  }

  /**
   * Has a line written; does not block.
   *
   * @throws IOException if the program takes no more
   */
  void writeLine(String line) throws IOException {
    LineWriter open = input;
    if (open == null) {
      throw new IOException("the program does not run");
    }
    open.write(line);
  }

  /** A message came from it, so it may know of a caller: its words are logged at debug only. */
  void spoke() {
    hasSpoken = true;
  }

  /** How it ended, for an operator; to be asked once nothing more can be read. */
  String ending() throws IOException {
    Process started = running();
    try {
      if (!started.waitFor(ENDING_MS, TimeUnit.MILLISECONDS)) {
        return "it closed its output";
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    String words = errors == null || hasSpoken ? "" : errors.lastLine();
    return "it ended with exit code "
        + started.exitValue()
        + (words.isEmpty() ? "" : " and said: " + words);
  }

  /** Ends it and all that it started: asked, told, killed; returns within two seconds. */
  void stop() {
    Process started = process;
    LineWriter open = input;
    ErrorOutput words = errors;
    if (started == null || open == null || words == null) {
      return;
    }
    List<ProcessHandle> family = started.descendants().toList();
    open.close();
    try {
      if (!started.waitFor(ASKED_MS, TimeUnit.MILLISECONDS)) {
        started.destroy();
        started.waitFor(TOLD_MS, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      family.forEach(ProcessHandle::destroyForcibly);
      started.destroyForcibly();
      words.close();
    }
  }
}
