package io.callrouter.testkit.telnyx;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;

/**
 * What the REST interface says of a leg. Needs the lock.
 *
 * @param now the time of the answer
 */
record LegSummary(Leg leg, Instant now) {
  /** What a dial is answered: the call has only been queued. */
  ObjectNode dialled() {
    return ids().put("is_alive", false).put("record_type", "call");
  }

  /** What a look-up is answered. */
  ObjectNode status() {
    ObjectNode status =
        ids()
            .put("is_alive", leg.isAlive())
            .put("record_type", "call")
            .put("start_time", LegEvents.text(leg.startTime()))
            .put("call_duration", duration().toSeconds());
    if (!leg.clientState().isEmpty()) {
      status.put("client_state", leg.clientState());
    }
    Instant end = leg.endTime();
    return end == null ? status : status.put("end_time", LegEvents.text(end));
  }

  /** What a list of live calls says of it. */
  ObjectNode active() {
    return ids()
        .put("client_state", leg.clientState())
        .put("call_duration", duration().toSeconds())
        .put("record_type", "call");
  }

  /** Whether it ended that long ago. */
  boolean isOverFor(Duration length) {
    Instant end = leg.endTime();
    return end != null && !now.isBefore(end.plus(length));
  }

  private ObjectNode ids() {
    return Json.object()
        .put("call_control_id", leg.ids().callControlId())
        .put("call_leg_id", leg.ids().leg())
        .put("call_session_id", leg.ids().session());
  }

  private Duration duration() {
    Instant begin = leg.answeredAt();
    Instant end = leg.endTime();
    return begin == null ? Duration.ZERO : Duration.between(begin, end == null ? now : end);
  }
}
