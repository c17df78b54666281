package io.callrouter.benchmarks.load;

import java.io.IOException;

/**
 * The host's process is stopped for a while under calls that are echoed: each call's delay is to be
 * what it was before, a second after the host has gone on, and what was dropped for it counted.
 */
final class StallLoad {
  private static final int STALL_MS = 500;
  private static final int BEFORE_MS = 2000;
  private static final int AFTER_MS = 2000;

  private final Options options;

  StallLoad(Options options) {
    this.options = options;
  }

  boolean run() throws Exception {
    int calls = options.number("calls", 50);
    try (LoadRun run = new LoadRun(Peer.CALLROUTER, calls, options)) {
      run.connect(calls);
      run.host.warmUp(options.number("warmup", 20));
      int recoveryMs = options.number("most-ms", 1000);
      int slackMs = options.number("slack-ms", Frames.MS);
      DelayLog delays = new DelayLog(calls, BEFORE_MS + STALL_MS + recoveryMs + AFTER_MS);
      run.carrier.order(
          () -> {
            run.carrier.findings().beginMeasuring();
            run.carrier.findings().delays = delays;
            return delays;
          });
      Thread.sleep(BEFORE_MS);
      run.host.signal("STOP");
      Thread.sleep(STALL_MS);
      run.host.signal("CONT");
      long goesOn = System.nanoTime();
      Thread.sleep(recoveryMs + AFTER_MS);
      int late = run.carrier.order(() -> delays.tell(goesOn, recoveryMs, slackMs, BEFORE_MS / 2));
      run.hangUp();
      long lost = run.carrier.order(() -> run.carrier.findings().lostInAll());
      long dropped = dropped(run.host, lost);
      Load.tell("  %d frames were lost, the host has counted %d", lost, dropped);
      Load.tell("  calls with more delay than before, %d ms after the stall: %d", recoveryMs, late);
      return late == 0 && dropped == lost;
    }
  }

  /** What the host has dropped; it counts that when a stream is over, a moment after its socket. */
  private static long dropped(HostProcess host, long expected)
      throws IOException, InterruptedException {
    long dropped = -1;
    for (int look = 0; look < 50 && dropped != expected; look++) {
      Thread.sleep(100);
      dropped = host.count("audio.out.dropped") + host.count("audio.in.dropped");
    }
    return dropped;
  }
}
