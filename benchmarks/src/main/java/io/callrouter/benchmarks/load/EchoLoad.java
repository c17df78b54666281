package io.callrouter.benchmarks.load;

/** Calls that are echoed: latency inside and outside, CPU, heap, and whether all came back. */
final class EchoLoad {
  private final Options options;

  EchoLoad(Options options) {
    this.options = options;
  }

  boolean run() throws Exception {
    int calls = options.number("calls", 150);
    try (LoadRun run = new LoadRun(Peer.CALLROUTER, calls, options)) {
      run.connect(1);
      Thread.sleep(1000);
      long before = run.host.askNumber("heap");
      run.connect(calls - 1);
      run.host.warmUp(options.number("warmup", 20));
      Figures figures = run.measure(options.number("seconds", 60));
      long heap = run.host.askNumber("heap") - before;
      Load.tell("%s", figures);
      Load.tell("  heap of a call: %.1f KB", heap / 1e3 / Math.max(1, calls - 1));
      boolean whole = run.hangUp();
      Load.tell("  host: %s", run.host.ask("counters"));
      return whole;
    }
  }
}
