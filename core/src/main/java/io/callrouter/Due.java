package io.callrouter;

import io.callrouter.call.Action;
import io.callrouter.call.CallState;
import org.jspecify.annotations.Nullable;

/** What the router owes the call of a carrier that is told; it follows from the call's value. */
enum Due {
  /** Nothing: the carrier, the caller or an endpoint is at it. */
  NOTHING,
  /** To look at the legs of its dial, which may have come to where something is owed. */
  LEGS,
  /** To drop the legs of a dial that is over, and to forget it. */
  LEGS_LEFT,
  /** To have the carrier break something off. */
  CUT,
  /** To run the flow to its next action. */
  DECIDE,
  /** To hand the decided action to the carrier, perhaps not for the first time. */
  HAND_OVER;

  static Due of(CallValue call) {
    ToldState told = call.told();
    if (told == null || call.closed()) {
      return NOTHING;
    }
    boolean ended = call.state() == CallState.ENDED;
    Action current = call.flow().current();
    if (isLast(current) && !ended && handOver(call.flow()) == HAND_OVER) {
      return HAND_OVER;
    }
    if (told.dial() != null) {
      return isDialling(call) ? LEGS : LEGS_LEFT;
    }
    if (told.leg() != null || isLast(current)) {
      return NOTHING;
    }
    return ended ? decide(current) : next(call, told);
  }

  private static Due decide(@Nullable Action current) {
    return current == null ? DECIDE : NOTHING;
  }

  private static Due next(CallValue call, ToldState told) {
    if (told.cut() != null) {
      return told.cut().sent() ? NOTHING : CUT;
    }
    if (isMediaBusy(call)) {
      return NOTHING;
    }
    if (call.flow().current() == null) {
      return DECIDE;
    }
    return awaitsAnswer(call) ? NOTHING : handOver(call.flow());
  }

  /** Whether it is not only to be looked at. */
  boolean isOwed() {
    return this != NOTHING && this != LEGS;
  }

  /** Whether the router does a dial for the call's present step. */
  static boolean isDialling(CallValue call) {
    DialState dial = call.dial();
    return dial != null
        && call.state() != CallState.ENDED
        && dial.step().equals(call.reference())
        && call.flow().current() instanceof Action.Dial;
  }

  /** Whether the carrier was told to answer the call and has not said that it has. */
  static boolean awaitsAnswer(CallValue call) {
    ToldState told = call.told();
    return told != null && told.answering() && call.state().compareTo(CallState.ANSWERED) < 0;
  }

  private static Due handOver(FlowState flow) {
    return switch (flow.at()) {
      case DECIDED, SENDING -> HAND_OVER;
      case TAKEN, WITH_ROUTER -> NOTHING;
    };
  }

  /** Whether nothing is waited for before an action, since the call ends with it. */
  static boolean isLast(@Nullable Action action) {
    return action instanceof Action.Hangup || action instanceof Action.Reject;
  }

  /** Whether a stream is there that must be over before the carrier is told anything else. */
  private static boolean isMediaBusy(CallValue call) {
    MediaState media = call.media();
    return media != null && !call.hasMedia(call.reference(), MediaState.Phase.AWAITED);
  }
}
