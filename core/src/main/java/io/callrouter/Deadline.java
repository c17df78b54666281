package io.callrouter;

import io.callrouter.call.Action;
import io.callrouter.call.EndCause;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * By when something must happen to a call, and what is wrong if it has not.
 *
 * <p>It follows from the call's value alone, so that any node can wait for it, also one that has
 * never heard of the call before.
 */
record Deadline(Instant at, Kind kind) {
  /** What is due. */
  enum Kind {
    /** What comes late has had its time: the record is closed. */
    SETTLED,
    /** The carrier was told to open a media stream and has not. */
    MEDIA_START,
    /** The media are over and the carrier has not asked what is next. */
    MEDIA_QUESTION,
    /** The carrier has something to do, or was never answered, and has not come back. */
    WEBHOOK,
    /** The call has lasted as long as a call may. */
    CALL
  }

  /** The next deadline of a call; null once its record is closed. */
  static @Nullable Deadline of(CallValue call, Limits limits) {
    if (call.closed()) {
      return null;
    }
    Instant settles = call.settlesAt(limits);
    if (settles != null) {
      return new Deadline(settles, Kind.SETTLED);
    }
    Deadline longest = new Deadline(endOf(call, limits), Kind.CALL);
    Deadline next = inItsPlace(call, limits);
    return next == null || longest.at.isBefore(next.at) ? longest : next;
  }

  private static Instant endOf(CallValue call, Limits limits) {
    Instant end = call.facts().arrivedAt().plus(limits.time(TimeLimit.CALL));
    boolean told = call.end().cause() == EndCause.TOO_LONG;
    return told ? end.plus(limits.time(TimeLimit.ACTION_SLACK)) : end;
  }

  /** How long the call may stay where it is; null where somebody else looks after that. */
  private static @Nullable Deadline inItsPlace(CallValue call, Limits limits) {
    MediaState media = call.media();
    if (media == null) {
      Duration wait = longest(call.flow(), limits).plus(limits.time(TimeLimit.ACTION_SLACK));
      return new Deadline(call.since().plus(wait), Kind.WEBHOOK);
    }
    return switch (media.phase()) {
      case AWAITED ->
          new Deadline(call.since().plus(limits.time(TimeLimit.MEDIA_START)), Kind.MEDIA_START);
      case OPEN, ENDING -> null;
      case OVER, SILENT, NEVER ->
          new Deadline(call.since().plus(limits.time(TimeLimit.ACTION_ASKED)), Kind.MEDIA_QUESTION);
    };
  }

  /** How long the carrier may be busy with what it was told. */
  private static Duration longest(FlowState flow, Limits limits) {
    Action current = flow.current();
    if (current == null || !flow.handedOver()) {
      return Duration.ZERO;
    }
    Duration longest =
        Objects.requireNonNullElse(current.longest(), limits.time(TimeLimit.ACTION_UNKNOWN));
    Duration call = limits.time(TimeLimit.CALL);
    return longest.compareTo(call) < 0 ? longest : call;
  }

  boolean isDue(Instant now) {
    return !at.isAfter(now);
  }
}
