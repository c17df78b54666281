package io.callrouter.testkit.carrier;

import java.time.Duration;

/**
 * Something the caller says that speech recognition understands.
 *
 * @param confidence how sure the recognition is, from 0 to 1
 * @since 0.1
 */
public record Utterance(String text, double confidence) {
  /** How long a character takes. */
  public static final Duration CHARACTER = Duration.ofMillis(60);

  /** Checks both. */
  public Utterance {
    if (text.isBlank()) {
      throw new IllegalArgumentException("what is said must not be blank");
    }
    if (!(confidence >= 0 && confidence <= 1)) {
      throw new IllegalArgumentException("confidence is from 0 to 1, not " + confidence);
    }
  }

  /** How long it takes to say. */
  public Duration length() {
    return lengthOf(text);
  }

  /** How long speech lasts, the carrier's and the caller's. */
  public static Duration lengthOf(String text) {
    return CHARACTER.multipliedBy(text.length());
  }
}
