package io.callrouter.benchmarks.load;

import java.util.Arrays;
import java.util.Locale;

/** The program: one kind of run under load, its figures on standard output. */
public final class Load {
  private static final String USAGE =
      """
      benchmarks/load echo|compare|hostile|slow-flow|stall|drain|start [--calls N] [--seconds N]
        [--warmup N] [--rounds N] [--most-ms N] [--slack-ms N] [--most-lost N] [--jvm OPTION]...""";

  private Load() {}

  /** Runs it; exits with 1 if audio was lost or damaged that should not be, or a bound not kept. */
  public static void main(String[] words) throws Exception {
    if (words.length == 0) {
      System.err.println(USAGE);
      System.exit(2);
    }
    Options options = Options.parse(Arrays.asList(words).subList(1, words.length));
    boolean well =
        switch (words[0]) {
          case "echo" -> new EchoLoad(options).run();
          case "compare" -> new CompareLoad(options).run();
          case "hostile" -> new HostileLoad(options).run();
          case "slow-flow" -> new SlowFlowLoad(options).run();
          case "stall" -> new StallLoad(options).run();
          case "drain" -> new DrainLoad(options).run();
          case "start" -> new StartLoad(options).run();
          default -> {
            System.err.println(USAGE);
            yield false;
          }
        };
    System.exit(well ? 0 : 1);
  }

  /** Says of a time whether it is within its bound. */
  static boolean isWithin(String what, double ms, double mostMs) {
    tell("  %s: %.3f ms, at most %.0f: %s", what, ms, mostMs, ms <= mostMs ? "kept" : "MISSED");
    return ms <= mostMs;
  }

  /** A line of the report. */
  static void tell(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
