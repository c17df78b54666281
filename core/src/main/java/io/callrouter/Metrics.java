package io.callrouter;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A router's numbers as values: what was counted, and how much it holds now. */
final class Metrics {
  private final Counters counters;
  private final Capacity capacity;
  private final MediaGate gate;
  private final LocalCalls locals;
  private final Calls calls;
  private final CallListeners listeners;
  private final Records records;
  private final Alarms alarms;

  Metrics(
      Counters counters,
      Capacity capacity,
      MediaGate gate,
      LocalCalls locals,
      Calls calls,
      CallListeners listeners,
      Records records,
      Alarms alarms) {
    this.counters = counters;
    this.capacity = capacity;
    this.gate = gate;
    this.locals = locals;
    this.calls = calls;
    this.listeners = listeners;
    this.records = records;
    this.alarms = alarms;
  }

  Health health() {
    return new Health(
        capacity.state(),
        capacity.active(),
        capacity.maximum(),
        capacity.callsByFlow(),
        counters.get(CounterMeaning.ADOPTED.counter()));
  }

  List<Metric> snapshot() {
    Health now = health();
    List<Metric> all = new ArrayList<>();
    all.add(gauge("calls.active", "calls", now.activeCalls(), "Calls that are live here"));
    all.add(gauge("calls.maximum", "calls", now.maximumCalls(), "Calls this node takes at once"));
    all.add(
        gauge(
            "calls.utilization",
            "percent",
            now.utilizationPercent(),
            "Live calls as a share of those this node takes"));
    all.add(gauge("sockets.open", "sockets", gate.sockets(), "Media sockets that are open"));
    all.add(
        gauge(
            "sockets.waiting",
            "sockets",
            gate.socketsWaiting(),
            "Media sockets on which no stream has begun"));
    all.add(gauge("timers.pending", "timers", alarms.pending(), "Timers that wait for their time"));
    all.add(
        gauge(
            "records.owed",
            "records",
            records.owed(),
            "Records that a sink has refused and will be offered again"));
    all.add(gauge("entries.held", "entries", held(), "Entries kept in memory for live calls"));
    counted().forEach((name, value) -> all.add(counter(name, value)));
    return all;
  }

  /** How much this node keeps for calls: queues, waits, alarms, sockets. */
  int held() {
    return capacity.active()
        + locals.held()
        + alarms.pending()
        + calls.held()
        + listeners.held()
        + gate.sockets()
        + gate.peers.held()
        + gate.commander.held();
  }

  /** All counters, those that are known to be 0 included. */
  private Map<String, Long> counted() {
    Map<String, Long> all = new TreeMap<>();
    for (CounterMeaning meaning : CounterMeaning.values()) {
      if (meaning.isSingle()) {
        all.put(meaning.counter(), 0L);
      }
    }
    all.putAll(counters.snapshot());
    return all;
  }

  private static Metric counter(String name, long value) {
    return CounterMeaning.of(name)
        .map(meaning -> meaning.metric(name, value))
        .orElseGet(() -> new Metric(name, Map.of(), Metric.Kind.COUNTER, "", value, ""));
  }

  private static Metric gauge(String name, String unit, double value, String description) {
    return new Metric(name, Map.of(), Metric.Kind.GAUGE, unit, value, description);
  }
}
