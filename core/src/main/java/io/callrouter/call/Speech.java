package io.callrouter.call;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link Action.Gather} listens to what the caller says.
 *
 * @param language the language he speaks, as a BCP 47 tag
 * @param hints words and phrases he is likely to say; none with a comma
 * @param silence the pause after which he has said it all, in whole seconds; null to let the
 *     carrier find it
 * @param keys whether he may press keys instead
 * @since 0.1
 */
public record Speech(
    String language, List<String> hints, @Nullable Duration silence, boolean keys) {
  /** Checks and copies. */
  public Speech {
    Checks.requireText(language, "language");
    hints = List.copyOf(hints);
    for (String hint : hints) {
      Checks.requireText(hint, "hint");
      if (hint.contains(",")) {
        throw new IllegalArgumentException("a hint must not hold a comma: " + hint);
      }
    }
    if (silence != null) {
      Checks.requireWholeSeconds(silence, "silence");
    }
  }

  /** Speech or keys; the carrier finds the end of what is said. */
  public static Speech in(String language) {
    return new Speech(language, List.of(), null, true);
  }

  /** The same, with what the caller is likely to say. */
  public Speech hints(List<String> phrases) {
    return new Speech(language, phrases, silence, keys);
  }

  /** The same, ended by a pause of that length. */
  public Speech silence(Duration pause) {
    return new Speech(language, hints, pause, keys);
  }

  /** The same, with or without keys. */
  public Speech keys(boolean too) {
    return new Speech(language, hints, silence, too);
  }
}
