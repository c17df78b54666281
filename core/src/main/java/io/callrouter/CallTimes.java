package io.callrouter;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a call was answered and when it ended, each by its best source. Evidence counts by its
 * source, never by its order.
 *
 * @param counted from answer to end as the carrier counts it, or null if it does not
 */
record CallTimes(
    @Nullable Instant answered,
    @Nullable Source answeredBy,
    @Nullable Instant ended,
    @Nullable Source endedBy,
    @Nullable Duration counted) {
  /** A carrier's clock and its count may both be of whole seconds. */
  private static final Duration ROUNDING = Duration.ofSeconds(2);

  static final CallTimes NONE = new CallTimes(null, null, null, null, null);

  /** Where a time comes from, the less certain first. */
  enum Source {
    ROUTER,
    CARRIER
  }

  CallTimes answered(Instant at, Source source) {
    return better(answered, answeredBy, at, source)
        ? new CallTimes(at, source, ended, endedBy, counted)
        : this;
  }

  CallTimes ended(Instant at, Source source) {
    return better(ended, endedBy, at, source)
        ? new CallTimes(answered, answeredBy, at, source, counted)
        : this;
  }

  /** Of two counts the longer one: a carrier that counts nothing says zero. */
  CallTimes counted(@Nullable Duration duration) {
    if (duration == null || (counted != null && counted.compareTo(duration) >= 0)) {
      return this;
    }
    return new CallTimes(answered, answeredBy, ended, endedBy, duration);
  }

  /** Of two equally certain times the earlier one counts, whichever came first. */
  private static boolean better(
      @Nullable Instant known, @Nullable Source by, Instant at, Source source) {
    if (known == null || by == null || source.compareTo(by) > 0) {
      return true;
    }
    return source == by && at.isBefore(known);
  }

  /** A carrier that tells the end and the length has told the answer too. */
  @Nullable Instant answeredAt() {
    if (ended == null || counted == null || counted.isZero()) {
      return answered;
    }
    boolean derivedIsBetter =
        answered == null || (answeredBy == Source.ROUTER && endedBy == Source.CARRIER);
    return derivedIsBetter ? ended.minus(counted) : answered;
  }

  /** What whole seconds have put before the call's arrival was at its arrival. */
  static @Nullable Instant notBefore(Instant arrival, @Nullable Instant at) {
    boolean rounded = at != null && at.isBefore(arrival) && at.plus(ROUNDING).isAfter(arrival);
    return rounded ? arrival : at;
  }

  /** From the answer to the end; zero without an answer. */
  Duration duration() {
    if (counted != null) {
      return counted;
    }
    Duration between =
        answered == null || ended == null ? Duration.ZERO : Duration.between(answered, ended);
    return between.isNegative() ? Duration.ZERO : between;
  }
}
