package io.callrouter;

import io.callrouter.call.EndCause;
import io.callrouter.call.EndedBy;
import io.callrouter.spi.CarrierEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a call's end. Evidence counts by its weight, never by its order.
 *
 * @param cause why, as the weightiest evidence has it
 * @param by who, likewise
 * @param carrierCode the carrier's own word
 * @param sipStatus the SIP status the carrier gave
 * @param firstSignAt when the router first saw the end coming, by its own clock
 * @param finalAt when the carrier's final word reached the router, by its own clock
 */
record End(
    @Nullable EndCause cause,
    @Nullable Weight causeWeight,
    @Nullable EndedBy by,
    @Nullable Weight byWeight,
    @Nullable String carrierCode,
    @Nullable Integer sipStatus,
    @Nullable Instant firstSignAt,
    @Nullable Instant finalAt) {
  static final End NONE = new End(null, null, null, null, null, null, null, null);

  /** How much a piece of evidence counts, the lightest first. */
  enum Weight {
    /** The router concludes it from silence. */
    CONCLUSION,
    /** The carrier reports it. */
    REPORT,
    /** The host or the router decided it. */
    DECISION
  }

  End reported(CarrierEvent.Ended ended, Instant now) {
    End known = weigh(ended.cause(), Weight.REPORT, EndedBy.FAR_END, Weight.REPORT);
    boolean first = carrierCode == null || ended.carrierCode().compareTo(carrierCode) < 0;
    return new End(
        known.cause,
        known.causeWeight,
        known.by,
        known.byWeight,
        first ? ended.carrierCode() : carrierCode,
        sipStatus == null ? ended.sipStatus() : sipStatus,
        firstSignAt == null ? now : firstSignAt,
        finalAt == null ? now : finalAt);
  }

  /** A cause of our own; {@code now} is null while the call still goes on. */
  End decided(EndCause why, Weight weight, EndedBy who, @Nullable Instant now) {
    return weigh(why, weight, who, weight).seen(now);
  }

  End hungUp(EndedBy who, Instant now) {
    return weigh(EndCause.COMPLETED, Weight.CONCLUSION, who, Weight.DECISION).seen(now);
  }

  EndCause causeOr(EndCause otherwise) {
    return cause == null ? otherwise : cause;
  }

  private End seen(@Nullable Instant now) {
    return firstSignAt != null || now == null
        ? this
        : new End(cause, causeWeight, by, byWeight, carrierCode, sipStatus, now, finalAt);
  }

  private End weigh(EndCause why, Weight whyWeight, EndedBy who, Weight whoWeight) {
    boolean newCause = outweighs(why, whyWeight, cause, causeWeight);
    boolean newBy = outweighs(who, whoWeight, by, byWeight);
    return new End(
        newCause ? why : cause,
        newCause ? whyWeight : causeWeight,
        newBy ? who : by,
        newBy ? whoWeight : byWeight,
        carrierCode,
        sipStatus,
        firstSignAt,
        finalAt);
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
