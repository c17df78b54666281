package io.callrouter;

import io.callrouter.call.Action;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Gives a call something else to do than what it does. */
final class Redirect {
  private Redirect() {}

  /**
   * The call with the next generation of its flow.
   *
   * @param next made from the call's flow
   */
  static CallValue of(CallValue call, FlowState next, Instant now) {
    ToldState told = call.told();
    if (told == null) {
      return call.withFlow(next);
    }
    boolean awaited = call.media() != null && call.media().phase() == MediaState.Phase.AWAITED;
    CallValue left = awaited ? call.withMedia(null) : call; // so its socket is not let in
    if (next.only() instanceof Action.Hangup hangup) {
      return left.withFlow(next.deciding(hangup)); // at once, whatever the carrier is at
    }
    Cut cut = cutOf(call, now);
    return left.withTold(cut == null ? told : told.withCut(cut)).withFlow(next);
  }

  private static @Nullable Cut cutOf(CallValue call, Instant now) {
    Action current = call.flow().current();
    if (current == null) {
      return null;
    }
    Cut cut = Cut.of(call.reference(), current, now);
    if (Due.isDialling(call)) {
      return hasLegs(call) ? cut.told() : null; // by dropping them
    }
    return isToBeCut(call, current) ? cut : null;
  }

  private static boolean hasLegs(CallValue call) {
    DialState dial = call.dial();
    return dial != null && !dial.legs().isEmpty();
  }

  /**
   * An open stream is cut by closing its socket, and what the router does by no longer doing it.
   */
  private static boolean isToBeCut(CallValue call, Action current) {
    Whereabouts at = call.flow().at();
    boolean isKnown =
        at == Whereabouts.TAKEN || (at == Whereabouts.SENDING && !Due.awaitsAnswer(call));
    return isKnown && !call.isMediaOpen() && !Due.isLast(current);
  }
}
