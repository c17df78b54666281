package io.callrouter.call;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is left of a call when it is over: the call detail record.
 *
 * <p>There is exactly one per call. A sink may be given the same record again after a crash; its
 * call's id is the record's id, and its content is the same.
 *
 * @param call the call's facts
 * @param route the name of the route that took the call, or {@code otherwise}; {@code full} or
 *     {@code closing} for a call that was refused because the router had as many as it takes, or
 *     was being closed
 * @param answeredAt when it was answered; null if never, or if the carrier's word of it never came
 * @param endedAt when it ended
 * @param duration from the answer to the end; zero if there is no {@code answeredAt}
 * @param cause why it ended
 * @param carrierCode the carrier's own word or number for the end, or null if it gave none
 * @param sipStatus the SIP status of the end, or null if the carrier gave none
 * @param endedBy who ended it
 * @param recordings what the carrier and taps recorded, as far as that was known when the record
 *     closed, by id
 * @param notes what an operator should know, such as why a flow failed; one sentence each
 * @since 0.1
 */
public record CallRecord(
    CallFacts call,
    String route,
    @Nullable Instant answeredAt,
    Instant endedAt,
    Duration duration,
    EndCause cause,
    @Nullable String carrierCode,
    @Nullable Integer sipStatus,
    EndedBy endedBy,
    List<Recording> recordings,
    List<String> notes) {
  /** Copies the lists. */
  public CallRecord {
    recordings = List.copyOf(recordings);
    notes = List.copyOf(notes);
  }
}
