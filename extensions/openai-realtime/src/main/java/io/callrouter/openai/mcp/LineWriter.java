package io.callrouter.openai.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes lines to a program, which may read none: no thread waits for that but one of its own, and
 * that one only while there is something to write.
 */
final class LineWriter {
  private static final int MOST_WAITING = 100;

  private final OutputStream out;
  private final Consumer<Runnable> threads;
  private final Object lock = new Object();
  // All below is guarded by lock.
  private final Queue<String> waiting = new ArrayDeque<>();
  private boolean writing;
  private boolean closing;

  LineWriter(OutputStream out, Consumer<Runnable> threads) {
    this.out = out;
    this.threads = threads;
  }

  /**
   * Has a line written; does not block.
   *
   * @throws IOException if too many wait already, or the program's input is closed
   */
  void write(String line) throws IOException {
    synchronized (lock) {
      if (closing || waiting.size() == MOST_WAITING) {
        throw new IOException("it takes no more requests");
      }
      waiting.add(line);
      begin();
    }
  }

  /** Ends the program's input behind what waits; does not block. */
  void close() {
    synchronized (lock) {
      if (!closing) {
        closing = true;
        begin();
      }
    }
  }

  /** With the lock. */
  private void begin() {
    if (!writing) {
      writing = true;
      threads.accept(this::run);
    }
  }

  private void run() {
    try {
      for (String line = next(); line != null; line = next()) {
        out.write((line + "\n").getBytes(UTF_8));
        out.flush();
      }
    } catch (IOException e) {
      // The program has ended, as whoever reads it notices too.
      synchronized (lock) {
        closing = true;
        waiting.clear();
      }
    }
  }

  private @Nullable String next() throws IOException {
    synchronized (lock) {
      String line = waiting.poll();
      if (line == null) {
        writing = false;
        if (closing) {
          out.close();
        }
      }
      return line;
    }
  }
}
