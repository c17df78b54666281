package io.callrouter;

import io.callrouter.call.Action;
import io.callrouter.call.CallState;
import org.jspecify.annotations.Nullable;

/** What the router owes the call of a carrier that is told; it follows from the call's value. */
enum Due {
  /** Nothing: the carrier, the caller or an endpoint is at it. */
  NOTHING,
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
    FlowState flow = call.flow();
    if (call.state() == CallState.ENDED) {
      return flow.current() == null ? DECIDE : NOTHING;
    }
    if (isLast(flow.current())) {
      return handOver(flow);
    }
    if (told.cut() != null) {
      return told.cut().sent() ? NOTHING : CUT;
    }
    if (isMediaBusy(call)) {
      return NOTHING;
    }
    if (flow.current() == null) {
      return DECIDE;
    }
    return awaitsAnswer(call) ? NOTHING : handOver(flow);
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
