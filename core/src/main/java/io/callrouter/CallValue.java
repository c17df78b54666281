package io.callrouter;

import io.callrouter.CallTimes.Source;
import io.callrouter.call.Action;
import io.callrouter.call.CallFacts;
import io.callrouter.call.CallRecord;
import io.callrouter.call.CallState;
import io.callrouter.call.EndCause;
import io.callrouter.call.EndedBy;
import io.callrouter.call.Recording;
import io.callrouter.spi.CarrierEvent;
import io.callrouter.spi.StepReference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

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
 * @param taps the streams for taps that the carrier was told to begin and that are not over
 * @param recordings what the carrier and taps have recorded
 * @param since when the call came to where it is: its step, whether that is with the carrier, and
 *     the phase of its media
 * @param closed whether the record is closed: nothing changes any more but {@code owed}
 * @param owed the sinks that have not taken the record yet; empty while that is not closed
 * @param told what only the call of a carrier that is told has; null if the carrier asks
 */
record CallValue(
    CallFacts facts,
    String route,
    CallState state,
    CallTimes times,
    End end,
    FlowState flow,
    @Nullable MediaState media,
    List<TapState> taps,
    Recordings recordings,
    Instant since,
    List<String> notes,
    boolean closed,
    Set<String> owed,
    @Nullable ToldState told) {
  CallValue {
    // Both absent from calls that an earlier version stored.
    recordings = recordings == null ? Recordings.NONE : recordings;
    taps = taps == null ? List.of() : List.copyOf(taps);
    notes = List.copyOf(notes);
    owed = Set.copyOf(owed);
  }

  static CallValue arrived(CallFacts facts, String route, FlowState flow) {
    return new CallValue(
        facts,
        route,
        CallState.INITIATED,
        CallTimes.NONE,
        End.NONE,
        flow,
        null,
        List.of(),
        Recordings.NONE,
        facts.arrivedAt(),
        List.of(),
        false,
        Set.of(),
        null);
  }

  /** This call, of a carrier that is told what to do. */
  CallValue byCommands() {
    return withTold(ToldState.NONE);
  }

  /** Whether the carrier is told what to do; else it asks. */
  boolean isTold() {
    return told != null;
  }

  /** A call that is refused because the router has too many, or is being closed. */
  static CallValue refused(CallFacts facts, String route, Action told) {
    return arrived(facts, route, FlowState.ofAction(told))
        .doomed(EndCause.AT_CAPACITY, EndedBy.ROUTER);
  }

  /** Calls that are refused come in floods: they are counted, and their bursts are logged. */
  Level logLevel() {
    return end.cause() == EndCause.AT_CAPACITY ? Level.DEBUG : Level.INFO;
  }

  /** What a carrier's event changes; the state never goes back. */
  CallValue fold(CarrierEvent event, Instant now) {
    if (event instanceof CarrierEvent.Progress progress) {
      return progress.state() == CallState.ANSWERED
          ? answered(progress.at(), now)
          : inState(progress.state());
    }
    if (event instanceof CarrierEvent.Ended ended) {
      CallTimes counted = times.counted(ended.duration());
      return inState(CallState.ENDED)
          .withTimes(
              ended.at() == null
                  ? counted.ended(now, Source.ROUTER)
                  : counted.ended(ended.at(), Source.CARRIER))
          .withEnd(end.reported(ended, now));
    }
    if (event instanceof CarrierEvent.ActionEnded action) {
      Recording recording = action.outcome().recording();
      CallValue told = recording == null ? this : withRecording(recording);
      return action.callGone() ? told.inState(CallState.ENDED).seenEnding(now) : told;
    }
    if (event instanceof CarrierEvent.Recorded recorded) {
      return recorded.recording() == null
          ? withRecordings(recordings.without(recorded.carrierId()))
          : withRecording(recorded.recording());
    }
    return this;
  }

  private CallValue answered(@Nullable Instant at, Instant now) {
    return at == null
        ? answeredAt(now)
        : inState(CallState.ANSWERED).withTimes(times.answered(at, Source.CARRIER));
  }

  /** Answered by the router's own clock. */
  CallValue answeredAt(Instant now) {
    return inState(CallState.ANSWERED).withTimes(times.answered(now, Source.ROUTER));
  }

  /** The router's own word on the end; the call is over for the router. */
  CallValue ended(EndCause cause, End.Weight weight, Instant now) {
    return inState(CallState.ENDED)
        .seenEnding(now)
        .withEnd(end.because(cause, weight).by(EndedBy.ROUTER, weight).seenAt(now));
  }

  /** What decides the record's cause although the call may go on for a while. */
  CallValue doomed(EndCause cause, EndedBy by) {
    return withEnd(end.because(cause, End.Weight.DECISION).by(by, End.Weight.DECISION));
  }

  /** Who decided that the call ends, why ever it does. */
  CallValue endedBy(EndedBy who) {
    return withEnd(end.by(who, End.Weight.DECISION));
  }

  /** The carrier was told to end the call; whether it has will be seen. */
  CallValue hungUp(Instant now) {
    return seenEnding(now).withEnd(end.hungUp().seenAt(now));
  }

  private CallValue seenEnding(Instant now) {
    return withTimes(times.ended(now, Source.ROUTER)).withEnd(end.seenAt(now));
  }

  /** Closes the record, which those sinks are to take: nothing that comes later changes it. */
  CallValue close(Set<String> sinks) {
    return with(
        draft -> {
          draft.state = CallState.ENDED;
          draft.media = null;
          draft.taps = List.of();
          draft.notes = notesAtEnd();
          draft.closed = true;
          draft.owed = sinks;
        });
  }

  /** A tap that never heard anything is a recording that is missing, or the like. */
  private List<String> notesAtEnd() {
    List<String> all = new ArrayList<>(notes);
    taps.stream()
        .filter(tap -> !tap.isOpen())
        .map(tap -> "tap " + tap.action().tap() + ": the carrier never opened its stream")
        .forEach(all::add);
    return all;
  }

  CallRecord record() {
    EndCause unsaid = times.answeredAt() == null ? EndCause.CANCELED : EndCause.COMPLETED;
    End.Report report = end.report();
    Instant arrived = facts.arrivedAt();
    return new CallRecord(
        facts,
        route,
        CallTimes.notBefore(arrived, times.answeredAt()),
        Objects.requireNonNullElse(CallTimes.notBefore(arrived, times.ended()), arrived),
        times.duration(),
        Objects.requireNonNullElse(end.cause(), unsaid),
        report == null ? null : report.code(),
        report == null ? null : report.sipStatus(),
        Objects.requireNonNullElse(end.by(), EndedBy.FAR_END),
        recordings.present(),
        notes);
  }

  /** The carrier says in passing that the call is over; its final word may follow. */
  CallValue gone(Instant now) {
    return state == CallState.ENDED ? this : inState(CallState.ENDED).seenEnding(now);
  }

  /** Whether this call is at the same action as it was then. */
  boolean isWhere(CallValue then) {
    return reference().equals(then.reference())
        && Objects.equals(flow.current(), then.flow.current());
  }

  StepReference reference() {
    return new StepReference(facts.id(), flow.generation(), flow.done().size());
  }

  /** When the record closes if nothing more comes, or null while there is no sign of the end. */
  @Nullable Instant settlesAt(Limits limits) {
    if (end.finalAt() != null) {
      return end.finalAt().plus(limits.time(TimeLimit.SETTLE_AFTER_FINAL));
    }
    return end.firstSignAt() == null
        ? null
        : end.firstSignAt().plus(limits.time(TimeLimit.SETTLE_WITHOUT_FINAL));
  }

  /** Whether nothing of it is left to do. */
  boolean isDone() {
    return closed && owed.isEmpty();
  }

  /** Whether the media stream of that step is in that phase. */
  boolean hasMedia(StepReference step, MediaState.Phase phase) {
    return media != null && media.step().equals(step) && media.phase() == phase;
  }

  boolean isMediaOpen() {
    return media != null && media.isOpen();
  }

  /** Whether the media stream is that step's. */
  boolean hasMedia(StepReference step) {
    return media != null && media.step().equals(step);
  }

  CallValue mediaIn(StepReference step, MediaState.Phase phase) {
    return withMedia(
        media != null && media.step().equals(step)
            ? media.in(phase)
            : new MediaState(step, phase, null));
  }

  /** This value, which came from another one at that time. */
  CallValue movedFrom(CallValue before, Instant now) {
    return place().equals(before.place()) ? this : with(draft -> draft.since = now);
  }

  /** Where a call is, as far as somebody waits for it to go on from there. */
  private record Place(StepReference step, Whereabouts action, @Nullable MediaState media) {}

  private Place place() {
    return new Place(reference(), flow.at(), media);
  }

  CallValue inState(CallState next) {
    return next.compareTo(state) <= 0 ? this : withState(next);
  }

  private CallValue withState(CallState next) {
    return with(draft -> draft.state = next);
  }

  private CallValue withTimes(CallTimes next) {
    return with(draft -> draft.times = next);
  }

  private CallValue withEnd(End next) {
    return with(draft -> draft.end = next);
  }

  CallValue withFlow(FlowState next) {
    return with(draft -> draft.flow = next);
  }

  CallValue withMedia(@Nullable MediaState next) {
    return with(draft -> draft.media = next);
  }

  /** The stream for a tap that a step began, or null if there is none (any more). */
  @Nullable TapState tap(StepReference step) {
    return taps.stream().filter(tap -> tap.step().equals(step)).findFirst().orElse(null);
  }

  /** The stream for a tap of that name, or null if there is none (any more). */
  @Nullable TapState tap(String name) {
    return taps.stream().filter(tap -> tap.action().tap().equals(name)).findFirst().orElse(null);
  }

  /** With this stream, instead of that of the same step. */
  CallValue withTap(TapState tap) {
    List<TapState> more = new ArrayList<>(withoutTap(tap.step()).taps);
    more.add(tap);
    return withTaps(more);
  }

  CallValue withoutTap(StepReference step) {
    return withTaps(taps.stream().filter(tap -> !tap.step().equals(step)).toList());
  }

  /** Where the call has streams that are open. */
  Set<String> nodes() {
    Set<String> nodes = new HashSet<>();
    taps.stream().map(TapState::node).filter(Objects::nonNull).forEach(nodes::add);
    if (media != null && media.isOpen() && media.node() != null) {
      nodes.add(media.node());
    }
    return nodes;
  }

  /** Nodes are gone, and with them the streams for taps that were open there. */
  CallValue withoutTapsAt(Set<String> gone) {
    return withTaps(
        taps.stream().filter(tap -> tap.node() == null || !gone.contains(tap.node())).toList());
  }

  private CallValue withTaps(List<TapState> next) {
    return with(draft -> draft.taps = next);
  }

  CallValue withRecording(Recording recording) {
    return withRecordings(recordings.with(recording));
  }

  private CallValue withRecordings(Recordings next) {
    return with(draft -> draft.recordings = next);
  }

  CallValue withNote(String note) {
    if (notes.contains(note)) {
      return this;
    }
    List<String> more = new ArrayList<>(notes);
    more.add(note);
    return with(draft -> draft.notes = more);
  }

  CallValue without(String sink) {
    Set<String> left = new HashSet<>(owed);
    left.remove(sink);
    return with(draft -> draft.owed = left);
  }

  /** The dial that the router does for the call, or whose legs it has not all dropped; or null. */
  @Nullable DialState dial() {
    return told == null ? null : told.dial();
  }

  CallValue withDial(@Nullable DialState next) {
    return told == null ? this : withTold(told.withDial(next));
  }

  /** What the call is the leg of, or null for a call of its own. */
  @Nullable Leg leg() {
    return told == null ? null : told.leg();
  }

  CallValue withTold(@Nullable ToldState next) {
    return with(draft -> draft.told = next);
  }

  private CallValue with(Consumer<CallDraft> change) {
    CallDraft draft = new CallDraft(this);
    change.accept(draft);
    return draft.value();
  }
}
