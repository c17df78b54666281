package io.callrouter.testkit.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Reads the table of broken providers: how, at which contracts it aims, what else fails and why.
 */
final class FailureTable {
  private FailureTable() {}

  /**
   * What fails with one broken provider.
   *
   * @param aimed the contracts that it is there for
   * @param others those that fail with them
   * @param reason why those do; empty if there are none
   */
  record Row(Set<String> aimed, Set<String> others, String reason) {
    Set<String> all() {
      Set<String> all = new TreeSet<>(aimed);
      all.addAll(others);
      return all;
    }
  }

  static Map<String, Row> read() {
    Map<String, Row> rows = new TreeMap<>();
    text()
        .lines()
        .filter(line -> line.startsWith("| ") && !line.startsWith("| A provider that"))
        .map(line -> line.split("\\|", -1))
        .forEach(
            cells ->
                rows.put(
                    cells[1].strip(), new Row(names(cells[2]), names(cells[3]), cells[4].strip())));
    return rows;
  }

  private static Set<String> names(String cell) {
    return Arrays.stream(cell.split("[,`\\s]+"))
        .filter(name -> !name.isEmpty())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String text() {
    try (InputStream file = FailureTable.class.getResourceAsStream("broken-providers.md")) {
      return new String(file.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
