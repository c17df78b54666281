package io.callrouter;

import io.callrouter.call.EndCause;
import io.callrouter.call.EndedBy;
import io.callrouter.spi.CarrierEvent;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a call's end. Evidence counts by its weight, never by its order.
 *
 * @param cause why, as the weightiest evidence has it
 * @param by who, likewise
 * @param report the carrier's own word, or null while it has said none
 * @param firstSignAt when the router first saw the end coming, by its own clock
 * @param finalAt when the carrier's final word reached the router, by its own clock
 */
record End(
    @Nullable EndCause cause,
    @Nullable Weight causeWeight,
    @Nullable EndedBy by,
    @Nullable Weight byWeight,
    @Nullable Report report,
    @Nullable Instant firstSignAt,
    @Nullable Instant finalAt) {
  static final End NONE = new End(null, null, null, null, null, null, null);

  /** How much a piece of evidence counts, the lightest first. */
  enum Weight {
    /** The router concludes it from silence. */
    CONCLUSION,
    /** The carrier reports it. */
    REPORT,
    /** The host or the router decided it. */
    DECISION
  }

  /** A carrier's final word; of several that differ, the first in this order counts. */
  record Report(EndCause cause, String code, @Nullable Integer sipStatus)
      implements Comparable<Report> {
    private static final Comparator<Report> ORDER =
        Comparator.comparing(Report::cause)
            .thenComparing(Report::code)
            .thenComparing(
                Report::sipStatus, Comparator.nullsLast(Comparator.<Integer>naturalOrder()));

    @Override
    public int compareTo(Report other) {
      return ORDER.compare(this, other);
    }
  }

  /** The carrier's final word. */
  End reported(CarrierEvent.Ended ended, Instant now) {
    Report word = new Report(ended.cause(), ended.carrierCode(), ended.sipStatus());
    End seen = because(ended.cause(), Weight.REPORT).by(EndedBy.FAR_END, Weight.REPORT).seenAt(now);
    return new End(
        seen.cause,
        seen.causeWeight,
        seen.by,
        seen.byWeight,
        report == null || word.compareTo(report) < 0 ? word : report,
        seen.firstSignAt,
        finalAt == null ? now : finalAt);
  }

  /** The host had the carrier told to hang up, unless the router has decided on the end. */
  End hungUp() {
    return by == EndedBy.ROUTER ? this : by(EndedBy.HOST, Weight.DECISION);
  }

  End because(EndCause why, Weight weight) {
    return outweighs(why, weight, cause, causeWeight)
        ? new End(why, weight, by, byWeight, report, firstSignAt, finalAt)
        : this;
  }

  End by(EndedBy who, Weight weight) {
    return outweighs(who, weight, by, byWeight)
        ? new End(cause, causeWeight, who, weight, report, firstSignAt, finalAt)
        : this;
  }

  /** The end is coming, or here. */
  End seenAt(Instant now) {
    return firstSignAt == null
        ? new End(cause, causeWeight, by, byWeight, report, now, finalAt)
        : this;
  }

  /** Whether the host or the router has decided why the call ends. */
  boolean isDecided() {
    return causeWeight == Weight.DECISION;
  }

  /** Among equals the order of the enum decides, so that the order of arrival does not. */
  private static <E extends Enum<E>> boolean outweighs(
      E value, Weight weight, @Nullable E known, @Nullable Weight knownWeight) {
    if (known == null || knownWeight == null || weight.compareTo(knownWeight) > 0) {
      return true;
    }
    return weight == knownWeight && value.compareTo(known) < 0;
  }
}
