package io.callrouter;

import io.callrouter.call.Action;
import io.callrouter.call.CallState;
import io.callrouter.call.EndCause;
import io.callrouter.call.EndedBy;
import io.callrouter.call.Outcome;
import io.callrouter.spi.CallProvider;
import io.callrouter.spi.Directive;
import io.callrouter.time.Timekeeper;
import io.callrouter.web.WebResponse;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells a carrier that asks what it is to do next, and notes that it was told. */
final class Replies {
  private static final Logger log = LoggerFactory.getLogger(Replies.class);

  private final Calls calls;
  private final FlowDriver driver;
  private final Rendering rendering;
  private final Peers peers;
  private final Timekeeper timekeeper;

  Replies(Calls calls, FlowDriver driver, Rendering rendering, Peers peers, Timekeeper timekeeper) {
    this.calls = calls;
    this.driver = driver;
    this.rendering = rendering;
    this.peers = peers;
    this.timekeeper = timekeeper;
  }

  /**
   * What the carrier is to do next, in its own words.
   *
   * @param callGone whether the carrier says that the far end has gone, so that nobody is told
   */
  WebResponse answer(CallProvider provider, String id, boolean callGone) {
    while (true) {
      CallValue call = driver.advance(id);
      Action next = call.flow().current();
      if (next == null || call.state() == CallState.ENDED) {
        return hangUp(provider, call, callGone);
      }
      WebResponse words = renderOrFail(next, provider, call);
      if (words != null && handOver(call, next)) {
        return words;
      }
    }
  }

  /** An ended call; what the host decided counts although the end was reported first. */
  private WebResponse hangUp(CallProvider provider, CallValue call, boolean callGone) {
    if (call.flow().current() instanceof Action.Hangup hangup && !callGone) {
      handOver(call, hangup);
    }
    return render(Action.hangup(), provider, call);
  }

  private WebResponse render(Action action, CallProvider provider, CallValue call) {
    Directive directive = rendering.of(action, provider, call);
    if (directive instanceof Directive.Reply reply) {
      return reply.response();
    }
    throw new IllegalStateException(
        "provider " + provider.id() + " made commands of " + action.kind() + " where it was asked");
  }

  /** The provider's words; null where it has none, and the action has come out as failed. */
  private @Nullable WebResponse renderOrFail(Action action, CallProvider provider, CallValue call) {
    if (action instanceof Action.Hangup) {
      return render(action, provider, call);
    }
    try {
      return render(action, provider, call);
    } catch (RuntimeException e) {
      log.error("call {}: {} cannot be said", call.facts().id(), action.kind(), e);
      Outcome failed = Outcome.failed(String.valueOf(e.getMessage()));
      calls.update(
          call.facts().id(),
          value ->
              isAt(value, call, action)
                  ? value.withFlow(value.flow().cameOut(action, failed))
                  : value);
      return null;
    }
  }

  private static boolean isAt(CallValue value, CallValue call, Action action) {
    return value.reference().equals(call.reference()) && action.equals(value.flow().current());
  }

  /** Marks the decided action as taken by the carrier; false if the call has gone on meanwhile. */
  private boolean handOver(CallValue call, Action action) {
    Instant now = timekeeper.now();
    CallValue after =
        calls
            .update(
                call.facts().id(),
                value -> isAt(value, call, action) ? handedOver(value, action, now) : value)
            .now();
    if (action instanceof Action.Connect connect
        && after.hasMedia(call.reference(), MediaState.Phase.AWAITED)) {
      peers.prepare(after, connect);
    }
    return isAt(after, call, action);
  }

  private static CallValue handedOver(CallValue call, Action action, Instant now) {
    CallValue next = call.withFlow(call.flow().at(Whereabouts.TAKEN));
    if (action instanceof Action.Connect) {
      // A question that was asked long ago, or twice, must not cut a stream that is open.
      boolean opens = !call.isMediaOpen() && call.state() != CallState.ENDED;
      return opens ? next.mediaIn(call.reference(), MediaState.Phase.AWAITED) : next;
    }
    CallValue told = next.withMedia(null);
    if (action instanceof Action.StartTap start && call.tap(call.reference()) == null) {
      return told.withTap(new TapState(call.reference(), start, null));
    }
    if (action instanceof Action.Reject && !call.end().isDecided()) {
      return told.doomed(EndCause.REJECTED, EndedBy.HOST).hungUp(now);
    }
    return action instanceof Action.Hangup || action instanceof Action.Reject
        ? told.hungUp(now)
        : told;
  }
}
