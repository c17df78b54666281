package io.callrouter.openai;

import java.time.Duration;
import java.util.Locale;
import java.util.Objects;

/**
 * How the model finds out that the caller has begun and ended a turn.
 *
 * <p>Realtime API, {@code session.audio.input.turn_detection}.
 *
 * @since 0.1
 */
public sealed interface TurnDetection {
  /**
   * By the caller's loudness and pauses.
   *
   * @param threshold how loud speech is, from 0 to 1; louder surroundings want more
   * @param prefixPadding how much of what came before the speech belongs to it
   * @param silence the pause after which the turn is over
   * @since 0.1
   */
  record Server(double threshold, Duration prefixPadding, Duration silence)
      implements TurnDetection {
    /** Checks them. */
    public Server {
      if (!(threshold >= 0 && threshold <= 1)) {
        throw new IllegalArgumentException("a threshold is from 0 to 1, not " + threshold);
      }
      if (prefixPadding.isNegative() || silence.isNegative()) {
        throw new IllegalArgumentException("durations must not be negative");
      }
    }
  }

  /**
   * By what the caller says: whether it sounds finished.
   *
   * @since 0.1
   */
  record Semantic(Eagerness eagerness) implements TurnDetection {
    /** Checks it. */
    public Semantic {
      Objects.requireNonNull(eagerness, "eagerness");
    }
  }

  /**
   * Not at all: the host says when the model is to answer, with {@link OpenAiAgent#answer()}.
   *
   * @since 0.1
   */
  record None() implements TurnDetection {}

  /**
   * How soon the model takes its turn: the longest it waits is 8, 4 and 2 s.
   *
   * @since 0.1
   */
  enum Eagerness {
    /** Lets the caller take his time. */
    LOW,
    /** The service's own choice. */
    MEDIUM,
    /** Answers as soon as it can. */
    HIGH;

    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** As the service does it where nothing is said: threshold 0.5, padding 300 ms, pause 500 ms. */
  static TurnDetection server() {
    return new Server(0.5, Duration.ofMillis(300), Duration.ofMillis(500));
  }
}
