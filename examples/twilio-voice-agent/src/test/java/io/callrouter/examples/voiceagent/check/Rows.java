package io.callrouter.examples.voiceagent.check;

import java.util.ArrayList;
import java.util.List;

/** PASS or FAIL for each thing that was looked at. */
final class Rows {
  private final List<String> rows = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();

  /** Something that must be so. */
  interface Fact {
    /** Fails with what was found instead. */
    void holds() throws Exception;
  }

  void row(String what, Fact fact) {
    try {
      fact.holds();
      rows.add("PASS  " + what + "\n");
    } catch (Exception | AssertionError e) {
      String failed = "FAIL  " + what + "\n" + e.toString().indent(6);
      rows.add(failed);
      failures.add(failed);
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

  List<String> failures() {
    return List.copyOf(failures);
  }

  @Override
  public String toString() {
    return String.join("", rows);
  }
}
