package io.callrouter.benchmarks.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** One host with its callers, from its start to its end. For use by one thread. */
final class LoadRun implements AutoCloseable {
  private static final int SETTLE_MS = 1000;

  private final List<CarrierCall> calls = new ArrayList<>();
  private final Peer peer;
  private final int mostLost;
  final HostProcess host;
  final Callers callers;
  final Carrier carrier;

  LoadRun(Peer peer, int mostCalls, Options options) throws IOException {
    this.peer = peer;
    this.mostLost = options.number("most-lost", 0);
    this.host = HostProcess.start(peer, List.of(Integer.toString(mostCalls)), options.jvm());
    this.callers = new Callers(host.port());
    this.carrier = new Carrier(true);
  }

  /** Sets up so many calls more; each speaks from the moment it is connected. */
  void connect(int number) throws IOException, InterruptedException {
    for (int i = 0; i < number; i++) {
      int next = calls.size() + 1;
      CarrierCall call = peer.isRouter() ? callers.toRouter(next) : callers.toBareEcho(next);
      calls.add(call);
      carrier.add(call);
    }
  }

  int calls() {
    return calls.size();
  }

  /** Lets one of the callers hang up. */
  void hangUpOne() throws IOException, InterruptedException {
    CarrierCall call = calls.remove(calls.size() - 1);
    carrier.stop(call);
    callers.completed(call.sids);
  }

  /** What the calls cost and how fast they are for so long. */
  Figures measure(int seconds) throws IOException, InterruptedException {
    carrier.order(
        () -> {
          carrier.findings().beginMeasuring();
          return calls;
        });
    host.ask("clear");
    Cost cost = Cost.of(host, calls.size(), seconds);
    Times inside = Times.decode(host.ask("latencies"));
    Findings found = carrier.findings();
    return carrier.order(
        () ->
            new Figures(
                peer,
                calls.size(),
                cost,
                inside,
                found.roundTrips.times(),
                found.echoed,
                found.late,
                found.latestSayNanos));
  }

  /** Ends all calls, and says whether their audio came back whole, but for what may be lost. */
  boolean hangUp() throws IOException, InterruptedException {
    carrier.hush();
    Thread.sleep(SETTLE_MS);
    boolean whole =
        carrier.order(
            () -> {
              Findings found = carrier.findings();
              found.lost += calls.stream().mapToInt(CarrierCall::outstanding).sum();
              Load.tell("  %s", found);
              return found.isWhole(mostLost);
            });
    for (CarrierCall call : calls) {
      carrier.stop(call);
      if (peer.isRouter()) {
        callers.completed(call.sids);
      }
    }
    calls.clear();
    return whole;
  }

  @Override
  public void close() throws IOException {
    carrier.close();
    callers.close();
    host.close();
  }
}
