package io.callrouter;

import io.callrouter.call.Action;
import io.callrouter.call.CallRouterException;
import io.callrouter.call.CallState;
import io.callrouter.call.EndCause;
import io.callrouter.call.EndedBy;
import io.callrouter.call.Outcome;
import io.callrouter.call.StoreException;
import io.callrouter.spi.CallProvider;
import io.callrouter.spi.Step;
import io.callrouter.spi.StepReference;
import io.callrouter.time.Timekeeper;
import io.callrouter.web.WebResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a call from one action to the next: folds how the last one came out, runs the flow for the
 * next one, and hands that to the carrier.
 */
final class CallDriver {
  private static final Logger log = LoggerFactory.getLogger(CallDriver.class);

  /** Enough for a run of the flow that is before us, and its own. */
  private static final Duration TURN = Duration.ofSeconds(30);

  private final Calls calls;
  private final LocalCalls locals;
  private final FlowRunner runner;
  private final Set<String> endpoints;
  private final Action otherwise;
  private final MediaTokens tokens;
  private final MediaWatch watch;
  private final Timekeeper timekeeper;
  private final Limits limits;

  CallDriver(
      Calls calls,
      LocalCalls locals,
      FlowRunner runner,
      Set<String> endpoints,
      Action otherwise,
      MediaTokens tokens,
      Timekeeper timekeeper,
      Limits limits) {
    this.calls = calls;
    this.locals = locals;
    this.runner = runner;
    this.endpoints = Set.copyOf(endpoints);
    this.otherwise = otherwise;
    this.tokens = tokens;
    this.watch = new MediaWatch(calls, this, timekeeper, limits);
    this.timekeeper = timekeeper;
    this.limits = limits;
  }

  /** Runs the flow, if need be, until the call's next action is decided. */
  CallValue advance(String id) {
    try {
      LocalCall.Turn turn = locals.of(id).takeTurn(TURN);
      try {
        CallValue call = calls.get(id);
        while (!call.closed() && call.flow().current() == null) {
          call = decide(call);
        }
        return call;
      } finally {
        turn.end();
      }
    } catch (TimeoutException e) {
      throw new StoreException("call " + id + ": another step is still being decided");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("call " + id + ": interrupted");
    }
  }

  private CallValue decide(CallValue call) {
    FlowState flow = call.flow();
    if (flow.steps() >= limits.flowSteps()) {
      String note = "the call took " + flow.steps() + " steps, the most a call may take";
      log.error("call {}: {}", call.facts().id(), note);
      return ifStill(
          call,
          value ->
              value
                  .doomed(EndCause.TOO_MANY_STEPS, EndedBy.ROUTER)
                  .withNote(note)
                  .withFlow(value.flow().deciding(Action.hangup())));
    }
    FlowStep step = runner.run(call, (name, result) -> remember(call, name, result));
    if (step instanceof FlowStep.Failed failed) {
      log.error("call {}: {}", call.facts().id(), failed.reason());
    }
    return ifStill(call, value -> fold(value, step));
  }

  private void remember(CallValue call, String name, String result) {
    calls.update(
        call.facts().id(),
        value ->
            value.flow().generation() == call.flow().generation()
                ? value.withFlow(value.flow().remembering(name, result))
                : value);
  }

  private CallValue fold(CallValue call, FlowStep step) {
    if (step instanceof FlowStep.Next next) {
      String obstacle = obstacle(call, next.action());
      return call.withFlow(
          obstacle == null
              ? call.flow().deciding(next.action())
              : call.flow().cameOut(next.action(), Outcome.failed(obstacle)));
    }
    if (step instanceof FlowStep.Failed failed) {
      Action last = isPossible(call, otherwise) ? otherwise : Action.hangup();
      return call.doomed(EndCause.FLOW_FAILED, EndedBy.ROUTER)
          .withNote(failed.reason())
          .withFlow(call.flow().doing(last).deciding(last));
    }
    return call.withFlow(call.flow().deciding(Action.hangup()));
  }

  private static boolean isPossible(CallValue call, Action action) {
    return call.state().compareTo(CallState.ANSWERED) < 0 || !(action instanceof Action.Reject);
  }

  private @Nullable String obstacle(CallValue call, Action action) {
    if (action instanceof Action.Connect connect && !endpoints.contains(connect.endpoint())) {
      return "there is no endpoint named " + connect.endpoint();
    }
    return isPossible(call, action) ? null : "an answered call cannot be rejected";
  }

  /** Folds a decision for the step it was made for; a call that has gone on keeps what it has. */
  private CallValue ifStill(CallValue call, UnaryOperator<CallValue> fold) {
    return calls
        .update(
            call.facts().id(),
            value ->
                value.reference().equals(call.reference()) && value.flow().current() == null
                    ? fold.apply(value)
                    : value)
        .now();
  }

  /** The action of a step came out. */
  void cameOut(StepReference step, Outcome outcome) {
    calls.update(
        step.callId(),
        value -> {
          Action current = value.flow().current();
          return value.reference().equals(step) && current != null && value.flow().handedOver()
              ? value.withFlow(value.flow().cameOut(current, outcome))
              : value;
        });
  }

