package io.callrouter;

import io.callrouter.call.Action;
import io.callrouter.call.CallFacts;
import io.callrouter.call.Flow;
import io.callrouter.call.FlowFunction;
import io.callrouter.call.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One run of a flow from the top: gives recorded outcomes, stops at the first undone action. */
final class FlowRun implements Flow {
  /** What all results of {@code once} of a call may take. */
  private static final int ONCE_BYTES = 8 * 1024;

  private final CallFacts call;
  private final FlowState state;
  private final Map<String, String> once;
  private final BiConsumer<String, String> remember;
  private int step;
  private @Nullable Action undone;
  private @Nullable String fault;
  private volatile boolean abandoned;

  FlowRun(CallFacts call, FlowState state, BiConsumer<String, String> remember) {
    this.call = call;
    this.state = state;
    this.once = new HashMap<>(state.once());
    this.remember = remember;
  }

  /** Runs the function; never throws but for what the machine cannot bear. */
  FlowStep run(FlowFunction flow) {
    try {
      flow.run(this);
    } catch (FlowSuspended signal) {
      return fault == null && undone != null ? new FlowStep.Next(undone) : failed("stopped");
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable e) {
      return failed("threw " + e);
    }
    if (fault == null && undone != null) {
      fault =
          "caught the signal that stops it at "
              + undone.kind()
              + "; catch Exception, not Throwable or Error";
    }
    if (fault == null && step < state.done().size()) {
      fault = anotherWay("its end");
    }
    return fault == null ? new FlowStep.Finished() : failed("");
  }

  /** Takes the run's right to act away: what it still does is discarded. */
  void abandon() {
    abandoned = true;
  }

  boolean isAbandoned() {
    return abandoned;
  }

  private FlowStep failed(String what) {
    return new FlowStep.Failed(
        "flow " + state.label() + " at step " + step + " " + (fault == null ? what : fault));
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
    stopIfOver();
    List<FlowState.Done> done = state.done();
    if (step == done.size()) {
      undone = action;
      throw new FlowSuspended();
    }
    FlowState.Done recorded = done.get(step);
    if (!recorded.action().equals(action)) {
      fault = anotherWay(action.kind());
      throw new IllegalStateException("flow " + state.label() + " at step " + step + " " + fault);
    }
    step++;
    return recorded.outcome();
  }

  private String anotherWay(String now) {
    Action before = state.done().get(step).action();
    return "took another way than before: it came to "
        + now
        + " where it had come to "
        + before.kind()
        + (before.kind().equals(now) ? " with other arguments" : "")
        + "; put what may differ from run to run into once(...)";
  }

  @Override
  public String once(String name, Supplier<String> work) {
    stopIfOver();
    String known = once.get(name);
    if (known != null) {
      return known;
    }
    String result = work.get();
    stopIfOver();
    int bytes = name.getBytes(StandardCharsets.UTF_8).length + bytes(result);
    for (Map.Entry<String, String> entry : once.entrySet()) {
      bytes += bytes(entry.getKey()) + bytes(entry.getValue());
    }
    if (bytes > ONCE_BYTES) {
      fault = "remembers more than " + ONCE_BYTES + " bytes with once(" + name + ")";
      throw new IllegalStateException("flow " + state.label() + " " + fault);
    }
    remember.accept(name, result);
    once.put(name, result);
    return result;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private void stopIfOver() {
    if (abandoned || fault != null) {
      throw new FlowSuspended();
    }
    if (undone != null) {
      fault =
          "went on after the signal that stops it at "
              + undone.kind()
              + "; catch Exception, not Throwable or Error";
      throw new FlowSuspended();
    }
  }
}
