package io.callrouter;

import io.callrouter.call.Action;
import io.callrouter.call.EndCause;
import io.callrouter.call.EndedBy;
import io.callrouter.call.Outcome;
import java.time.Instant;
import java.util.Objects;

/** What becomes of a call whose deadline has come. */
final class Overdue {
  private Overdue() {}

  /** The call after its deadline; the same if it only is to be looked at. */
  static CallValue of(CallValue call, Deadline due, Instant now) {
    return switch (due.kind()) {
      case SETTLED, HANDOVER, DIAL -> call;
      case MEDIA_START -> notStarted(call, now);
      case MEDIA_OUTCOME -> MediaSteps.withoutMedia(call, MediaSteps.ENDED_BY_CARRIER);
      case MEDIA_QUESTION ->
          call.isTold()
              ? call.withMedia(null)
              : call.withMedia(null).ended(silenceOf(call), End.Weight.CONCLUSION, now);
      case CUT -> withoutCut(call);
      case PAUSE -> cameOut(call, Outcome.done());
      case WEBHOOK ->
          canBeHungUp(call)
              ? hangUp(call, EndCause.WEBHOOK_LOST, now)
              : call.ended(EndCause.WEBHOOK_LOST, End.Weight.CONCLUSION, now);
      case CALL ->
          canBeHungUp(call)
              ? hangUp(call, EndCause.TOO_LONG, now)
              : call.ended(EndCause.TOO_LONG, End.Weight.DECISION, now);
    };
  }

  /**
   * Whether the carrier can be told to hang up: one that is told can, one that asks does so once
   * its media are closed.
   */
  static boolean canBeHungUp(CallValue call) {
    return call.isTold()
        ? !Due.isLast(call.flow().current())
        : call.isMediaOpen() && !call.end().isDecided();
  }

  private static CallValue hangUp(CallValue call, EndCause cause, Instant now) {
    return Redirect.of(call.doomed(cause, EndedBy.ROUTER), call.flow().doing(Action.hangup()), now);
  }

  private static CallValue notStarted(CallValue call, Instant now) {
    MediaState media = call.media();
    FlowState flow = call.flow();
    if (media == null) {
      return call;
    }
    boolean waits =
        flow.isHandedOver()
            && call.reference().equals(media.step())
            && flow.current() instanceof Action.Connect;
    CallValue given = call.withMedia(call.isTold() ? null : media.in(MediaState.Phase.NEVER));
    if (!waits) {
      return given;
    }
    CallValue failed = cameOut(given, Outcome.failed("the carrier did not start the media stream"));
    ToldState told = call.told();
    return told == null
        ? failed
        : failed.withTold(
            told.withCut(Cut.of(media.step(), Objects.requireNonNull(flow.current()), now)));
  }

  private static CallValue cameOut(CallValue call, Outcome outcome) {
    Action current = Objects.requireNonNull(call.flow().current());
    return FlowDriver.cameOut(call, current, outcome, false);
  }

  private static CallValue withoutCut(CallValue call) {
    ToldState told = call.told();
    return told == null ? call : call.withTold(told.withCut(null));
  }

  private static EndCause silenceOf(CallValue call) {
    MediaState media = call.media();
    if (media == null) {
      return EndCause.CARRIER_SILENT;
    }
    return switch (media.phase()) {
      case NEVER -> EndCause.MEDIA_NOT_STARTED;
      case SILENT -> EndCause.MEDIA_SILENT;
      default -> EndCause.CARRIER_SILENT;
    };
  }
}
