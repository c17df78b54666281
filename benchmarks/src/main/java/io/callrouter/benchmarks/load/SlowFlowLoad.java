package io.callrouter.benchmarks.load;

/** Calls that are echoed, and beside them callers whose flow sleeps a second at each step. */
final class SlowFlowLoad {
  private static final int STEPPING = 20;

  private final Options options;

  SlowFlowLoad(Options options) {
    this.options = options;
  }

  boolean run() throws Exception {
    int calls = options.number("calls", 50);
    int seconds = options.number("seconds", 20);
    try (LoadRun run = new LoadRun(Peer.CALLROUTER, calls + STEPPING, options)) {
      run.connect(calls);
      run.host.warmUp(options.number("warmup", 20));
      Load.tell("alone: %s", run.measure(seconds));
      for (int i = 0; i < STEPPING; i++) {
        run.callers.step(Frames.FIRST_UNMEASURED + i);
      }
      Figures beside = run.measure(seconds);
      Load.tell("beside slow flows: %s", beside);
      long steps = run.callers.stepsTaken();
      Load.tell("  steps of %d slow flows meanwhile: %d", STEPPING, steps);
      boolean whole = run.hangUp();
      boolean unnoticed =
          Load.isWithin(
              "p99 added beside them", beside.inside().p99() / 1e6, options.number("most-ms", 1));
      return whole && steps > 0 && unnoticed;
    }
  }
}
