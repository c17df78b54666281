package io.callrouter;

import io.callrouter.call.CallFacts;
import io.callrouter.call.Timeline;
import io.callrouter.spi.CallProvider;
import io.callrouter.spi.CarrierEvent;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a call of a carrier's first request, or refuses it where there is no room for it. */
final class Arrivals {
  private static final Logger log = LoggerFactory.getLogger(Arrivals.class);
  private static final long BURST_NANOS = Duration.ofSeconds(5).toNanos();

  private final CallBook book;
  private final CallIds ids;
  private final Legs legs;
  private final Calls calls;
  private final Routes routes;
  private final Capacity capacity;
  private final Timekeeper timekeeper;
  private final Counters counters;
  private final Object lock = new Object();
  private @Nullable Long lastRefusalNanos; // guarded by lock

  Arrivals(
      CallBook book,
      CallIds ids,
      Legs legs,
      Calls calls,
      Routes routes,
      Capacity capacity,
      Timekeeper timekeeper,
      Counters counters) {
    this.book = book;
    this.ids = ids;
    this.legs = legs;
    this.calls = calls;
    this.routes = routes;
    this.capacity = capacity;
    this.timekeeper = timekeeper;
    this.counters = counters;
  }

  /**
   * Takes a call in, unless it is known.
   *
   * @return our id of the call
   */
  String arrive(CallProvider provider, String carrierId, CarrierEvent.Arrived arrived) {
    if (arrived.dialledFor() != null) {
      return legs.arrive(provider.id(), carrierId, arrived.dialledFor(), arrived);
    }
    String id = book.idOf(provider.id(), carrierId, ids.next());
    if (calls.find(id) != null) {
      return id;
    }
    CallFacts facts =
        new CallFacts(
            id,
            id,
            provider.id(),
            carrierId,
            arrived.direction(),
            arrived.from(),
            arrived.to(),
            timekeeper.now(),
            arrived.details());
    Capacity.Verdict verdict =
        calls.create(
            id,
            decided -> {
              CallValue call = routes.take(facts, decided);
              return provider.takesCommands() ? call.byCommands() : call;
            });
    if (verdict != null) {
      counters.count("calls.arrived");
    }
    if (verdict == Capacity.Verdict.FULL) {
      refused(id, "full");
    } else if (verdict == Capacity.Verdict.CLOSING) {
      refused(id, "closing");
    }
    return id;
  }

  private void refused(String id, String why) {
    counters.count("calls.refused." + why);
    calls.note(id, Timeline.Kind.REFUSED, Map.of("reason", why));
    if (!beginsBurst()) {
      return;
    }
    if (why.equals("full")) {
      log.warn(
          "call {} refused: {} calls are live, which is the most that this node takes; raise"
              + " MAX_CONCURRENT_CALLS or add a node. More refusals of this burst are only counted,"
              + " as calls.refused.full",
          id,
          capacity.maximum());
    } else {
      log.warn(
          "call {} refused: the router is closing; send new calls to another node. More refusals"
              + " of this burst are only counted, as calls.refused.closing",
          id);
    }
  }

  private boolean beginsBurst() {
    long now = timekeeper.nanoTime();
    synchronized (lock) {
      Long last = lastRefusalNanos;
      lastRefusalNanos = now;
      return last == null || now - last > BURST_NANOS;
    }
  }
}
