package io.callrouter;

import io.callrouter.call.Action;
import io.callrouter.call.Call;
import io.callrouter.call.CallEndedException;
import io.callrouter.call.CallFacts;
import io.callrouter.call.CallRecord;
import io.callrouter.call.CallState;
import io.callrouter.call.Capability;
import io.callrouter.call.NotFoundException;
import io.callrouter.call.Outcome;
import io.callrouter.call.PendingOutcome;
import io.callrouter.call.UnsupportedCapabilityException;
import io.callrouter.call.WaitTimeoutException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** A call seen from the host: reads the store, and commands by what it stores there. */
final class CallHandle implements Call {
  private final CallFacts facts;
  private final Set<Capability> atBest;
  private final CallRouter router;

  CallHandle(CallFacts facts, Set<Capability> atBest, CallRouter router) {
    this.facts = facts;
    this.atBest = Set.copyOf(atBest);
    this.router = router;
  }

  @Override
  public CallFacts facts() {
    return facts;
  }

  @Override
  public CallState state() {
    CallValue value = router.calls().find(id());
    return value == null ? CallState.ENDED : value.state();
  }

  @Override
  public Optional<CallRecord> record() {
    CallValue value = router.calls().find(id());
    return value == null || !value.closed() ? Optional.empty() : Optional.of(value.record());
  }

  @Override
  public Set<Capability> capabilities() {
    CallValue value = router.calls().find(id());
    if (value == null || value.state() == CallState.ENDED) {
      return Set.of();
    }
    Set<Capability> now = new HashSet<>(atBest);
    now.remove(Capability.DIAL);
    if (!hasOpenMedia(value)) {
      now.remove(Capability.HANGUP);
      now.remove(Capability.REDIRECT);
    }
    return Set.copyOf(now);
  }

  private static boolean hasOpenMedia(CallValue value) {
    return value.media() != null && value.media().phase() == CallValue.MediaState.Phase.OPEN;
  }

  @Override
  public void hangup() {
    if (state() != CallState.ENDED) {
      redirect("hang up", flow -> flow.doing(Action.hangup()));
    }
  }

  @Override
  public PendingOutcome run(Action action) {
    int generation =
        redirect("run " + action.kind(), flow -> flow.doing(action)).flow().generation();
    return timeout -> outcomeOf(generation, timeout);
  }

  @Override
  public void follow(String flow, Map<String, String> attributes) {
    if (!router.knowsFlow(flow)) {
      throw new NotFoundException("there is no flow named " + flow);
    }
    redirect("follow " + flow, state -> state.following(flow, attributes));
  }

  /**
   * Stores what is next. The node that has the call's media sees it and closes the media; the
   * carrier then asks, and gets it.
   */
  private CallValue redirect(String what, UnaryOperator<FlowState> next) {
    CallValue now = router.calls().find(id());
    if (now == null || now.state() == CallState.ENDED) {
      throw new CallEndedException("call " + id() + " is over, so it cannot " + what);
    }
    if (!hasOpenMedia(now)) {
      throw new UnsupportedCapabilityException(
          "call "
              + id()
              + " cannot "
              + what
              + " now: provider "
              + facts.provider()
              + " can do that only while a media stream of the call is open");
    }
    return router.driver().redirect(id(), next);
  }

  private Outcome outcomeOf(int generation, Duration timeout) throws InterruptedException {
    CallValue value =
        await(
            call ->
                call.flow().generation() != generation
                    || !call.flow().done().isEmpty()
                    || call.state() == CallState.ENDED,
            "the action did not come out",
            timeout);
    if (value.flow().generation() != generation) {
      throw new CallEndedException("call " + id() + ": the action was cut by another");
    }
    if (value.flow().done().isEmpty()) {
      throw new CallEndedException("call " + id() + " ended before the action came out");
    }
    return value.flow().done().get(0).outcome();
  }

  @Override
  public void awaitAnswered(Duration timeout) throws InterruptedException {
    CallValue value =
        await(
            call -> call.state().compareTo(CallState.ANSWERED) >= 0,
            "it was not answered",
            timeout);
    if (value.state() == CallState.ENDED) {
      throw new CallEndedException("call " + id() + " ended");
    }
  }

  @Override
  public void awaitEnded(Duration timeout) throws InterruptedException {
    await(call -> call.state() == CallState.ENDED, "it did not end", timeout);
  }

  private CallValue await(Predicate<CallValue> condition, String otherwise, Duration timeout)
      throws InterruptedException {
    try {
      return router.calls().await(id(), condition, timeout);
    } catch (TimeoutException e) {
      throw new WaitTimeoutException(
          "call " + id() + ": " + otherwise + " within " + timeout.toMillis() + " ms");
    }
  }

  @Override
  public String toString() {
    return facts.toString();
  }
}
