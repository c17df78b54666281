package io.callrouter.internal.stream;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The marks sent to the carrier: which have not come back, what those that have say, and how far
 * the carrier plays behind the stream's clock.
 *
 * <p>A name is a number that is never used twice, so that it tells a mark's generation: one that
 * was sent before the last clear comes back because of that clear, or has crossed it, and says
 * nothing. Guarded by the lock of {@link Playback}.
 */
final class Marks {
  /** How long after its time by the clock a mark is waited for. */
  static final Duration PATIENCE = Duration.ofSeconds(2);

  /**
   * A mark that has not come back.
   *
   * @param number its name
   * @param position the byte of the stream it follows
   * @param dueNanos when that is played, by the clock
   */
  private record Mark(long number, long position, long dueNanos) {
    long patienceEndsNanos() {
      return dueNanos + PATIENCE.toNanos();
    }
  }

  private static final String PREFIX = "m";

  private final Queue<Mark> outstanding = new ArrayDeque<>();
  // The least of the last few counts: one mark held up on its way says nothing of the playing.
  private final long[] latestLags = new long[3];
  private int returned;
  private long nextNumber;
  private long generation; // its first number
  private long confirmed;

  /** Notes a mark that is about to be sent, and names it. */
  String send(long position, long dueNanos) {
    outstanding.add(new Mark(nextNumber, position, dueNanos));
    return PREFIX + nextNumber++;
  }

  /**
   * A mark came back. One of an earlier generation is passed over.
   *
   * @return false if it was not outstanding
   */
  boolean comeBack(String name, long now) {
    long number = numberOf(name);
    if (number >= 0 && number < generation) {
      return true;
    }
    Mark first = outstanding.peek();
    if (first == null || number < first.number || number >= nextNumber) {
      return false;
    }
    Mark mark = outstanding.remove();
    while (mark.number < number) {
      mark = outstanding.remove();
    }
    confirmed = mark.position;
    latestLags[returned++ % latestLags.length] = now - mark.dueNanos;
    return true;
  }

  /** Takes marks for played that are long overdue, and says how many. */
  int giveUpOverdue(long now) {
    int lost = 0;
    for (Mark mark = outstanding.peek();
        mark != null && mark.patienceEndsNanos() <= now;
        mark = outstanding.peek()) {
      confirmed = mark.position;
      outstanding.remove();
      lost++;
    }
    return lost;
  }

  /** When the next mark is given up, or null if none is outstanding. */
  @Nullable Long patienceEndsNanos() {
    Mark mark = outstanding.peek();
    return mark == null ? null : mark.patienceEndsNanos();
  }

  /** How many were sent. */
  long sent() {
    return nextNumber;
  }

  /** How many came back, but for those that came because of a clear. */
  long returned() {
    return returned;
  }

  /** Up to where the marks say that the stream was played. */
  long confirmed() {
    return confirmed;
  }

  /** Up to where it can have been played, if so much has been sent. */
  long limit(long sent) {
    Mark mark = outstanding.peek();
    return mark == null ? sent : mark.position;
  }

  /** How far the carrier plays behind the clock, in ns. */
  long lagNanos() {
    long least = latestLags[0];
    for (long lag : latestLags) {
      least = Math.min(least, lag);
    }
    return Math.max(0, least);
  }

  /** Whether so many came back that the lag is more than a chance. */
  boolean knowLag() {
    return returned >= latestLags.length;
  }

  /** The carrier's buffer is cleared: what is outstanding counts no more. */
  void clear(long sent) {
    outstanding.clear();
    generation = nextNumber;
    confirmed = sent;
  }

  private static long numberOf(String name) {
    try {
      return name.startsWith(PREFIX) ? Long.parseLong(name.substring(PREFIX.length())) : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
