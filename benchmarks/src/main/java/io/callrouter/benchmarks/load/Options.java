package io.callrouter.benchmarks.load;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A command line: {@code --name value} pairs; what follows {@code --jvm} goes to the host's JVM.
 */
final class Options {
  private final Map<String, String> values = new HashMap<>();
  private final List<String> jvm = new ArrayList<>();

  static Options parse(List<String> words) {
    Options options = new Options();
    for (int i = 0; i + 1 < words.size(); i += 2) {
      if (!words.get(i).startsWith("--")) {
        throw new IllegalArgumentException("expected an option: " + words.get(i));
      }
      if (words.get(i).equals("--jvm")) {
        options.jvm.add(words.get(i + 1));
      } else {
        options.values.put(words.get(i).substring(2), words.get(i + 1));
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
