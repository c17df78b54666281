package io.callrouter.examples.voiceagent.check;

import java.nio.file.Path;

/** Every line of the example's table, looked at in calls in real time. */
public final class Check {
  private Check() {}

  /** Exits with 1 if a row fails; the arguments are the program's jar and an empty folder. */
  public static void main(String[] arguments) throws Exception {
    Path jar = Path.of(arguments[0]).toAbsolutePath();
    Path folder = Path.of(arguments[1]).toAbsolutePath();
    Rows rows = new Rows(System.out);
    new CallCheck(jar, folder, rows).run();
    System.exit(rows.failed() == 0 ? 0 : 1);
  }
}
