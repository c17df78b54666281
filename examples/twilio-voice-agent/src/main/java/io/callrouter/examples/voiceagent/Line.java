package io.callrouter.examples.voiceagent;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A number that people call, and how the desk speaks there.
 *
 * @param number in E.164, or {@code *} for all numbers that have no line of their own
 * @param name of the line, in logs and records
 * @param language in which the desk begins, ISO 639-1
 * @param greeting how the agent begins, in words for the model
 * @param instructions what the agent is told for this line beside the instructions of all
 * @param nobodyFree how the agent comes back when no colleague could be reached
 * @param outOfOrder what the carrier's own voice says when the agent cannot
 */
record Line(
    String number,
    String name,
    String language,
    String greeting,
    String instructions,
    String nobodyFree,
    String outOfOrder) {
  private static final String ANY = "*";

  /**
   * Reads the lines; numbers come before {@code *}.
   *
   * @param file JSON, a list of objects with the names of this record; null for those of the demo
   * @throws IOException if it cannot be read, saying what is wrong with it
   */
  static List<Line> read(@Nullable Path file) throws IOException {
    try (InputStream json =
        file == null ? Line.class.getResourceAsStream("lines.json") : Files.newInputStream(file)) {
      return JsonMapper.builder().build().readValue(json, new TypeReference<List<Line>>() {});
    }
  }

  boolean isForAnyNumber() {
    return number.equals(ANY);
  }
}
