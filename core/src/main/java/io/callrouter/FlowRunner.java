package io.callrouter;

import io.callrouter.call.Action;
import io.callrouter.call.FlowFunction;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs flows, each run on a thread of its own with a bound on its time, so that one that never
 * returns costs its call and nothing else.
 */
final class FlowRunner {
  private static final Logger log = LoggerFactory.getLogger(FlowRunner.class);

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

  /**
   * Runs a call's flow to its first undone action.
   *
   * @param remember stores a result of {@code once} before the run goes on
   */
  FlowStep run(CallValue call, BiConsumer<String, String> remember) {
    FlowState state = call.flow();
    FlowFunction function = functionOf(state);
    if (function == null) {
      return new FlowStep.Failed(
          "there is no flow named "
              + state.name()
              + "; keep a flow registered until its calls are over");
    }
    FlowRun run = new FlowRun(call.facts(), state, remember);
    CompletableFuture<FlowStep> result = new CompletableFuture<>();
    CompletableFuture<@Nullable Thread> runner = new CompletableFuture<>();
    timekeeper
        .executor("flow")
        .execute(
            () -> {
              runner.complete(Thread.currentThread());
              complete(result, run, function);
            });
    try {
      return timekeeper.await(result, limit);
    } catch (TimeoutException e) {
      giveUp(run, runner.getNow(null));
      return new FlowStep.Failed(
          "flow "
              + state.label()
              + " did not come to its next action within "
              + limit.toMillis()
              + " ms; longer work belongs into an endpoint or before the call");
    } catch (InterruptedException e) {
      giveUp(run, runner.getNow(null));
      Thread.currentThread().interrupt();
      return new FlowStep.Failed("flow " + state.label() + " was interrupted");
    }
  }

  private static void giveUp(FlowRun run, @Nullable Thread runner) {
    run.abandon();
    if (runner != null) {
      runner.interrupt();
    }
  }

  private void complete(CompletableFuture<FlowStep> result, FlowRun run, FlowFunction function) {
    try {
      result.complete(run.run(function));
    } catch (VirtualMachineError e) {
      result.complete(new FlowStep.Failed("the flow met " + e));
      log.error("a flow met an error of the machine", e);
      throw e;
    } finally {
      if (run.isAbandoned()) {
        counters.count("flows.discarded");
      }
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
