package io.callrouter.benchmarks.load;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * A router with live calls is closed with a deadline; half of the callers hang up meanwhile. Every
 * call is to have its record, and nothing to be left that keeps the host's process alive.
 */
final class DrainLoad {
  private final Options options;

  DrainLoad(Options options) {
    this.options = options;
  }

  boolean run() throws Exception {
    int calls = options.number("calls", 150);
    int seconds = options.number("seconds", 10);
    try (LoadRun run = new LoadRun(Peer.CALLROUTER, calls, options)) {
      run.connect(calls);
      run.host.warmUp(options.number("warmup", 5));
      long asked = System.nanoTime();
      CompletableFuture<String> closed = new CompletableFuture<>();
      Thread asking =
          new Thread(
              () -> {
                try {
                  closed.complete(run.host.ask("close " + seconds));
                } catch (Exception e) {
                  closed.completeExceptionally(e);
                }
              },
              "asking");
      asking.start();
      for (int i = 0; i < calls / 2; i++) {
        Thread.sleep(Math.max(1, seconds * 500L / calls));
        run.hangUpOne();
      }
      String left = closed.get();
      double answered = (System.nanoTime() - asked) / 1e6;
      long exited = run.host.awaitExit(Duration.ofSeconds(10));
      Load.tell("%d calls, closed after %.0f ms: %s", calls, answered, left);
      boolean nothing = left.startsWith(calls + " records; held: {}; threads: []");
      Load.tell("  every call has its record and nothing is left: %s", nothing ? "yes" : "NO");
      boolean inTime =
          Load.isWithin(
              "the process has ended after",
              exited == 0 ? Double.POSITIVE_INFINITY : (exited - asked) / 1e6,
              options.number("most-ms", seconds * 1000 + 1000));
      return nothing && inTime;
    }
  }
}
