package io.callrouter.benchmarks.load;

import java.io.IOException;
import java.util.Map;

/**
 * Calls that are echoed, and beside them sockets that do what no carrier does: each is to be closed
 * and counted, and no call to notice.
 */
final class HostileLoad {
  private static final int STARTLESS = 500;
  private static final int MOST_STARTLESS = 200; // CountLimit.SOCKETS_BEFORE_START
  private static final int PATIENCE_SECONDS = 40;

  /** What the router is to have counted in the end. */
  private static final Map<String, Long> EXPECTED =
      Map.of(
          // One floods, one reads nothing, one sends half a message first, and those that wait.
          "sockets.closed.1008",
          2L + MOST_STARTLESS,
          "sockets.closed.1013",
          (long) STARTLESS + 1 - MOST_STARTLESS,
          "watchdogs.media-silence",
          1L);

  private final Options options;

  HostileLoad(Options options) {
    this.options = options;
  }

  boolean run() throws Exception {
    int calls = options.number("calls", 50);
    int seconds = options.number("seconds", 20);
    try (LoadRun run = new LoadRun(Peer.CALLROUTER, calls + STARTLESS + 10, options.jvm());
        Attackers attackers = new Attackers(run.callers)) {
      run.connect(calls);
      run.warmUp(options.number("warmup", 20));
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
      closed = true;
      for (Map.Entry<String, Long> expected : EXPECTED.entrySet()) {
        closed &= host.count(expected.getKey()) == expected.getValue();
      }
    }
    Load.tell("  all of them closed and counted: %s", closed ? "yes" : "NO");
    return closed;
  }
}
