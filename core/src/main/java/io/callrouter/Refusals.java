package io.callrouter;

import io.callrouter.time.Timekeeper;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the requests and handshakes that are not let in, and gives each a line in the log; so many
 * a minute and no more, since anybody can knock as often as he likes and disks are finite.
 */
final class Refusals {
  /** An operator reads no more, and a carrier that is set up wrongly writes fewer. */
  static final int MOST_LINES = 600;

  private static final long SPAN_NANOS = Duration.ofMinutes(1).toNanos();
  private static final Logger log = LoggerFactory.getLogger(Refusals.class);

  private final Counters counters;
  private final Timekeeper timekeeper;
  private final Object lock = new Object();
  private long beganNanos; // guarded by lock, as the next
  private int lines;

  Refusals(Counters counters, Timekeeper timekeeper) {
    this.counters = counters;
    this.timekeeper = timekeeper;
  }

  /** Of a request; the line is in the logger's own form. */
  void request(int status, String line, Object... details) {
    counters.count("requests.refused." + status);
    write(line, details);
  }

  /** Of a media socket's handshake. */
  void socket(int status, String line, Object... details) {
    counters.count("sockets.refused." + status);
    write(line, details);
  }

  private void write(String line, Object... details) {
    int number = next();
    if (number <= MOST_LINES) {
      log.warn(line, details);
    }
    if (number == MOST_LINES) {
      log.warn(
          "more than {} were refused within a minute: the others of it are only counted, as"
              + " requests.refused and sockets.refused; see who knocks so often",
          MOST_LINES);
    }
  }

  /** The number of a line within its minute; stays beyond the bound once it is there. */
  private int next() {
    synchronized (lock) {
      long now = timekeeper.nanoTime();
      if (lines == 0 || now - beganNanos >= SPAN_NANOS) {
        beganNanos = now;
        lines = 0;
      }
      lines = Math.min(lines, MOST_LINES) + 1;
      return lines;
    }
  }
}
