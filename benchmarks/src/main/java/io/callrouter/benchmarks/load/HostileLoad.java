package io.callrouter.benchmarks.load;

import java.io.IOException;

/**
 * Calls that are echoed, and beside them sockets that do what no carrier does: each is to be closed
 * and counted, and no call to notice.
 */
final class HostileLoad {
  private static final int STARTLESS = 500;
  private static final int PATIENCE_SECONDS = 40;

  /** One floods, one reads nothing, one begins with half a message; then those that wait. */
  private static final int POLICY_VIOLATIONS = 3 + STARTLESS;

  private final Options options;

  HostileLoad(Options options) {
    this.options = options;
  }

  boolean run() throws Exception {
    int calls = options.number("calls", 50);
    int seconds = options.number("seconds", 20);
    try (LoadRun run = new LoadRun(Peer.CALLROUTER, calls + STARTLESS + 10, options);
        Attackers attackers = new Attackers(run.callers)) {
      run.connect(calls);
      run.host.warmUp(options.number("warmup", 20));
      Load.tell("alone: %s", run.measure(seconds));
      attackers.flood();
      attackers.readNothing();
      attackers.sendHalfAMessage();
      attackers.startHalfAMessage();
      attackers.openWithoutStart(STARTLESS);
      Figures beside = run.measure(seconds);
      Load.tell("beside hostile sockets: %s", beside);
      boolean closed = awaitCounters(run.host);
      Load.tell("  what the flooding one was told: %s", attackers.toldFlooder());
      boolean whole = run.hangUp();
      Load.tell("  host: %s", run.host.ask("counters"));
      boolean unnoticed =
          Load.isWithin(
              "p99 added beside them", beside.inside().p99() / 1e6, options.number("most-ms", 1));
      return whole && closed && unnoticed;
    }
  }

  private static boolean awaitCounters(HostProcess host) throws IOException, InterruptedException {
    boolean closed = false;
    for (int second = 0; second < PATIENCE_SECONDS && !closed; second++) {
      Thread.sleep(1000);
      // Those that wait beyond CountLimit.SOCKETS_BEFORE_START at once are sent away with 1013.
      long refused = host.count("sockets.closed.1008") + host.count("sockets.closed.1013");
      closed = refused == POLICY_VIOLATIONS && host.count("watchdogs.media-silence") == 1;
    }
    Load.tell("  all of them closed and counted: %s", closed ? "yes" : "NO");
    return closed;
  }
}
