package io.callrouter.openai.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.scheduler.Schedulers;

/**
 * What a program writes to its standard error, for the log at debug. It is looked at four times a
 * second, and more often while there is something, since a thread that waits for it would double
 * what a program costs here.
 */
final class ErrorOutput {
  private static final Logger log = LoggerFactory.getLogger(ErrorOutput.class);
  private static final long TURN_MS = 250;
  private static final long BUSY_TURN_MS = 10;
  private static final int MOST_AT_ONCE = 64 * 1024; // what a pipe holds
  private static final int LONGEST_LINE = 300;
  private static final int MOST_LINES = 1000;

  private final String server;
  private final InputStream in;
  private final Object lock = new Object();
  // All below is guarded by lock.
  private final StringBuilder line = new StringBuilder();
  private String last = "";
  private int lines;
  private boolean closed;

  ErrorOutput(String server, InputStream in) {
    this.server = server;
    this.in = in;
    look(0);
  }

  private void look(long afterMs) {
    Schedulers.parallel().schedule(this::turn, afterMs, TimeUnit.MILLISECONDS);
  }

  private void turn() {
    boolean some = read();
    synchronized (lock) {
      if (!closed) {
        look(some ? BUSY_TURN_MS : TURN_MS);
      }
    }
  }

  /** The last line that says something. */
  String lastLine() {
    read();
    synchronized (lock) {
      return line.isEmpty() ? last : line.toString();
    }
  }

  private boolean read() {
    synchronized (lock) {
      try {
        int there = Math.min(in.available(), MOST_AT_ONCE);
        if (there > 0) {
          take(new String(in.readNBytes(there), UTF_8));
        }
        return there > 0;
      } catch (IOException e) {
        closed = true; // The program has ended.
        return false;
      }
    }
  }

  private void take(String text) {
    for (int i = 0; i < text.length(); i++) {
      char each = text.charAt(i);
      if (each == '\n') {
        finishLine();
      } else if (line.length() < LONGEST_LINE && each >= ' ') {
        line.append(each);
      }
    }
  }

  private void finishLine() {
    if (line.isEmpty()) {
      return;
    }
    last = line.toString();
    line.setLength(0);
    lines++;
    if (lines <= MOST_LINES) {
      log.debug("MCP server {} says: {}", server, last);
    } else if (lines == MOST_LINES + 1) {
      log.debug("MCP server {} says more, which is passed over", server);
    }
  }

  void close() {
    read();
    synchronized (lock) {
      closed = true;
    }
  }
}
