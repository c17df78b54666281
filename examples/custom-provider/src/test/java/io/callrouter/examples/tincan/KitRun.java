package io.callrouter.examples.tincan;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.PrintStream;
import java.util.Locale;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs the kit without Maven and prints a row for each contract; the check script starts it. */
final class KitRun implements TestExecutionListener {
  private final PrintStream out;
  private int passed;
  private int failed;

  private KitRun(PrintStream out) {
    this.out = out;
  }

  /** Exits with 1 if a contract is broken, or none was kept. */
  public static void main(String[] arguments) {
    KitRun run = new KitRun(System.out);
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(TincanConformanceTest.class))
                .build(),
            run);
    System.exit(run.failed == 0 && run.passed > 0 ? 0 : 1);
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    String reason = result.getThrowable().map(Throwable::getMessage).orElse("");
    switch (result.getStatus()) {
      case SUCCESSFUL -> {
        if (test.isTest()) {
          passed++;
          row("PASS", test, "");
        }
      }
      case ABORTED -> row("SKIP", test, ": " + reason.replace("Assumption failed: ", ""));
      case FAILED -> {
        failed++;
        row("FAIL", test, ": " + reason);
      }
    }
  }

  private void row(String verdict, TestIdentifier test, String reason) {
    out.println(verdict + "  " + sentence(test.getDisplayName()) + reason);
  }

  /** The name of a contract's method as a sentence. */
  static String sentence(String method) {
    return method.replace("()", "").replaceAll("([A-Z]|[0-9]+)", " $1").toLowerCase(Locale.ROOT);
  }
}
