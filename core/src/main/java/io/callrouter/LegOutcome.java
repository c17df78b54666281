package io.callrouter;

import io.callrouter.call.CallRecord;
import io.callrouter.call.EndCause;
import io.callrouter.call.EndedBy;
import io.callrouter.call.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How a dial came out, by the end of one of its legs. */
final class LegOutcome {
  private LegOutcome() {}

  /**
   * What a leg that is over means for its dial.
   *
   * @param leg null if nothing is known of it any more
   * @param joinedAt since when it was joined with the call, or null if it never was
   */
  static Outcome of(@Nullable CallValue leg, @Nullable Instant joinedAt) {
    if (leg == null) {
      return Outcome.failed("nothing is known of the leg any more");
    }
    CallRecord record = leg.record();
    Outcome.Kind kind = joinedAt == null ? kindOf(record) : Outcome.Kind.DONE;
    String reason = kind == Outcome.Kind.FAILED ? "the leg ended as " + text(record) : "";
    return new Outcome(
        kind, reason, "", joinedAt == null ? null : since(joinedAt, leg), null, details(record));
  }

  private static Outcome.Kind kindOf(CallRecord record) {
    EndCause cause = record.cause();
    return switch (cause) {
      case BUSY -> Outcome.Kind.BUSY;
      case NO_ANSWER -> Outcome.Kind.NO_ANSWER;
      case DECLINED, REJECTED -> Outcome.Kind.DECLINED;
      // Dropped by the router before the dial came out: it had rung for too long.
      case CANCELED ->
          record.endedBy() == EndedBy.ROUTER ? Outcome.Kind.NO_ANSWER : Outcome.Kind.CANCELED;
      default -> Outcome.Kind.FAILED;
    };
  }

  private static String text(CallRecord record) {
    return record.cause() == EndCause.COMPLETED
        ? "soon as it was answered, before it could be joined"
        : record.cause()
            + (record.carrierCode() == null ? "" : ", the carrier says " + record.carrierCode());
  }

  private static Map<String, String> details(CallRecord record) {
    Map<String, String> details = new HashMap<>();
    details.put(Outcome.Detail.CARRIER_ID, record.call().carrierId());
    if (record.sipStatus() != null) {
      details.put(Outcome.Detail.SIP_STATUS, record.sipStatus().toString());
    }
    return details;
  }

  /** By the router's clock at both ends. */
  private static Duration since(Instant joinedAt, CallValue leg) {
    Instant end = Objects.requireNonNullElse(leg.end().firstSignAt(), joinedAt);
    Duration joined = Duration.between(joinedAt, end);
    return joined.isNegative() ? Duration.ZERO : joined;
  }
}
