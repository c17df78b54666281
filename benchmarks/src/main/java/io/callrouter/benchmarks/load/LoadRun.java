package io.callrouter.benchmarks.load;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** One host with its callers, from its start to its end. For use by one thread. */
final class LoadRun implements AutoCloseable {
  private static final int SETTLE_MS = 1000;

  /** A host has warmed up when its JVM compiles for no more than this in a second. */
  private static final long QUIET_COMPILER_MS = 10;

  /** So many such seconds in a row: 10 s after the last jitter a lead that it filled gets room. */
  private static final int QUIET_SECONDS = 12;

  private static final int MOST_WARM_UPS = 4;

  private final OperatingSystemMXBean machine =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private final List<CarrierCall> calls = new ArrayList<>();
  private final Peer peer;
  private final int mostLost;
  final HostProcess host;
  final Callers callers;
  final Carrier carrier;

  LoadRun(Peer peer, int mostCalls, Options options) throws IOException {
    this.peer = peer;
    this.mostLost = options.number("most-lost", 0);
    this.host = HostProcess.start(peer, mostCalls, options.jvm());
    this.callers = new Callers(host.port());
    this.carrier = new Carrier();
  }

  /** Sets up so many calls more; each speaks from the moment it is connected. */
  void connect(int number) throws IOException, InterruptedException {
    for (int i = 0; i < number; i++) {
      int next = calls.size() + 1;
      CarrierCall call =
          peer == Peer.CALLROUTER ? callers.toRouter(next) : callers.toBareEcho(next);
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

  /**
   * Lets the calls go on for so long, and then until the host's JVM has compiled what they need:
   * what it takes for that has nothing to do with the number of calls. Gives up after some time.
   */
  void warmUp(int seconds) throws IOException, InterruptedException {
    int quiet = 0;
    long compiled = host.askNumber("compiled");
    for (int second = 0;
        second < seconds || (quiet < QUIET_SECONDS && second < MOST_WARM_UPS * seconds);
        second++) {
      Thread.sleep(1000);
      long now = host.askNumber("compiled");
      quiet = now - compiled > QUIET_COMPILER_MS ? 0 : quiet + 1;
      compiled = now;
    }
  }

  /** What the calls cost and how fast they are for so long. */
  Figures measure(int seconds) throws IOException, InterruptedException {
    carrier.order(
        () -> {
          carrier.findings().beginMeasuring();
          return calls;
        });
    host.ask("clear");
    long pauses = host.askNumber("pauses");
    long compiled = host.askNumber("compiled");
    long cpu = host.askNumber("cpu");
    long ownCpu = machine.getProcessCpuTime();
    long start = System.nanoTime();
    Thread.sleep(seconds * 1000L);
    double callNanos = (double) calls.size() * (System.nanoTime() - start);
    cpu = host.askNumber("cpu") - cpu;
    ownCpu = machine.getProcessCpuTime() - ownCpu;
    long collected = host.askNumber("pauses") - pauses;
    long compiling = host.askNumber("compiled") - compiled;
    Times inside = Times.decode(host.ask("latencies"));
    double load = machine.getSystemLoadAverage();
    Findings found = carrier.findings();
    double hostCost = 1000 * cpu / callNanos;
    double carrierCost = 1000 * ownCpu / callNanos;
    return carrier.order(
        () ->
            new Figures(
                peer,
                calls.size(),
                hostCost,
                carrierCost,
                inside,
                found.roundTrips.times(),
                found.echoed,
                found.late,
                found.latestSayNanos,
                collected,
                compiling,
                load));
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
      if (peer == Peer.CALLROUTER) {
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
