package io.callrouter;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * The bounds a router keeps to: the defaults of {@link TimeLimit} and {@link CountLimit}, or
 * others.
 *
 * <p>Immutable.
 *
 * @since 0.1
 */
public final class Limits {
  private static final Limits DEFAULTS = new Limits(Map.of(), Map.of());

  private final Map<TimeLimit, Duration> times;
  private final Map<CountLimit, Integer> counts;

  private Limits(Map<TimeLimit, Duration> times, Map<CountLimit, Integer> counts) {
    this.times = times;
    this.counts = counts;
  }

  /** The defaults. */
  public static Limits defaults() {
    return DEFAULTS;
  }

  /**
   * These limits with another time.
   *
   * @throws IllegalArgumentException if it is not longer than nothing
   */
  public Limits with(TimeLimit limit, Duration time) {
    if (time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException(limit + " must be longer than nothing: " + time);
    }
    Map<TimeLimit, Duration> more = new EnumMap<>(TimeLimit.class);
    more.putAll(times);
    more.put(limit, time);
    return new Limits(more, counts);
  }

  /**
   * These limits with another count.
   *
   * @throws IllegalArgumentException if it is less than one
   */
  public Limits with(CountLimit limit, int count) {
    if (count < 1) {
      throw new IllegalArgumentException(limit + " must be at least 1: " + count);
    }
    Map<CountLimit, Integer> more = new EnumMap<>(CountLimit.class);
    more.putAll(counts);
    more.put(limit, count);
    return new Limits(times, more);
  }

  /** Whether a count was set, to its default or not. */
  boolean isSet(CountLimit limit) {
    return counts.containsKey(limit);
  }

  /** The bound of a time. */
  public Duration time(TimeLimit limit) {
    return times.getOrDefault(limit, limit.standard());
  }

  /** The bound of a count. */
  public int count(CountLimit limit) {
    return counts.getOrDefault(limit, limit.standard());
  }
}