  /**
   * The carrier says that a step's action is over. What an endpoint gave counts for a connect: if
   * the carrier's request overtook it, it is waited for.
   */
  void carrierCameBack(StepReference step, Outcome outcome) {
    CallValue call = calls.get(step.callId());
    if (isMediaOf(call, step)) {
      mediaCameBack(call, step);
    } else if (!(call.flow().current() instanceof Action.Connect)) {
      cameOut(step, outcome);
    }
  }

  private static boolean isMediaOf(CallValue call, StepReference step) {
    return call.media() != null && call.media().step().equals(step);
  }

  private void mediaCameBack(CallValue call, StepReference step) {
    try {
      calls.await(
          step.callId(),
          value ->
              !value.hasMedia(step, CallValue.MediaState.Phase.OPEN)
                  || !value.reference().equals(call.reference()),
          limits.endpointOutcome());
    } catch (TimeoutException e) {
      log.warn("call {}: the carrier ended the media, its socket still seems open", step.callId());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    calls.update(step.callId(), value -> isMediaOf(value, step) ? withoutMedia(value) : value);
  }

  private static CallValue withoutMedia(CallValue call) {
    FlowState flow = call.flow();
    CallValue next = call.withMedia(null);
    return flow.handedOver() && flow.current() instanceof Action.Connect connect
        ? next.withFlow(flow.cameOut(connect, Outcome.failed("the carrier ended the media")))
        : next;
  }

  /**
   * What the carrier is to do next, in its own words.
   *
   * @param callGone whether the caller has gone, so that nobody hears of it
   */
  WebResponse answer(CallProvider provider, String id, boolean callGone) {
    while (true) {
      CallValue call = advance(id);
      Action current = call.flow().current();
      if (current == null || call.state() == CallState.ENDED) {
        if (current != null) {
          handOver(call, current, callGone);
        }
        return render(Action.hangup(), provider, call);
      }
      WebResponse words = renderOrFail(current, provider, call);
      if (words != null && handOver(call, current, callGone)) {
        return words;
      }
    }
  }

  private WebResponse render(Action action, CallProvider provider, CallValue call) {
    String token = action instanceof Action.Connect ? tokens.mint(call.reference()) : "";
    return Rendering.of(action, provider, new Step(call.facts(), call.reference(), token));
  }

  /** The provider's words; null where it has none, and the action has come out as failed. */
  private @Nullable WebResponse renderOrFail(Action action, CallProvider provider, CallValue call) {
    try {
      return render(action, provider, call);
    } catch (CallRouterException | IllegalArgumentException e) {
      if (action instanceof Action.Hangup || action instanceof Action.Reject) {
        throw e;
      }
      log.error("call {}: {}", call.facts().id(), e.getMessage());
      calls.update(call.facts().id(), value -> failedToRender(value, call.reference(), e));
      return null;
    }
  }

  private static CallValue failedToRender(CallValue call, StepReference step, RuntimeException e) {
    Action current = call.flow().current();
    return call.reference().equals(step) && current != null
        ? call.withFlow(
            call.flow().cameOut(current, Outcome.failed(String.valueOf(e.getMessage()))))
        : call;
  }

  /** Marks the decided action as taken by the carrier; false if the call has gone on meanwhile. */
  private boolean handOver(CallValue call, Action action, boolean callGone) {
    StepReference step = call.reference();
    Instant now = timekeeper.now();
    CallValue after =
        calls
            .update(
                step.callId(),
                value ->
                    value.reference().equals(step) && action.equals(value.flow().current())
                        ? taken(value, callGone, now)
                        : value)
            .now();
    if (!after.reference().equals(step)) {
      return false;
    }
    if (isMediaOf(after, step)) {
      watch.expectStart(step);
    }
    return true;
  }

  private static CallValue taken(CallValue call, boolean callGone, Instant now) {
    Action action = call.flow().current();
    CallValue next = call.withFlow(call.flow().handedOver(true)).withMedia(null);
    if (action instanceof Action.Connect && call.state() != CallState.ENDED) {
      return next.mediaIn(call.reference(), CallValue.MediaState.Phase.AWAITED);
    }
    if (action instanceof Action.Hangup && !callGone) {
      return next.hungUp(call.end().by() == EndedBy.ROUTER ? EndedBy.ROUTER : EndedBy.HOST, now);
    }
    if (action instanceof Action.Reject) {
      return next.doomed(EndCause.REJECTED, EndedBy.HOST).hungUp(EndedBy.HOST, now);
    }
    return next;
  }

  /** Gives a call something else to do: the next generation. */
  CallValue redirect(String id, UnaryOperator<FlowState> next) {
    return calls.update(id, value -> value.withFlow(next.apply(value.flow()))).now();
  }

  /** Lets an open stream's next connect begin in place; false if the call has gone on. */
  boolean connectInPlace(CallValue call) {
    StepReference step = call.reference();
    CallValue after =
        calls
            .update(
                step.callId(),
                value ->
                    value.reference().equals(step) && value.flow().current() != null
                        ? value.withFlow(value.flow().handedOver(true))
                        : value)
            .now();
    return after.reference().equals(step) && after.flow().handedOver();
  }

  /** A stream's media is over: the carrier has some seconds to ask what is next. */
  void mediaOver(StepReference step) {
    calls.update(
        step.callId(),
        value ->
            value.hasMedia(step, CallValue.MediaState.Phase.OPEN)
                ? value.mediaIn(step, CallValue.MediaState.Phase.OVER)
                : value);
    watch.expectQuestion(step);
  }
}
