package io.callrouter;

import io.callrouter.call.Action;
import io.callrouter.call.Outcome;
import io.callrouter.spi.StepReference;

/**
 * What it means for the call of a carrier that is told that an event says a step is over. The event
 * may overtake the answer to the command, and may be about a step that was cut, or about a stream.
 */
final class StepEnds {
  private StepEnds() {}

  /** The call after its carrier has said that the action or the stream of a step is over. */
  static CallValue of(CallValue call, StepReference step, Outcome outcome) {
    ToldState told = call.told();
    if (told != null && told.cut() != null && told.cut().step().equals(step)) {
      return of(call.withTold(told.withCut(null)), step, outcome);
    }
    if (call.hasMedia(step)) {
      return mediaOver(call, outcome);
    }
    TapState tap = call.tap(step);
    CallValue next = tap == null ? call : tapOver(call, tap, outcome);
    Action current = call.flow().current();
    return current != null && call.flow().isHandedOver() && call.reference().equals(step)
        ? FlowDriver.cameOut(next, current, outcome, false)
        : next;
  }

  /** What an endpoint gives counts: it is awaited for a while. */
  private static CallValue mediaOver(CallValue call, Outcome outcome) {
    MediaState media = call.media();
    if (media != null && media.isOpen()) {
      return call.withMedia(media.in(MediaState.Phase.ENDING));
    }
    return MediaSteps.withoutMedia(
        call,
        outcome.is(Outcome.Kind.FAILED) && !outcome.result().isEmpty()
            ? outcome.result()
            : MediaSteps.ENDED_BY_CARRIER);
  }

  private static CallValue tapOver(CallValue call, TapState tap, Outcome outcome) {
    CallValue next = call.withoutTap(tap.step());
    return outcome.is(Outcome.Kind.FAILED)
        ? next.withNote("tap " + tap.action().tap() + ": " + outcome.result())
        : next;
  }
}
