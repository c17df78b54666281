package io.callrouter.benchmarks.load;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Calls that talk with an agent each, in turn by the router and by OpenAI's own library: whether
 * every caller hears his model, what a call costs, and what latency the host adds.
 */
final class AgentLoad {
  private static final List<Peer> PEERS = List.of(Peer.AGENT, Peer.NODE_AGENT);
  private static final int MOST_CPU_US = 1800;
  private static final int MOST_MS = 5;

  private final Options options;
  private final Map<Peer, List<AgentFigures>> figures = new EnumMap<>(Peer.class);

  AgentLoad(Options options) {
    this.options = options;
  }

  boolean run() throws Exception {
    boolean well = true;
    for (int round = 0; round < options.number("rounds", 1); round++) {
      for (Peer peer : PEERS) {
        if (peer.isPresent()) {
          boolean whole = run(peer);
          well &= whole || peer != Peer.AGENT;
        } else if (round == 0) {
          Load.tell("%s: skipped, Node or its packages are not here", peer.words);
        }
      }
    }
    return isWithinBounds() && well;
  }

  private boolean run(Peer peer) throws Exception {
    int calls = options.number("calls", 100);
    try (AgentRun run = new AgentRun(peer, calls, options)) {
      run.connect(1);
      Thread.sleep(1000);
      long heap = run.host.askNumber("heap");
      run.connect(calls - 1);
      run.host.warmUp(options.number("warmup", 20));
      AgentFigures measured = run.measure(options.number("seconds", 60), heap);
      Load.tell("%s", measured);
      boolean whole = run.hangUp();
      Load.tell("  host: %s", run.host.ask("counters"));
      figures.computeIfAbsent(peer, any -> new ArrayList<>()).add(measured);
      return whole;
    }
  }

  private boolean isWithinBounds() {
    double router = median(Peer.AGENT, measured -> measured.cost().host());
    figures.forEach(
        (peer, runs) -> {
          double cost = median(peer, measured -> measured.cost().host());
          Load.tell(
              "%s: median %.3f CPU ms a call and second, CallRouter takes %.2f of it",
              peer.words, cost, router / cost);
        });
    int mostMs = options.number("most-ms", MOST_MS);
    boolean well = true;
    for (AgentFigures each : figures.getOrDefault(Peer.AGENT, List.of())) {
      well &= Load.isWithin("added to what callers say, p99", each.toModel().p99() / 1e6, mostMs);
      well &= Load.isWithin("added to answers, p99", each.toCarrier().p99() / 1e6, mostMs);
    }
    double most = options.number("most-cpu-us", MOST_CPU_US) / 1e3;
    Load.tell(
        "  CPU a call and second: %.3f ms, at most %.3f: %s",
        router, most, router <= most ? "kept" : "MISSED");
    return well && router <= most;
  }

  private double median(Peer peer, ToDoubleFunction<AgentFigures> figure) {
    double[] sorted =
        figures.getOrDefault(peer, List.of()).stream().mapToDouble(figure).sorted().toArray();
    return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
  }
}
