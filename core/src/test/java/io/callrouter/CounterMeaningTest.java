package io.callrouter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CounterMeaningTest {
  private static final Pattern COUNTED =
      Pattern.compile("counters\\s*\\.(?:count|add)\\(\\s*\"([^\"]+)\"");

  @Test
  void whateverIsCountedHasAMeaning() throws IOException {
    TreeSet<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(file -> file.toString().endsWith(".java")).toList()) {
        Matcher counted = COUNTED.matcher(Files.readString(file));
        while (counted.find()) {
          names.add(counted.group(1));
        }
      }
    }

    assertTrue(names.size() > 15, names::toString);
    List<String> unknown =
        names.stream().filter(name -> CounterMeaning.of(name).isEmpty()).toList();
    assertEquals(List.of(), unknown, "add their meaning to CounterMeaning");
  }

  @Test
  void theVariablePartOfANameBecomesATag() {
    Metric metric =
        CounterMeaning.of("requests.refused.403").orElseThrow().metric("requests.refused.403", 2);

    assertEquals("requests.refused", metric.name());
    assertEquals(Map.of("status", "403"), metric.tags());
    assertEquals(2, metric.value());
    assertEquals("requests", metric.unit());
  }

  @Test
  void aNameOfNobodyHasNoMeaning() {
    assertTrue(CounterMeaning.of("calls.arrived.twice").isEmpty());
    assertTrue(CounterMeaning.of("calls").isEmpty());
  }
}
