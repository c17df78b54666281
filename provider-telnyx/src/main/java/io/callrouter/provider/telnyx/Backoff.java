package io.callrouter.provider.telnyx;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait between the tries of a request: twice as long each time, and by chance up to
 * half of it less, so that those who failed together do not come back together.
 *
 * @param chance gives numbers from 0 to 1, 1 excluded
 */
record Backoff(DoubleSupplier chance) {
  /** Short, since a caller hears silence meanwhile, and Telnyx advises to come back at once. */
  static final Duration FIRST = Duration.ofMillis(250);

  static final Duration LONGEST = Duration.ofSeconds(4);

  /**
   * The wait after a try that failed.
   *
   * @param tries how many there were, from 1
   */
  Duration after(int tries) {
    long doubled = FIRST.toMillis() << Math.min(tries - 1, 10);
    long full = Math.min(doubled, LONGEST.toMillis());
    return Duration.ofMillis(full - (long) (chance.getAsDouble() * full / 2));
  }
}
