package io.callrouter.benchmarks.load;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;

/**
 * What live calls have cost for some time.
 *
 * @param host CPU ms of the host for a second of a call
 * @param carrier the same of the carrier
 * @param collectorMs time the host's garbage collector took
 * @param compilerMs time the host's JVM took to compile, by the clock
 * @param load the machine's load average over the last minute
 */
record Cost(double host, double carrier, long collectorMs, long compilerMs, double load) {
  private static final OperatingSystemMXBean MACHINE =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  /** Lets so many calls go on for so long. */
  static Cost of(HostProcess host, int calls, int seconds)
      throws IOException, InterruptedException {
    long pauses = host.askNumber("pauses");
    long compiled = host.askNumber("compiled");
    long cpu = host.askNumber("cpu");
    long ownCpu = MACHINE.getProcessCpuTime();
    long start = System.nanoTime();
    Thread.sleep(seconds * 1000L);
    double callNanos = (double) calls * (System.nanoTime() - start);
    return new Cost(
        1000 * (host.askNumber("cpu") - cpu) / callNanos,
        1000 * (MACHINE.getProcessCpuTime() - ownCpu) / callNanos,
        host.askNumber("pauses") - pauses,
        host.askNumber("compiled") - compiled,
        MACHINE.getSystemLoadAverage());
  }
}
