package io.callrouter;

import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the media sockets that are open and on which nothing comes any more, or which take nothing.
 *
 * <p>One timer for all of them, and none while there are none: five looks in a row that find
 * nothing new are a silence, so it is noticed at most a fifth of the bound late.
 */
final class MediaSilence {
  private static final int LOOKS = 5;

  /** Earlier, so that the adapter's own bound of a message does not come first. */
  private static final int STUCK_LOOKS = 3;

  private final Set<MediaLeg> legs;
  private final Timekeeper timekeeper;
  private final Duration bound;
  private final Object lock = new Object();
  // Both guarded by lock.
  private Timekeeper.@Nullable Timer timer;
  private boolean closed;

  /**
   * Looks at nothing yet.
   *
   * @param legs the open ones, in a set that may change meanwhile
   */
  MediaSilence(Set<MediaLeg> legs, Timekeeper timekeeper, Duration bound) {
    this.legs = legs;
    this.timekeeper = timekeeper;
    this.bound = bound;
  }

  /** There is a socket to look at. */
  void watch() {
    synchronized (lock) {
      if (timer == null && !closed) {
        timer = timekeeper.schedule(bound.dividedBy(LOOKS), this::look);
      }
    }
  }

  private void look() {
    synchronized (lock) {
      timer = null;
    }
    for (MediaLeg leg : legs) {
      if (leg.quietLooks() >= LOOKS) {
        leg.endSilent(bound);
      }
      if (leg.stuckLooks() >= STUCK_LOOKS) {
        leg.endStuck();
      }
    }
    if (!legs.isEmpty()) {
      watch();
    }
  }

  void close() {
    synchronized (lock) {
      closed = true;
      if (timer != null) {
        timer.cancel();
      }
    }
  }
}
