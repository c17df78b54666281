package io.callrouter;

import io.callrouter.call.Action;
import io.callrouter.call.CallRouterException;
import io.callrouter.call.CallState;
import io.callrouter.call.EndCause;
import io.callrouter.call.EndedBy;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a node's live calls go on until they end or a deadline has passed, and gives those that are
 * left a closing action: their media are closed, the carrier asks what is next, and gets it, or is
 * told so.
 */
final class Drain {
  /**
   * What became of the calls that were live when it began.
   *
   * @param ended ended by themselves before the deadline
   * @param told were given the closing action, and the carrier has taken it
   * @param left neither: the carrier has not asked in time
   */
  record Result(int ended, int told, int left) {}

  private static final Logger log = LoggerFactory.getLogger(Drain.class);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

  private final Calls calls;
  private final Capacity capacity;
  private final MediaGate gate;
  private final Commander commander;
  private final Action closing;
  private final Duration closingTime;
  private final Timekeeper timekeeper;

  Drain(
      Calls calls,
      Capacity capacity,
      MediaGate gate,
      Commander commander,
      Action closing,
      Duration closingTime,
      Timekeeper timekeeper) {
    this.calls = calls;
    this.capacity = capacity;
    this.gate = gate;
    this.commander = commander;
    this.closing = closing;
    this.closingTime = closingTime;
    this.timekeeper = timekeeper;
  }

  /** Drains; whoever closes the router meanwhile cuts it short. */
  Result run(Duration deadline) {
    int live = live().size();
    log.info("draining: {} calls are live and may go on for {} ms", live, deadline.toMillis());
    await(() -> live().isEmpty() && !calls.isSettling(), deadline);
    Map<String, Integer> generations = new HashMap<>();
    live().forEach(id -> tell(id, generations));
    await(() -> live().isEmpty(), closingTime);
    int told = (int) generations.keySet().stream().filter(id -> has(id, generations)).count();
    return new Result(Math.max(0, live - generations.size()), told, generations.size() - told);
  }

  /** The calls that count here, and those whose media are here although another node took them. */
  private Set<String> live() {
    Set<String> live = new HashSet<>(capacity.calls());
    live.addAll(gate.calls());
    return live;
  }

  private void tell(String id, Map<String, Integer> generations) {
    try {
      CallBook.Change change = calls.update(id, this::told);
      if (change.changed()) {
        generations.put(id, change.now().flow().generation());
        commander.wake(change.now());
      }
    } catch (CallRouterException e) {
      log.error("call {}: it could not be told that the router closes: {}", id, e.getMessage());
    }
  }

  /** A call that is ending anyway, as its carrier was told, keeps its own end. */
  private CallValue told(CallValue call) {
    return call.state() == CallState.ENDED || call.end().firstSignAt() != null
        ? call
        : Redirect.of(call, call.flow().doing(closing), timekeeper.now())
            .doomed(EndCause.ROUTER_CLOSED, EndedBy.ROUTER);
  }

  /** Whether the carrier has taken a call's closing action. */
  private boolean has(String id, Map<String, Integer> generations) {
    CallValue call = calls.find(id);
    if (call == null) {
      return true;
    }
    FlowState flow = call.flow();
    return flow.generation() > generations.getOrDefault(id, 0)
        || flow.at() == Whereabouts.TAKEN
        || flow.at() == Whereabouts.WITH_ROUTER
        || !flow.done().isEmpty();
  }

  private void await(BooleanSupplier condition, Duration limit) {
    long end = timekeeper.nanoTime() + limit.toNanos();
    while (capacity.state() != RouterState.CLOSED && !condition.getAsBoolean()) {
      long left = end - timekeeper.nanoTime();
      if (left <= 0 || !sleep(Math.min(left, LOOK_AGAIN.toNanos()))) {
        return;
      }
    }
  }

  private boolean sleep(long nanos) {
    try {
      timekeeper.await(new CompletableFuture<Void>(), Duration.ofNanos(nanos));
    } catch (TimeoutException e) {
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }
}
