package io.callrouter;

import io.callrouter.call.CallState;
import io.callrouter.call.EndCause;
import io.callrouter.time.SerialExecutor;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes over the calls of nodes that are gone, an earlier life of this one included: control, not
 * media. A call goes on where it was when its carrier asks what is next, at once if that is told,
 * or is ended by its watchdog; a record that is owed is offered again.
 */
final class Adoption {
  private static final Logger log = LoggerFactory.getLogger(Adoption.class);

  private final NodeLease lease;
  private final CallOwners owners;
  private final Calls calls;
  private final MediaSteps media;
  private final Records records;
  private final Capacity capacity;
  private final CallAlarms alarms;
  private final Commander commander;
  private final Timekeeper timekeeper;
  private final Limits limits;
  private final Counters counters;

  /** One record after another, so that a sink which comes back is not flooded. */
  private final Executor offers;

  /** Calls whose index entry names this node already, and whose they were; one turn at a time. */
  private final Map<String, String> taken = new TreeMap<>();

  private volatile Timekeeper.@Nullable Timer timer;

  Adoption(
      NodeLease lease,
      CallOwners owners,
      Calls calls,
      MediaSteps media,
      Records records,
      Capacity capacity,
      CallAlarms alarms,
      Commander commander,
      Timekeeper timekeeper,
      Limits limits,
      Counters counters) {
    this.lease = lease;
    this.owners = owners;
    this.calls = calls;
    this.media = media;
    this.records = records;
    this.capacity = capacity;
    this.alarms = alarms;
    this.commander = commander;
    this.timekeeper = timekeeper;
    this.limits = limits;
    this.counters = counters;
    this.offers = new SerialExecutor(timekeeper.executor("records"));
  }

  /** Where an adopted call is. */
  private enum Place {
    LIVE,
    ENDING,
    OWED,
    NOTHING_LEFT,
    FAILED
  }

  /**
   * Looks for calls to adopt, at once and then as often as leases are renewed; where no other
   * process uses the store, until that was done once.
   */
  void start() {
    lookAfter(Duration.ZERO);
  }

  private void lookAfter(Duration wait) {
    timer =
        timekeeper.schedule(wait, () -> timekeeper.executor("adoption").execute(this::lookAndGoOn));
  }

  private void lookAndGoOn() {
    if (!isOpen()) {
      return;
    }
    boolean done = false;
    try {
      lease.hold();
      if (lease.canJudge()) {
        look();
        done = lease.isExclusive() && taken.isEmpty();
      }
    } catch (RuntimeException e) {
      log.warn(
          "calls of nodes that are gone cannot be taken over now, tried again in {} s: {}",
          NodeLease.RENEWAL.toSeconds(),
          e.getMessage());
    }
    if (!done) {
      lookAfter(NodeLease.RENEWAL);
    }
  }

  /** A node that is to close takes nothing on. */
  private boolean isOpen() {
    return capacity.state() == RouterState.OPEN;
  }

  /** The owners first: whoever owns a call then had given its sign of life before. */
  private void look() {
    Map<String, String> all = owners.all();
    Set<String> living = lease.living();
    Set<String> gone = new TreeSet<>(all.values());
    gone.removeAll(living);
    gone.remove(lease.node());
    all.values().retainAll(gone);
    all.putAll(taken);
    if (!all.isEmpty()) {
      adoptAll(all);
    }
  }

  private void adoptAll(Map<String, String> left) {
    Map<Place, Integer> adopted = new EnumMap<>(Place.class);
    try {
      left.forEach(
          (call, owner) -> {
            if (isOpen() && (taken.containsKey(call) || owners.takeFrom(owner, call))) {
              taken.put(call, owner);
              adopted.merge(adoptTaken(call, owner), 1, Integer::sum);
            }
          });
    } finally {
      summarize(adopted);
    }
  }

  private static void summarize(Map<Place, Integer> adopted) {
    if (!adopted.isEmpty()) {
      log.info(
          "calls of nodes that are gone were taken over: {} live, {} ending, {} over with a record"
              + " that is owed; {} could not be read",
          adopted.getOrDefault(Place.LIVE, 0),
          adopted.getOrDefault(Place.ENDING, 0),
          adopted.getOrDefault(Place.OWED, 0),
          adopted.getOrDefault(Place.FAILED, 0));
    }
  }

  /** One call that cannot be read holds up no other. */
  private Place adoptTaken(String id, String owner) {
    try {
      Place place = adopt(id, owner);
      taken.remove(id);
      return place;
    } catch (RuntimeException e) {
      capacity.leave(id);
      log.warn(
          "call {}: it cannot be taken over from node {} now, tried again in {} s: {}",
          id,
          owner,
          NodeLease.RENEWAL.toSeconds(),
          e.getMessage());
      return Place.FAILED;
    }
  }

  private Place adopt(String id, String owner) {
    // Counted first: who ends the call meanwhile takes it out again.
    capacity.adopt(id);
    CallValue call = calls.find(id);
    Place place = placeOf(call);
    if (call == null || place == Place.NOTHING_LEFT) {
      capacity.leave(id);
      owners.giveBack(id, null);
      return Place.NOTHING_LEFT;
    }
    if (call.end().cause() == EndCause.AT_CAPACITY || call.leg() != null) {
      capacity.leave(id);
    }
    capacity.changed(CallBook.Notice.of(call, limits));
    counters.count("calls.adopted");
    if (place == Place.OWED) {
      log.info(
          "call {}: taken over from node {}: its record is owed to {}", id, owner, call.owed());
      offers.execute(() -> offer(call));
    } else {
      goOn(call, owner);
    }
    return place;
  }

  private static Place placeOf(@Nullable CallValue call) {
    if (call == null || call.isDone()) {
      return Place.NOTHING_LEFT;
    }
    if (call.closed()) {
      return Place.OWED;
    }
    return call.state() == CallState.ENDED ? Place.ENDING : Place.LIVE;
  }

  private void offer(CallValue call) {
    if (isOpen()) {
      records.offer(call);
    }
  }

  /**
   * Its media may be at a node that lives, this one included, although its owner is gone: that one
   * opened them before the take-over came to its end.
   */
  private void goOn(CallValue found, String owner) {
    String id = found.facts().id();
    Set<String> gone =
        found.nodes().stream()
            .filter(node -> !lease.isAlive(node))
            .collect(Collectors.toUnmodifiableSet());
    CallBook.Change change = media.lost(id, gone);
    CallValue call = change.now();
    log.info(
        "call {}: taken over from node {} in step {}{}",
        id,
        owner,
        call.reference().step(),
        change.changed() ? "; its media are lost with that node" : "");
    Deadline next = Deadline.of(call, limits);
    if (next != null) {
      alarms.by(id, later(next.at(), timekeeper.now().plus(limits.time(TimeLimit.ACTION_ASKED))));
    }
    commander.wake(call);
  }

  /** Carriers that could not reach anybody meanwhile have some time to try again. */
  private static Instant later(Instant one, Instant other) {
    return one.isBefore(other) ? other : one;
  }

  void close() {
    Timekeeper.Timer set = timer;
    if (set != null) {
      set.cancel();
    }
  }
}
