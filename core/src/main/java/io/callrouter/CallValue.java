package io.callrouter;

import io.callrouter.call.CallFacts;
import io.callrouter.call.CallRecord;
import io.callrouter.call.CallState;
import io.callrouter.call.EndCause;
import io.callrouter.call.EndedBy;
import io.callrouter.spi.CarrierEvent;
import io.callrouter.spi.StepReference;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All there is to know of a call; its bytes in the store are the call.
 *
 * <p>Every change is a function from one value to the next, folded by compare-and-set. Folding does
 * no I/O, reads no clock and knows no host code, so the order in which evidence arrives does not
 * matter.
 *
 * @param route the name of the route that took the call
 * @param end what is known of the call's end, empty while nothing is
 * @param media the media stream the carrier was last told to open, or null if that is dealt with
 * @param closed whether the record is closed: nothing changes any more but {@code delivered}
 * @param delivered the sinks that have taken the record
 */
record CallValue(
    CallFacts facts,
    String route,
    CallState state,
    Times times,
    End end,
    FlowState flow,
    @Nullable MediaState media,
    List<String> notes,
    boolean closed,
    Set<String> delivered) {
  CallValue {
    notes = List.copyOf(notes);
    delivered = Set.copyOf(delivered);
  }

  static CallValue arrived(CallFacts facts, String route, FlowState flow) {
    return new CallValue(
        facts,
        route,
        CallState.INITIATED,
        Times.NONE,
        End.NONE,
        flow,
        null,
        List.of(),
        false,
        Set.of());
  }

  /** What a carrier's event changes; the state never goes back. */
  CallValue fold(CarrierEvent event, Instant now) {
    if (event instanceof CarrierEvent.Progress progress) {
      if (progress.state() != CallState.ANSWERED) {
        return inState(progress.state());
      }
      return progress.at() == null
          ? answeredAt(now)
          : inState(CallState.ANSWERED)
              .withTimes(times.answered(progress.at(), Times.Source.CARRIER));
    }
    if (event instanceof CarrierEvent.Ended ended) {
      return inState(CallState.ENDED)
          .withTimes(times.ended(ended.at(), ended.duration(), now))
          .withEnd(end.reported(ended, now));
    }
    return this;
  }

  /** Answered by the router's own clock. */
  CallValue answeredAt(Instant now) {
    return inState(CallState.ANSWERED).withTimes(times.answered(now, Times.Source.ROUTER));
  }

  /** The router's own word on the end; the call is over for the router. */
  CallValue ended(EndCause cause, End.Weight weight, EndedBy by, Instant now) {
    return signOfEnd(now).inState(CallState.ENDED).withEnd(end.decided(cause, weight, by, now));
  }

  /** What decides the record's cause although the call may go on for a while. */
  CallValue doomed(EndCause cause, EndedBy by) {
    return withEnd(end.decided(cause, End.Weight.DECISION, by, null));
  }

  /** The carrier was told to end the call; whether it has will be seen. */
  CallValue hungUp(EndedBy by, Instant now) {
    return signOfEnd(now).withEnd(end.hungUp(by, now));
  }

  private CallValue signOfEnd(Instant now) {
    return withTimes(times.ended(null, null, now));
  }

  /** Closes the record: nothing that comes later changes it. */
  CallValue close() {
    return new CallValue(
        facts, route, CallState.ENDED, times, end, flow, null, notes, true, delivered);
  }

  CallRecord record() {
    Instant endedAt = Objects.requireNonNullElse(times.endedAt(), facts.arrivedAt());
    boolean answered = times.answeredAt() != null || state == CallState.ANSWERED;
    return new CallRecord(
        facts,
        route,
        times.answeredAt(),
        endedAt,
        times.duration(),
        end.causeOr(answered ? EndCause.COMPLETED : EndCause.CANCELED),
        end.carrierCode(),
        end.sipStatus(),
        end.by() == null ? EndedBy.FAR_END : end.by(),
        notes);
  }

  StepReference reference() {
    return new StepReference(facts.id(), flow.generation(), flow.done().size());
  }

  /** When the record closes if nothing more comes, or null while there is no sign of the end. */
  @Nullable Instant settlesAt(Limits limits) {
    if (end.finalAt() != null) {
      return end.finalAt().plus(limits.settleAfterFinal());
    }
    return end.firstSignAt() == null ? null : end.firstSignAt().plus(limits.settleWithoutFinal());
  }

  /** Whether the media stream of that step is in that phase. */
  boolean hasMedia(StepReference step, MediaState.Phase phase) {
    return media != null && media.step().equals(step) && media.phase() == phase;
  }

  CallValue mediaIn(StepReference step, MediaState.Phase phase) {
    return withMedia(new MediaState(step, phase));
  }

  CallValue inState(CallState next) {
    return next.compareTo(state) <= 0 ? this : withState(next);
  }

  private CallValue withState(CallState next) {
    return new CallValue(facts, route, next, times, end, flow, media, notes, closed, delivered);
  }

  private CallValue withTimes(Times next) {
    return new CallValue(facts, route, state, next, end, flow, media, notes, closed, delivered);
  }

  private CallValue withEnd(End next) {
    return new CallValue(facts, route, state, times, next, flow, media, notes, closed, delivered);
  }

  CallValue withFlow(FlowState next) {
    return new CallValue(facts, route, state, times, end, next, media, notes, closed, delivered);
  }

  CallValue withMedia(@Nullable MediaState next) {
    return new CallValue(facts, route, state, times, end, flow, next, notes, closed, delivered);
  }

  CallValue withNote(String note) {
    if (notes.contains(note)) {
      return this;
    }
    List<String> more = new ArrayList<>(notes);
    more.add(note);
    return new CallValue(facts, route, state, times, end, flow, media, more, closed, delivered);
  }

  CallValue withDelivered(String sink) {
    Set<String> more = new LinkedHashSet<>(delivered);
    more.add(sink);
    return new CallValue(facts, route, state, times, end, flow, media, notes, closed, more);
  }

  /**
   * When the call was answered and when it ended, each by its best source.
   *
   * @param counted from answer to end as the carrier counts it, or null if it does not
   */
  record Times(
      @Nullable Instant answered,
      @Nullable Source answeredBy,
      @Nullable Instant ended,
      @Nullable Source endedBy,
      @Nullable Duration counted) {
    static final Times NONE = new Times(null, null, null, null, null);

    /** Where a time comes from, the less certain first. */
    enum Source {
      ROUTER,
      CARRIER
    }

    Times answered(Instant at, Source source) {
      return better(answered, answeredBy, at, source)
          ? new Times(at, source, ended, endedBy, counted)
          : this;
    }

    Times ended(@Nullable Instant at, @Nullable Duration duration, Instant now) {
      Duration count = duration == null ? counted : duration;
      Instant time = at == null ? now : at;
      Source source = at == null ? Source.ROUTER : Source.CARRIER;
      return better(ended, endedBy, time, source)
          ? new Times(answered, answeredBy, time, source, count)
          : new Times(answered, answeredBy, ended, endedBy, count);
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
      if (answeredBy == Source.CARRIER || endedBy != Source.CARRIER) {
        return answered;
      }
      return counted == null || ended == null || counted.isZero() ? answered : ended.minus(counted);
    }

    @Nullable Instant endedAt() {
      return ended;
    }

    Duration duration() {
      if (counted != null) {
        return counted;
      }
      Duration between =
          answered == null || ended == null ? Duration.ZERO : Duration.between(answered, ended);
      return between.isNegative() ? Duration.ZERO : between;
    }
  }

  /**
   * The media stream a carrier was told to open.
   *
   * @param step the step whose URLs it was given; later connects may have taken it over
   */
  record MediaState(StepReference step, Phase phase) {
    /** Where a stream is in its life. */
    enum Phase {
      /** The carrier has been told; its socket is awaited. */
      AWAITED,
      /** Audio flows. */
      OPEN,
      /** It was open and is over; the carrier should ask what is next. */
      OVER,
      /** It never began; the carrier may still ask what is next. */
      NEVER
    }
  }
}
