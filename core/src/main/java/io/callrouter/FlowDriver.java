package io.callrouter;

import io.callrouter.call.Action;
import io.callrouter.call.CallState;
import io.callrouter.call.EndCause;
import io.callrouter.call.EndedBy;
import io.callrouter.call.Outcome;
import io.callrouter.call.StoreException;
import io.callrouter.spi.StepReference;
import io.callrouter.spi.Store;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a call from one action to the next: folds how the last one came out, and runs the flow for
 * the next one.
 *
 * <p>A call's flow is run by one node and one thread at a time: whoever runs it holds a lease in
 * the store, which lapses should that node die.
 */
final class FlowDriver {
  private static final Logger log = LoggerFactory.getLogger(FlowDriver.class);
  private static final Duration BEYOND_RUN = Duration.ofSeconds(5);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(250);

  private final Calls calls;
  private final Duration longest;
  private final CallLease lease;
  private final FlowRunner runner;
  private final Set<String> endpoints;
  private final Set<String> taps;
  private final Action otherwise;
  private final Timekeeper timekeeper;
  private final Limits limits;

  FlowDriver(
      Calls calls,
      Store store,
      NodeLease node,
      FlowRunner runner,
      Set<String> endpoints,
      Set<String> taps,
      Action otherwise,
      Timekeeper timekeeper,
      Limits limits) {
    this.calls = calls;
    this.longest = limits.time(TimeLimit.FLOW_RUN).plus(BEYOND_RUN);
    this.lease = new CallLease(store, node, "flow", longest);
    this.runner = runner;
    this.endpoints = Set.copyOf(endpoints);
    this.taps = Set.copyOf(taps);
    this.otherwise = otherwise;
    this.timekeeper = timekeeper;
    this.limits = limits;
  }

  /** The action of a step came out; a call that has gone on keeps what it has. */
  void cameOut(StepReference step, Outcome outcome) {
    cameOut(step, outcome, false);
  }

  /** Likewise, perhaps because its endpoint is broken. */
  void cameOut(StepReference step, Outcome outcome, boolean broken) {
    calls.update(
        step.callId(),
        value -> {
          Action current = value.flow().current();
          return value.reference().equals(step) && current != null && value.flow().isHandedOver()
              ? cameOut(value, current, outcome, broken)
              : value;
        });
  }

  /** The call after its current action came out. */
  static CallValue cameOut(CallValue call, Action action, Outcome outcome, boolean broken) {
    CallValue told = broken ? noted(call, action, outcome) : call;
    CallValue next = told.withFlow(call.flow().cameOut(action, outcome, broken));
    TapState stopped = action instanceof Action.StopTap stop ? call.tap(stop.tap()) : null;
    return stopped == null ? next : next.withoutTap(stopped.step());
  }

  /** Runs the flow, if need be, until the call's next action is decided. */
  CallValue advance(String id) {
    long deadline = timekeeper.nanoTime() + longest.multipliedBy(2).toNanos();
    CallValue call = calls.get(id);
    while (!isDecided(call)) {
      if (lease.take(id)) {
        call = decideLeased(id);
      } else {
        call = awaitDecision(id, deadline);
      }
    }
    return call;
  }

  private static boolean isDecided(CallValue call) {
    return call.closed() || call.flow().current() != null;
  }

  private CallValue decideLeased(String id) {
    try {
      CallValue call = calls.get(id);
      return isDecided(call) ? call : decide(call);
    } finally {
      lease.giveBack(id);
    }
  }

  private CallValue awaitDecision(String id, long deadline) {
    try {
      return calls.await(id, FlowDriver::isDecided, LOOK_AGAIN);
    } catch (TimeoutException e) {
      if (timekeeper.nanoTime() - deadline > 0) {
        throw new StoreException("call " + id + ": its flow is being run for too long");
      }
      return calls.get(id);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("call " + id + ": interrupted while its flow is being run");
    }
  }

  private CallValue decide(CallValue call) {
    FlowStep step = runner.run(call, (name, result) -> remember(call, name, result));
    if (step instanceof FlowStep.Failed failed) {
      log.error("call {}: {}", call.facts().id(), failed.reason(), failed.cause());
    }
    return ifStill(call, value -> fold(value, step));
  }

  /** What another run has remembered under that name meanwhile stands. */
  private String remember(CallValue call, String name, String result) {
    FlowState flow =
        calls
            .update(
                call.facts().id(),
                value ->
                    value.flow().generation() == call.flow().generation()
                        ? value.withFlow(value.flow().remembering(name, result))
                        : value)
            .now()
            .flow();
    return flow.once().getOrDefault(name, result);
  }

  private CallValue fold(CallValue call, FlowStep step) {
    if (step instanceof FlowStep.Next next) {
      return next(call, next.action());
    }
    if (step instanceof FlowStep.Failed failed) {
      Action last = isPossible(call, otherwise) ? otherwise : Action.hangup();
      return call.doomed(EndCause.FLOW_FAILED, EndedBy.ROUTER)
          .withNote(failed.reason())
          .withFlow(call.flow().doing(last).deciding(last));
    }
    CallValue finished = call.withFlow(call.flow().deciding(Action.hangup()));
    return call.flow().endsBroken()
        ? finished.doomed(EndCause.ENDPOINT_FAILED, EndedBy.ROUTER)
        : finished;
  }

  private CallValue next(CallValue call, Action action) {
    if (call.flow().steps() >= limits.count(CountLimit.FLOW_STEPS)) {
      return call.doomed(EndCause.TOO_MANY_STEPS, EndedBy.ROUTER)
          .withNote("the flow wanted more than " + limits.count(CountLimit.FLOW_STEPS) + " steps")
          .withFlow(call.flow().deciding(Action.hangup()));
    }
    String obstacle = obstacle(call, action);
    if (obstacle == null) {
      return call.withFlow(call.flow().deciding(action));
    }
    Outcome failed = Outcome.failed(obstacle);
    boolean broken = action instanceof Action.Connect;
    return noted(call, action, failed).withFlow(call.flow().cameOut(action, failed, broken));
  }

  /** Whoever reads the record learns why; the flow may pass over it. */
  private static CallValue noted(CallValue call, Action action, Outcome failed) {
    return call.withNote(action.kind() + " failed: " + failed.result());
  }

  private @Nullable String obstacle(CallValue call, Action action) {
    if (action instanceof Action.Connect connect) {
      return obstacle(connect);
    }
    if (action instanceof Action.StartTap start) {
      return call.tap(start.tap()) == null
          ? obstacle(List.of(start.tap()))
          : "tap " + start.tap() + " listens already";
    }
    if (action instanceof Action.StopTap stop && call.tap(stop.tap()) == null) {
      return "tap " + stop.tap() + " does not listen (any more)";
    }
    return isPossible(call, action) ? null : "an answered call cannot be rejected";
  }

  private @Nullable String obstacle(Action.Connect connect) {
    if (!endpoints.contains(connect.endpoint())) {
      return "there is no endpoint named " + connect.endpoint();
    }
    return obstacle(connect.taps());
  }

  private @Nullable String obstacle(List<String> named) {
    return named.stream()
        .filter(tap -> !taps.contains(tap))
        .findFirst()
        .map(tap -> "there is no tap named " + tap)
        .orElse(null);
  }

  private static boolean isPossible(CallValue call, Action action) {
    return call.state().compareTo(CallState.ANSWERED) < 0 || !(action instanceof Action.Reject);
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
}
