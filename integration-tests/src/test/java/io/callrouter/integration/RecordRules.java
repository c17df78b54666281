package io.callrouter.integration;

import io.callrouter.call.CallRecord;
import io.callrouter.call.Direction;
import io.callrouter.call.EndCause;
import io.callrouter.call.EndedBy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What no record may say, whatever went wrong in its call. */
final class RecordRules {
  private static final Set<EndCause> ANSWERED =
      EnumSet.of(
          EndCause.COMPLETED,
          EndCause.MEDIA_SILENT,
          EndCause.CARRIER_SILENT,
          EndCause.ENDPOINT_FAILED);

  private static final Set<EndCause> NOT_ANSWERED =
      EnumSet.of(
          EndCause.BUSY,
          EndCause.NO_ANSWER,
          EndCause.DECLINED,
          EndCause.CANCELED,
          EndCause.REJECTED);

  private static final Set<EndCause> BY_THE_FAR_END =
      EnumSet.of(EndCause.BUSY, EndCause.NO_ANSWER, EndCause.DECLINED);

  private static final Set<EndCause> BY_THE_ROUTER =
      EnumSet.of(
          EndCause.MEDIA_NOT_STARTED,
          EndCause.CARRIER_SILENT,
          EndCause.MEDIA_SILENT,
          EndCause.WEBHOOK_LOST,
          EndCause.HANGUP_FAILED,
          EndCause.FLOW_FAILED,
          EndCause.TOO_MANY_STEPS,
          EndCause.TOO_LONG);

  /** Nothing in these calls brings them about. */
  private static final Set<EndCause> NEVER =
      EnumSet.of(EndCause.AT_CAPACITY, EndCause.ROUTER_CLOSED);

  /** A carrier counts whole seconds. */
  private static final Duration ROUNDING = Duration.ofSeconds(2);

  private final CallRecord record;
  private final List<String> broken = new ArrayList<>();

  private RecordRules(CallRecord record) {
    this.record = record;
  }

  /**
   * The rules that a record breaks.
   *
   * @param call what was to go wrong in its call
   */
  static List<String> broken(CallRecord record, RandomCall call) {
    RecordRules rules = new RecordRules(record);
    rules.times(call);
    rules.causes();
    rules.reasons(call);
    return rules.broken;
  }

  private void times(RandomCall call) {
    Instant arrived = record.call().arrivedAt();
    Instant answered = record.answeredAt();
    if (answered != null) {
      rule(!record.endedAt().isBefore(answered), "ended before it was answered");
      rule(call.mayBeLate() || !answered.isBefore(arrived), "answered before it arrived");
    }
    rule(call.mayBeLate() || !record.endedAt().isBefore(arrived), "ended before it arrived");
    Duration talked =
        answered == null ? Duration.ZERO : Duration.between(answered, record.endedAt());
    Duration off = record.duration().minus(talked).abs();
    rule(off.compareTo(ROUNDING) < 0, "the duration is not " + talked);
  }

  private void causes() {
    EndCause cause = record.cause();
    boolean answered = record.answeredAt() != null;
    boolean onlyTheCarrierKnows = cause == EndCause.COMPLETED && record.carrierCode() != null;
    rule(answered || onlyTheCarrierKnows || !ANSWERED.contains(cause), "not answered");
    rule(!answered || !NOT_ANSWERED.contains(cause), "answered");
    boolean isLeg = record.call().direction() == Direction.OUTBOUND;
    rule( // A leg may be told busy at the moment at which the router drops it.
        record.endedBy() == EndedBy.FAR_END || isLeg || !BY_THE_FAR_END.contains(cause),
        "not ended by the far end");
    rule(
        record.endedBy() == EndedBy.ROUTER || !BY_THE_ROUTER.contains(cause),
        "not ended by the router");
    rule(!NEVER.contains(cause), "nothing brings that about here");
  }

  private void reasons(RandomCall call) {
    switch (record.cause()) {
      case FLOW_FAILED -> rule(call.hasAny(Mischief.OF_FLOWS), "its flow did nothing wrong");
      case TOO_MANY_STEPS -> rule(call.has(Mischief.FLOW_NEVER_ENDS), "its flow ends");
      case ENDPOINT_FAILED -> rule(call.hasAny(Mischief.OF_MEDIA), "its endpoints are sound");
      case TOO_LONG -> {
        Duration length = Duration.between(record.call().arrivedAt(), record.endedAt());
        rule(
            length.plus(ROUNDING).compareTo(MischievousHost.LONGEST_CALL) > 0
                || record.call().direction() == Direction.OUTBOUND,
            "it lasted no longer than " + length);
      }
      case HANGUP_FAILED ->
          rule(record.call().provider().equals("telnyx"), "a hang-up is answered");
      default -> {}
    }
  }

  private void rule(boolean kept, String otherwise) {
    if (!kept) {
      broken.add(otherwise + ": " + record);
    }
  }
}
