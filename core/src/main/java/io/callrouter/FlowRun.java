package io.callrouter;

import io.callrouter.call.Action;
import io.callrouter.call.CallFacts;
import io.callrouter.call.Flow;
import io.callrouter.call.FlowFunction;
import io.callrouter.call.Outcome;
import io.callrouter.time.Timekeeper;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One run of a flow from the top: gives recorded outcomes, stops at the first undone action.
 *
 * <p>Used by the thread that runs the flow, but for {@link #result} and {@link #giveUp}.
 */
final class FlowRun implements Flow {
  /** What all results of {@code once} of a call may take. */
  private static final int ONCE_BYTES = 8 * 1024;

  private static final Duration FOR_GOOD = Duration.ofDays(1);
  private static final String REMEDY = "; catch Exception, not Throwable or Error";

  /** Stores a result of {@code once} and gives what is stored under its name then. */
  @FunctionalInterface
  interface Memory {
    String remember(String name, String result);
  }

  private final CallFacts call;
  private final FlowState state;
  private final Timekeeper timekeeper;
  private final Memory memory;
  private final Map<String, String> once;
  private final CompletableFuture<FlowStep> result = new CompletableFuture<>();
  private final Object lock = new Object();
  // Guarded by lock.
  private @Nullable Thread runner;
  private int step;
  private @Nullable Action undone;
  private @Nullable String fault;
  private boolean toldThatOver;

  FlowRun(CallFacts call, FlowState state, Timekeeper timekeeper, Memory memory) {
    this.call = call;
    this.state = state;
    this.timekeeper = timekeeper;
    this.memory = memory;
    this.once = new HashMap<>(state.once());
  }

  /** What the run comes to; known as soon as it is certain, though the function may go on. */
  CompletableFuture<FlowStep> result() {
    return result;
  }

  /**
   * Runs the function on the calling thread.
   *
   * @return false if the run was over before the function was, so that what it came to is discarded
   */
  boolean run(FlowFunction flow) {
    if (result.isDone()) {
      return false;
    }
    runBy(Thread.currentThread());
    FlowStep cameTo = resultOf(flow);
    runBy(null);
    return result.complete(cameTo);
  }

  private void runBy(@Nullable Thread thread) {
    synchronized (lock) {
      runner = thread;
    }
  }

  /**
   * Ends the run, unless it just came to its own end, and interrupts what still runs.
   *
   * @return what the run came to
   */
  FlowStep giveUp(String reason) {
    result.complete(new FlowStep.Failed("flow " + state.label() + " " + reason, null));
    synchronized (lock) {
      if (runner != null) {
        runner.interrupt();
      }
    }
    return result.join();
  }

  private FlowStep resultOf(FlowFunction flow) {
    @Nullable Throwable thrown = null;
    try {
      flow.run(this);
    } catch (FlowSuspended signal) {
      if (fault == null && undone != null) {
        return new FlowStep.Next(undone);
      }
    } catch (Throwable e) {
      thrown = e;
    }
    if (fault == null && undone != null) {
      fault = "caught the signal that stops it at " + undone.kind() + REMEDY;
    } else if (fault == null && thrown != null) {
      fault = "threw " + thrown;
    } else if (fault == null && step < state.done().size()) {
      fault = anotherWay("its end");
    }
    return fault == null ? new FlowStep.Finished() : failed(fault, thrown);
  }

  private FlowStep failed(String why, @Nullable Throwable thrown) {
    return new FlowStep.Failed("flow " + state.label() + " at step " + step + " " + why, thrown);
  }

  @Override
  public CallFacts call() {
    return call;
  }

  @Override
  public Map<String, String> attributes() {
    return state.attributes();
  }

  @Override
  public int step() {
    return step;
  }

  @Override
  public Outcome run(Action action) {
    Objects.requireNonNull(action, "action");
    stopIfOver();
    if (step == state.done().size()) {
      undone = action;
      throw new FlowSuspended();
    }
    FlowState.Done recorded = state.done().get(step);
    if (!recorded.action().equals(action)) {
      throw fail(anotherWay(action.kind()));
    }
    step++;
    return recorded.outcome();
  }

  private String anotherWay(String now) {
    String before = state.done().get(step).action().kind();
    return "took another way than before: it came to "
        + now
        + " where it had come to "
        + before
        + (before.equals(now) ? " with other arguments" : "")
        + "; put what may differ from run to run into once(...)";
  }

  @Override
  public String once(String name, Supplier<String> work) {
    stopIfOver();
    String known = once.get(name);
    if (known != null) {
      return known;
    }
    String made = work.get();
    if (made == null) {
      throw fail(
          "got null from the work of once(" + name + "); return \"\" where there is nothing");
    }
    stopIfOver();
    if (bytesOf(once) + bytesOf(Map.of(name, made)) > ONCE_BYTES) {
      throw fail("remembers more than " + ONCE_BYTES + " bytes with once(" + name + ")");
    }
    String stored = memory.remember(name, made);
    once.put(name, stored);
    return stored;
  }

  private static int bytesOf(Map<String, String> results) {
    int bytes = 0;
    for (Map.Entry<String, String> entry : results.entrySet()) {
      bytes += entry.getKey().getBytes(StandardCharsets.UTF_8).length;
      bytes += entry.getValue().getBytes(StandardCharsets.UTF_8).length;
    }
    return bytes;
  }

  private IllegalStateException fail(String why) {
    fault = why;
    return new IllegalStateException("flow " + state.label() + " at step " + step + " " + why);
  }

  private void stopIfOver() {
    if (fault == null && undone != null) {
      fault = "went on after the signal that stops it at " + undone.kind() + REMEDY;
    }
    if (fault != null) {
      result.complete(failed(fault, null));
    }
    if (result.isDone()) {
      sleepIfTold();
      throw new FlowSuspended();
    }
  }

  /** A flow that swallows the signal in an endless loop costs a sleeping thread, not a core. */
  private void sleepIfTold() {
    if (!toldThatOver) {
      toldThatOver = true;
      return;
    }
    try {
      timekeeper.await(new CompletableFuture<Void>(), FOR_GOOD);
    } catch (TimeoutException | InterruptedException e) {
      // It may swallow the signal once more, and will sleep again.
    }
  }
}
