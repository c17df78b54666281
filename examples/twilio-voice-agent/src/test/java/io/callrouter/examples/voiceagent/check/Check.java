package io.callrouter.examples.voiceagent.check;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
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
      parts.keySet().retainAll(java.util.List.of(arguments).subList(2, arguments.length));
    }
    Rows rows = new Rows(System.out);
    for (Map.Entry<String, Part> part : parts.entrySet()) {
      Path own = Files.createDirectory(folder.resolve(part.getKey()));
      rows.part(part.getKey(), () -> part.getValue().check(jar, own, rows));
    }
    System.exit(rows.failed() == 0 ? 0 : 1);
  }
}
