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
import io.callrouter.call.Recording;
import io.callrouter.call.Timeline;
import io.callrouter.call.UnsupportedCapabilityException;
import io.callrouter.call.WaitTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

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
  public Timeline timeline() {
    return router.timelines.of(facts);
  }

  @Override
  public Set<Capability> capabilities() {
    CallValue value = router.calls().find(id());
    if (value == null || value.state() == CallState.ENDED) {
      return Set.of();
    }
    Set<Capability> now = new HashSet<>(atBest);
    now.remove(Capability.DIAL);
    if (!isCommandable(value)) {
      now.remove(Capability.HANGUP);
      now.remove(Capability.REDIRECT);
    }
    if (value.leg() != null) {
      now.retainAll(Set.of(Capability.HANGUP)); // the call it was dialled for decides
    }
    return Set.copyOf(now);
  }

  @Override
  public void hangup() {
    try {
      redirect("hang up", flow -> flow.doing(Action.hangup()));
    } catch (CallEndedException e) {
      // As it should be.
    }
  }

  @Override
  public PendingOutcome run(Action action) {
    Objects.requireNonNull(action, "action");
    int generation = redirect("run " + action.kind(), flow -> flow.doing(action));
    return timeout -> outcomeOf(generation, timeout);
  }

  @Override
  public void follow(String flow, Map<String, String> attributes) {
    if (!router.knowsFlow(flow)) {
      throw new NotFoundException("there is no flow named " + flow);
    }
    redirect("follow " + flow, state -> state.following(flow, attributes));
  }

  @Override
  public void addRecording(Recording recording) {
    Objects.requireNonNull(recording, "recording");
    if (!isRecordOpenFor(recording)) {
      router.counters.count("recordings.after-record");
      throw over("and its record was closed before " + recording + " was there");
    }
  }

  private boolean isRecordOpenFor(Recording recording) {
    try {
      return !router.calls().update(id(), call -> call.withRecording(recording)).now().closed();
    } catch (NotFoundException e) {
      return false;
    }
  }

  /**
   * Whether the carrier can be given something else now: one that is told can at any time, one that
   * asks does so when an open stream is closed.
   */
  private static boolean isCommandable(CallValue call) {
    return call.state() != CallState.ENDED
        && (call.isTold() ? call.end().firstSignAt() == null : call.isMediaOpen());
  }

  /**
   * Stores what is next, unless the call is over or its carrier cannot be told now. The node that
   * has open media sees it and closes them; the carrier then asks, and gets it, or is told so.
   *
   * @return the generation that begins with it
   */
  private int redirect(String what, UnaryOperator<FlowState> next) {
    CallBook.Change change = change(what, next);
    if (change.changed()) {
      router.commander().wake(change.now());
      return change.now().flow().generation();
    }
    CallValue call = change.before();
    if (call.state() == CallState.ENDED || (call.isTold() && !isCommandable(call))) {
      throw over("so it cannot " + what);
    }
    if (call.leg() != null) {
      throw new UnsupportedCapabilityException(
          "call " + id() + " is a leg of another call, so it cannot " + what);
    }
    throw new UnsupportedCapabilityException(
        "call "
            + id()
            + " cannot "
            + what
            + " now: provider "
            + facts.provider()
            + " can do that only while a media stream of the call is open");
  }

  private CallBook.Change change(String what, UnaryOperator<FlowState> next) {
    Instant now = router.timekeeper().now();
    try {
      return router
          .calls()
          .update(
              id(),
              call ->
                  isPossible(call, next) ? Redirect.of(call, next.apply(call.flow()), now) : call);
    } catch (NotFoundException e) {
      throw over("so it cannot " + what);
    }
  }

  /** A leg does what the call needs that it was dialled for; it can only be hung up. */
  private static boolean isPossible(CallValue call, UnaryOperator<FlowState> next) {
    return isCommandable(call)
        && (call.leg() == null || next.apply(call.flow()).only() instanceof Action.Hangup);
  }

  private CallEndedException over(String consequence) {
    return new CallEndedException("call " + id() + " is over, " + consequence);
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
    if (value == null) {
      throw over("and nothing is known of it any more");
    }
    if (value.flow().generation() != generation) {
      throw new CallEndedException("call " + id() + ": the action was cut by another");
    }
    if (value.flow().done().isEmpty()) {
      throw over("before the action came out");
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
    if (value == null || value.state() == CallState.ENDED) {
      throw over("so nobody will answer it");
    }
  }

  @Override
  public void awaitEnded(Duration timeout) throws InterruptedException {
    await(call -> call.state() == CallState.ENDED, "it did not end", timeout);
  }

  /** The call as it should be; null if it ended so long ago that it is not known any more. */
  private @Nullable CallValue await(
      Predicate<CallValue> condition, String otherwise, Duration timeout)
      throws InterruptedException {
    try {
      return router.calls().await(id(), condition, timeout);
    } catch (NotFoundException e) {
      return null;
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
