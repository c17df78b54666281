package io.callrouter.benchmarks.load;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A command line: {@code --name value} pairs; what follows {@code --jvm} goes to the host's JVM.
 */
final class Options {
  private static final Set<String> NAMES =
      Set.of(
          "calls",
          "seconds",
          "warmup",
          "rounds",
          "most-ms",
          "slack-ms",
          "most-lost",
          "most-cpu-us");

  private final Map<String, String> values = new HashMap<>();
  private final List<String> jvm = new ArrayList<>();

  /**
   * Reads a command line.
   *
   * @throws IllegalArgumentException if it is none, saying why
   */
  static Options parse(List<String> words) {
    Options options = new Options();
    for (int i = 0; i < words.size(); i += 2) {
      String word = words.get(i);
      boolean jvm = word.equals("--jvm");
      if (!jvm && !(word.startsWith("--") && NAMES.contains(word.substring(2)))) {
        throw new IllegalArgumentException("there is no option " + word);
      }
      if (i + 1 == words.size()) {
        throw new IllegalArgumentException(word + " needs a value");
      }
      if (jvm) {
        options.jvm.add(words.get(i + 1));
      } else {
        options.values.put(word.substring(2), words.get(i + 1));
      }
    }
    return options;
  }

  int number(String name, int otherwise) {
    return Integer.parseInt(values.getOrDefault(name, Integer.toString(otherwise)));
  }

  List<String> jvm() {
    return List.copyOf(jvm);
  }
}
