package io.callrouter.benchmarks.load;

import java.util.ArrayList;
import java.util.List;

/** How long a host takes from the start of its process to its first answer to a webhook. */
final class StartLoad {
  private final Options options;

  StartLoad(Options options) {
    this.options = options;
  }

  boolean run() throws Exception {
    List<Double> listening = new ArrayList<>();
    List<Double> answered = new ArrayList<>();
    for (int round = 0; round < options.number("rounds", 5); round++) {
      try (LoadRun run = new LoadRun(Peer.CALLROUTER, 1, options)) {
        listening.add((System.nanoTime() - run.host.startedNanos()) / 1e6);
        run.connect(1);
        answered.add((System.nanoTime() - run.host.startedNanos()) / 1e6);
        run.hangUp();
      }
    }
    tell("listens after", listening);
    tell("has answered the first webhook, and its media socket is open, after", answered);
    return true;
  }

  private static void tell(String what, List<Double> ms) {
    List<Double> sorted = ms.stream().sorted().toList();
    Load.tell(
        "%s: median %.0f ms (%.0f to %.0f)",
        what, sorted.get(sorted.size() / 2), sorted.get(0), sorted.get(sorted.size() - 1));
  }
}
