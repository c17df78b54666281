package io.callrouter;

import io.callrouter.call.Action;
import io.callrouter.call.EndCause;
import io.callrouter.call.EndedBy;
import io.callrouter.call.NotFoundException;
import io.callrouter.call.StoreException;
import io.callrouter.spi.CallProvider;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the calls of carriers that are told from one action to the next: does what is {@link Due},
 * on threads that may block, one thing at a time for each call.
 *
 * <p>On this node a queue for each call sees to that, between nodes a lease. Who finds it taken
 * goes away: the holder looks once more after it gave the lease back. Should it die, who was turned
 * away looks again, and so does who watches the call, by {@link Deadline.Kind#HANDOVER}.
 */
final class Commander {
  private static final Logger log = LoggerFactory.getLogger(Commander.class);

  /** When to see whether the holder of the lease has done what is due. */
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

  private final Carriers carriers;
  private final Calls calls;
  private final FlowDriver driver;
  private final Handovers handovers;
  private final Cuts cuts;
  private final Dials dials;
  private final CallLease lease;
  private final Alarms alarms;
  private final CallQueues queues;
  private final Timekeeper timekeeper;
  private volatile boolean closed;

  Commander(
      Carriers carriers,
      Calls calls,
      FlowDriver driver,
      Handovers handovers,
      Cuts cuts,
      Legs legs,
      CommandFaults faults,
      CallLease lease,
      Alarms alarms,
      Timekeeper timekeeper,
      Limits limits) {
    this.carriers = carriers;
    this.calls = calls;
    this.driver = driver;
    this.handovers = handovers;
    this.cuts = cuts;
    this.dials = new Dials(calls, legs, faults, this::wake, timekeeper, limits);
    this.lease = lease;
    this.alarms = alarms;
    this.timekeeper = timekeeper;
    this.queues = new CallQueues(timekeeper, "commands");
  }

  /** A call may have something due, if its carrier is told; does not block. */
  void wake(CallValue call) {
    if (call.isTold()) {
      wake(call.facts().id());
    }
  }

  /** The call of a carrier that is told may have something due; does not block. */
  void wake(String call) {
    if (!closed) {
      queues.execute(call, () -> goOn(call));
    }
  }

  private void wakeAfter(Duration wait, String call) {
    alarms.after(wait, "commands", () -> wake(call));
  }

  private void goOn(String id) {
    try {
      CallValue call = calls.get(id);
      while (!closed && isDue(call) && lease.takeAgain(id)) {
        Duration wait;
        try {
          wait = doAll(id);
        } finally {
          lease.giveBack(id);
        }
        if (!wait.isZero()) {
          wakeAfter(wait, id);
          return;
        }
        call = calls.get(id);
      }
      if (isDue(call)) {
        wakeAfter(LOOK_AGAIN, id); // should whoever has the lease be dead
      }
      lookBeside(call);
    } catch (NotFoundException e) {
      log.debug("call {}: it is gone: {}", id, e.getMessage());
    } catch (StoreException e) {
      log.warn(
          "call {}: what is next cannot be stored or read, tried again in {} s: {}",
          id,
          CallWatch.STORE_BACK.toSeconds(),
          e.getMessage());
      wakeAfter(CallWatch.STORE_BACK, id);
    } catch (RuntimeException e) {
      log.error("call {}: its carrier could not be told what is next", id, e);
    }
  }

  private boolean isDue(CallValue call) {
    return switch (Due.of(call)) {
      case NOTHING -> false;
      case LEGS, LEGS_LEFT -> dials.isDue(call);
      case CUT, DECIDE, HAND_OVER -> true;
    };
  }

  /** What a call has become may be of interest for the call it is a leg of, or for its own legs. */
  private void lookBeside(CallValue call) {
    Leg leg = call.leg();
    if (leg != null) {
      wake(leg.dialledFor().callId());
    }
    if (call.closed()) {
      dials.dropLegs(call);
    }
  }

  /**
   * Does whatever is due.
   *
   * @return after what time to look again; zero if nothing is due any more
   */
  private Duration doAll(String id) {
    CallValue call = calls.get(id);
    CallProvider provider = carriers.find(call.facts().provider());
    if (provider == null) {
      log.warn("call {}: this node has no provider {}", id, call.facts().provider());
      return CallWatch.STORE_BACK;
    }
    Duration wait = doOne(provider, call);
    call = calls.get(id);
    while (isDue(call) && wait.isZero() && !closed && lease.renew(id)) {
      wait = doOne(provider, call);
      call = calls.get(id);
    }
    return wait;
  }

  private Duration doOne(CallProvider provider, CallValue call) {
    switch (Due.of(call)) {
      case NOTHING -> {}
      case LEGS, LEGS_LEFT -> dials.goOn(provider, call);
      case CUT -> cuts.cut(provider, call);
      case DECIDE -> driver.advance(call.facts().id());
      case HAND_OVER -> {
        return handovers.handOver(provider, call);
      }
    }
    return Duration.ZERO;
  }

  /** Hangs up calls that nobody else could go on with, because their store goes with the router. */
  void hangUp(Collection<String> left) {
    for (String id : left) {
      CallBook.Change change = calls.update(id, call -> closing(call, timekeeper.now()));
      if (change.changed()) {
        wake(id);
      }
    }
  }

  private static CallValue closing(CallValue call, Instant now) {
    boolean ends = call.end().firstSignAt() != null || Due.isLast(call.flow().current());
    return ends || !call.isTold()
        ? call
        : Redirect.of(
            call.doomed(EndCause.ROUTER_CLOSED, EndedBy.ROUTER),
            call.flow().doing(Action.hangup()),
            now);
  }

  /** Completes when what is due now is done, or waits for its next try. */
  CompletableFuture<Void> idle() {
    return queues.idle();
  }

  /**
   * Takes no call on any more.
   *
   * @return completes when what is being sent is answered
   */
  CompletableFuture<Void> close() {
    closed = true;
    return queues.idle();
  }

  int held() {
    return queues.size();
  }
}
