package io.callrouter.openai;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was said in a call so far, as far as it was heard, for a session that takes over: audio
 * cannot be given to it again. The oldest lines go first.
 *
 * <p>Guarded by the lock of the agent.
 */
final class Transcript {
  /** Who said it. */
  enum Speaker {
    CALLER,
    AGENT
  }

  /** One turn of one of them. */
  record Line(Speaker speaker, String text) {}

  private static final int MOST_LINES = 100;
  private static final int LONGEST_LINE = 2000;

  private final Map<String, Line> lines = new LinkedHashMap<>();

  /** The turn has its place here, whenever its words come. */
  void begin(String item, Speaker speaker) {
    lines.putIfAbsent(item, new Line(speaker, ""));
    if (lines.size() > MOST_LINES) {
      lines.remove(lines.keySet().iterator().next());
    }
  }

  /** The words of a turn that has begun. */
  void words(String item, String text) {
    String kept = text.length() > LONGEST_LINE ? text.substring(0, LONGEST_LINE) : text;
    lines.computeIfPresent(item, (it, line) -> new Line(line.speaker(), kept));
  }

  /** The turns whose words are known, in order. */
  List<Line> lines() {
    List<Line> known = new ArrayList<>(lines.values());
    known.removeIf(line -> line.text().isBlank());
    return known;
  }
}
