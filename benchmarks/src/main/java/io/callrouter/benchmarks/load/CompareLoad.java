package io.callrouter.benchmarks.load;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The same calls to the router and to bare echoes, in turn: what each costs, and the ratios. */
final class CompareLoad {
  private final Options options;
  private final Map<Peer, List<Figures>> figures = new EnumMap<>(Peer.class);

  CompareLoad(Options options) {
    this.options = options;
  }

  boolean run() throws Exception {
    boolean well = true;
    for (int round = 0; round < options.number("rounds", 3); round++) {
      for (Peer peer : Peer.ECHOES) {
        if (peer.isPresent()) {
          well &= run(peer);
        } else if (round == 0) {
          Load.tell("%s: skipped, Node or its package ws is not here", peer.words);
        }
      }
    }
    summarize();
    return well;
  }

  private boolean run(Peer peer) throws Exception {
    int calls = options.number("calls", 150);
    try (LoadRun run = new LoadRun(peer, calls, options)) {
      run.connect(calls);
      run.host.warmUp(options.number("warmup", 20));
      Figures measured = run.measure(options.number("seconds", 30));
      Load.tell("%s", measured);
      boolean whole = run.hangUp();
      figures.computeIfAbsent(peer, any -> new ArrayList<>()).add(measured);
      return whole;
    }
  }

  private void summarize() {
    double router = median(Peer.CALLROUTER);
    figures.forEach(
        (peer, runs) ->
            Load.tell(
                "%s: median %.3f CPU ms a call and second, CallRouter takes %.2f of it",
                peer.words, median(peer), router / median(peer)));
  }

  private double median(Peer peer) {
    double[] costs =
        figures.getOrDefault(peer, List.of()).stream()
            .mapToDouble(measured -> measured.cost().host())
            .sorted()
            .toArray();
    return costs.length == 0 ? Double.NaN : costs[costs.length / 2];
  }
}
