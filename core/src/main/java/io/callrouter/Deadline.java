package io.callrouter;

import io.callrouter.call.Action;
import io.callrouter.call.EndCause;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.Stream;
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
    /**
     * A carrier that is told says that the media are over; what their endpoint gives is awaited.
     */
    MEDIA_OUTCOME,
    /** The media are over and the carrier has not asked what is next, or not said so. */
    MEDIA_QUESTION,
    /** The carrier was told to break an action off and has not. */
    CUT,
    /** The router waits itself, and has. */
    PAUSE,
    /** The router owes a carrier that is told what is next. */
    HANDOVER,
    /** A dial that the router does has rung, or the two have talked, for longer than they may. */
    DIAL,
    /** The carrier has something to do, or was never answered, and has not come back. */
    WEBHOOK,
    /** The call has lasted as long as a call may. */
    CALL;

    /** Whether it is no sign that something is wrong. */
    boolean isExpected() {
      return this == SETTLED || this == PAUSE;
    }

    /** Whether the call's value stays, and the Commander finds what is to be done. */
    boolean isForCommander() {
      return this == HANDOVER || this == DIAL;
    }
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
    return Stream.of(longestOf(call, limits), inItsPlace(call, limits))
        .filter(Objects::nonNull)
        .min(Comparator.comparing(Deadline::at))
        .orElse(null);
  }

  /** How long the call may last; null for one that is being hung up, which has its own bound. */
  private static @Nullable Deadline longestOf(CallValue call, Limits limits) {
    if (call.isTold() && Due.isLast(call.flow().current())) {
      return null;
    }
    Instant end = call.facts().arrivedAt().plus(limits.time(TimeLimit.CALL));
    boolean told = call.end().cause() == EndCause.TOO_LONG;
    return new Deadline(told ? end.plus(limits.time(TimeLimit.ACTION_SLACK)) : end, Kind.CALL);
  }

  /** How long the call may stay where it is; null where somebody else looks after that. */
  private static @Nullable Deadline inItsPlace(CallValue call, Limits limits) {
    ToldState told = call.told();
    if (told != null && told.cut() != null && holdsUp(call, told.cut())) {
      return after(told.cut().at(), limits.time(TimeLimit.CUT_END), Kind.CUT);
    }
    if (Due.of(call).isOwed()) {
      return after(call.since(), limits.time(TimeLimit.HANDOVER), Kind.HANDOVER);
    }
    Duration slack = limits.time(TimeLimit.ACTION_SLACK);
    Leg leg = call.leg();
    if (leg != null) {
      return after(call.facts().arrivedAt(), leg.longest().plus(slack), Kind.WEBHOOK);
    }
    DialState dial = call.dial();
    if (dial != null && call.flow().current() instanceof Action.Dial action) {
      return new Deadline(dial.longest(action, slack), Kind.DIAL);
    }
    MediaState media = call.media();
    if (media != null) {
      return ofMedia(call, media, limits);
    }
    Action current = call.flow().current();
    return call.flow().at() == Whereabouts.WITH_ROUTER && current instanceof Action.Pause pause
        ? after(call.since(), pause.length(), Kind.PAUSE)
        : after(call.since(), longest(call, limits).plus(slack), Kind.WEBHOOK);
  }

  /**
   * A hang-up waits for nothing; and an action that is only to come to its end has its own time.
   */
  private static boolean holdsUp(CallValue call, Cut cut) {
    return !Due.isLast(call.flow().current()) && !cut.step().equals(call.reference());
  }

  private static @Nullable Deadline ofMedia(CallValue call, MediaState media, Limits limits) {
    return switch (media.phase()) {
      case AWAITED -> after(call.since(), limits.time(TimeLimit.MEDIA_START), Kind.MEDIA_START);
      case OPEN -> null;
      case ENDING ->
          call.isTold()
              ? after(call.since(), limits.time(TimeLimit.ENDPOINT_OUTCOME), Kind.MEDIA_OUTCOME)
              : null;
      case OVER, SILENT, NEVER ->
          after(call.since(), limits.time(TimeLimit.ACTION_ASKED), Kind.MEDIA_QUESTION);
    };
  }

  private static Deadline after(Instant since, Duration wait, Kind kind) {
    return new Deadline(since.plus(wait), kind);
  }

  /** How long the carrier may be busy with what it was told. */
  private static Duration longest(CallValue call, Limits limits) {
    Action current = call.flow().current();
    Whereabouts at = call.flow().at();
    if (current == null || at == Whereabouts.DECIDED || at == Whereabouts.SENDING) {
      return Duration.ZERO;
    }
    Duration longest =
        Objects.requireNonNullElse(current.longest(), limits.time(TimeLimit.ACTION_UNKNOWN));
    Duration most = limits.time(TimeLimit.CALL);
    return longest.compareTo(most) < 0 ? longest : most;
  }

  boolean isDue(Instant now) {
    return !at.isAfter(now);
  }
}
