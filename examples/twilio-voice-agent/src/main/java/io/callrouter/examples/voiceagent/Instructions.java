package io.callrouter.examples.voiceagent;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** What the agent is told: four parts that hold for every line, and the line's own. */
final class Instructions {
  private Instructions() {}

  static String of(Line line) {
    return general() + "\n# This line\n\n" + line.instructions() + "\n";
  }

  private static String general() {
    try (InputStream text = Instructions.class.getResourceAsStream("instructions.md")) {
      return new String(Objects.requireNonNull(text).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
