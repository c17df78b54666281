package io.callrouter.examples.voiceagent.check;

import java.io.PrintStream;

/** Prints PASS or FAIL for each thing that was looked at. */
final class Rows {
  private final PrintStream out;
  private int failed;

  /** Something that must be so. */
  interface Fact {
    /** Fails with what was found instead. */
    void holds() throws Exception;
  }

  Rows(PrintStream out) {
    this.out = out;
  }

  void heading(String part) {
    out.println("      " + part);
  }

  void row(String what, Fact fact) {
    try {
      fact.holds();
      out.println("PASS  " + what);
    } catch (Exception | AssertionError e) {
      failed++;
      out.println("FAIL  " + what);
      out.println(("" + e).indent(6).stripTrailing());
    }
  }

  /** The same for something that is true or false. */
  void row(String what, boolean holds, Object found) {
    row(
        what,
        () -> {
          if (!holds) {
            throw new AssertionError("found " + found);
          }
        });
  }

  int failed() {
    return failed;
  }
}
