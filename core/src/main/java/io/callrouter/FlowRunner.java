package io.callrouter;

import io.callrouter.call.Action;
import io.callrouter.call.FlowFunction;
import io.callrouter.call.StoreException;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Runs flows, each run on a thread of its own with a bound on its time, so that one that never
 * returns costs its call and nothing else.
 */
final class FlowRunner {
  private final Map<String, FlowFunction> flows;
  private final Timekeeper timekeeper;
  private final Duration limit;
  private final Counters counters;

  FlowRunner(
      Map<String, FlowFunction> flows, Timekeeper timekeeper, Duration limit, Counters counters) {
    this.flows = Map.copyOf(flows);
    this.timekeeper = timekeeper;
    this.limit = limit;
    this.counters = counters;
  }

  boolean knows(String flow) {
    return flows.containsKey(flow);
  }

  /** Runs a call's flow to its first undone action. */
  FlowStep run(CallValue call, FlowRun.Memory memory) {
    FlowState state = call.flow();
    FlowFunction function = functionOf(state);
    if (function == null) {
      return new FlowStep.Failed(
          "there is no flow named "
              + state.name()
              + "; keep a flow registered until its calls are over",
          null);
    }
    FlowRun run = new FlowRun(call.facts(), state, timekeeper, memory);
    timekeeper.executor("flow").execute(() -> runCounted(run, function));
    try {
      return timekeeper.await(run.result(), limit);
    } catch (TimeoutException e) {
      return run.giveUp(
          "did not come to its next action within "
              + limit.toMillis()
              + " ms; longer work belongs into an endpoint or before the call");
    } catch (InterruptedException e) {
      run.giveUp("was interrupted");
      Thread.currentThread().interrupt();
      throw new StoreException("call " + call.facts().id() + ": interrupted while its flow ran");
    }
  }

  private void runCounted(FlowRun run, FlowFunction function) {
    if (!run.run(function)) {
      counters.count("flows.discarded");
    }
  }

  private @Nullable FlowFunction functionOf(FlowState state) {
    Action only = state.only();
    if (only != null) {
      return flow -> flow.run(only);
    }
    return state.name() == null ? null : flows.get(state.name());
  }
}
