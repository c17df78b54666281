package io.callrouter.examples.voiceagent.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every line of the example's table, looked at in calls in real time. */
public final class Check {
  private Check() {}

  /**
   * Exits with 1 if a row fails.
   *
   * @param arguments the program's jar, an empty folder and, to look at some parts only, their
   *     names
   */
  public static void main(String[] arguments) throws Exception {
    Path jar = Path.of(arguments[0]).toAbsolutePath();
    Path folder = Path.of(arguments[1]).toAbsolutePath();
    Map<String, Part> parts = new LinkedHashMap<>();
    parts.put("web", new WebPart());
    parts.put("call", new CallPart());
    parts.put("lines", new LinesPart());
    parts.put("transfer", new TransferPart());
    parts.put("crm", new CrmPart());
    parts.put("faults", new FaultsPart());
    if (arguments.length > 2) {
      parts.keySet().retainAll(List.of(arguments).subList(2, arguments.length));
    }
    boolean passed = true;
    for (Map.Entry<String, Part> part : parts.entrySet()) {
      System.out.println("      " + part.getKey());
      passed &= look(part.getValue(), jar, folder.resolve(part.getKey()));
    }
    System.exit(passed ? 0 : 1);
  }

  /**
   * Calls in real time need the machine for themselves: where something else took it, the first try
   * says nothing of the program. It is shown all the same.
   */
  private static boolean look(Part part, Path jar, Path folder) throws IOException {
    Rows first = look(part, jar, Files.createDirectory(folder), 1);
    if (first.failures().isEmpty()) {
      System.out.print(first);
      return true;
    }
    System.out.println("NOTE  a second try, since:");
    first.failures().forEach(row -> System.out.print(row.indent(6)));
    Rows second = look(part, jar, Files.createDirectory(folder.resolve("again")), 2);
    System.out.print(second);
    return second.failures().isEmpty();
  }

  private static Rows look(Part part, Path jar, Path folder, int attempt) {
    Rows rows = new Rows();
    try {
      part.check(jar, folder, rows);
    } catch (Exception | AssertionError e) {
      rows.row(
          "attempt " + attempt + " came to its end",
          () -> {
            throw new AssertionError(e);
          });
    }
    return rows;
  }
}
