package io.callrouter.testkit.openai;

import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Decides what the simulated model answers.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface Brain {
  /** Answers every turn with speech that says what was heard, read or given by a tool. */
  Brain ECHO =
      turn -> {
        if (!turn.toolResults().isEmpty()) {
          return Answer.says(
              turn.toolResults().stream()
                  .map(Turn.ToolResult::output)
                  .collect(Collectors.joining(" ", "The tool says: ", "")));
        }
        if (!turn.text().isEmpty()) {
          return Answer.says("You wrote: " + turn.text());
        }
        if (turn.heard() != null) {
          double seconds = (double) turn.heard().samples().length / turn.heard().sampleRateHz();
          return Answer.says(String.format(Locale.ROOT, "I heard you for %.1f seconds.", seconds));
        }
        return Answer.says(
            turn.cause() == Turn.Cause.IDLE
                ? "Are you still there?"
                : "Hello, this is the simulated model.");
      };

  /**
   * Answers a turn.
   *
   * <p>Called by the session's thread, which must not be kept: all of the session waits. What it
   * throws ends the session with code 1011.
   */
  Answer answer(Turn turn);
}
