package io.callrouter.benchmarks.load;

import java.util.List;
import java.util.Locale;

/** The program: one kind of run under load, its figures on standard output. */
public final class Load {
  private static final String USAGE =
      """
      benchmarks/load echo|agent|compare|hostile|slow-flow|stall|drain|start [--calls N] [--seconds N]
        [--warmup N] [--rounds N] [--most-ms N] [--slack-ms N] [--most-lost N] [--most-cpu-us N]
        [--jvm OPTION]...""";

  private Load() {}

  /** Runs it; exits with 1 if audio was lost or damaged that should not be, or a bound not kept. */
  public static void main(String[] words) throws Exception {
    List<String> all = List.of(words);
    String kind = all.isEmpty() ? "" : all.get(0);
    Options options;
    try {
      options = Options.parse(all.subList(Math.min(1, all.size()), all.size()));
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(misused());
      return;
    }
    System.exit(run(kind, options));
  }

  private static int run(String kind, Options options) throws Exception {
    return switch (kind) {
      case "echo" -> status(new EchoLoad(options).run());
      case "compare" -> status(new CompareLoad(options).run());
      case "hostile" -> status(new HostileLoad(options).run());
      case "slow-flow" -> status(new SlowFlowLoad(options).run());
      case "stall" -> status(new StallLoad(options).run());
      case "drain" -> status(new DrainLoad(options).run());
      case "agent" -> status(new AgentLoad(options).run());
      case "start" -> status(new StartLoad(options).run());
      default -> misused();
    };
  }

  private static int status(boolean well) {
    return well ? 0 : 1;
  }

  private static int misused() {
    System.err.println(USAGE);
    return 2;
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
