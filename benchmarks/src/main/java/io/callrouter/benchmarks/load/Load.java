package io.callrouter.benchmarks.load;

import java.util.Arrays;
import java.util.Locale;

/** The program: one kind of run under load, its figures on standard output. */
public final class Load {
  private static final String USAGE =
      """
      benchmarks/load echo|compare|start|stall|steps|hostile [--calls N] [--seconds N]
        [--warmup N] [--rounds N] [--jvm OPTION]...""";

  private Load() {}

  /** Runs it; exits with 1 if audio was lost or damaged that should not be. */
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
          default -> {
            System.err.println(USAGE);
            yield false;
          }
        };
    System.exit(well ? 0 : 1);
  }

  /** A line of the report. */
  static void tell(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
