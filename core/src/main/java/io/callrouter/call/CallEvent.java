package io.callrouter.call;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * Something that happened to a call, as its listeners are told.
 *
 * @param kind what happened
 * @param at when the router learnt of it
 * @param late whether it came too late to change the call's state
 * @param details what is known of it, by plain names; digits are masked
 * @since 0.1
 */
public record CallEvent(Kind kind, Instant at, boolean late, Map<String, String> details) {
  /** The kinds of events. */
  public enum Kind {
    /** A new call; the first event of every call. */
    ARRIVED,
    /** The call moved to another state; {@code state} says which. */
    STATE,
    /**
     * An action was handed to the carrier; {@code action}, {@code step}, {@code endpoint} say
     * which.
     */
    ACTION,
    /**
     * An action came out; {@code outcome}, and {@code reason} where it failed, say how, {@code
     * action}, {@code step}, {@code endpoint} which.
     */
    OUTCOME,
    /** The call's media stream began. */
    MEDIA_STARTED,
    /** The call's media stream is over. */
    MEDIA_ENDED,
    /** A tap's own stream began; {@code tap} says whose. */
    TAP_STARTED,
    /** A tap's own stream is over; {@code tap} says whose. */
    TAP_ENDED,
    /** The caller pressed a key during media, or at another time where the carrier tells that. */
    DIGIT,
    /**
     * The carrier or a tap has recorded something, or the carrier found that there was nothing to
     * record; {@code recording} is its id, {@code absent} says which.
     */
    RECORDING,
    /** The carrier told something that only it knows. */
    CARRIER,
    /** The call's record is closed; the last event of every call. */
    RECORD
  }

  /** Checks and copies. */
  public CallEvent {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(at, "at");
    details = Map.copyOf(details);
  }
}
