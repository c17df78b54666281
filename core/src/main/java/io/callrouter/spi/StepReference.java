package io.callrouter.spi;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names one step of one call, in a form that goes into a URL path.
 *
 * @param callId our id of the call
 * @param generation counts the flows the call was given: 0 is its route's
 * @param step the position in that flow: the number of outcomes before it
 * @since 0.1
 */
public record StepReference(String callId, int generation, int step) {
  private static final Pattern PATH =
      Pattern.compile("([A-Za-z0-9_-]{8,64})/([0-9]{1,6})\\.([0-9]{1,6})");

  /** The path form, {@code callId/generation.step}. */
  public String toPath() {
    return callId + "/" + generation + "." + step;
  }

  /**
   * Reads the path form.
   *
   * @return the reference, or null if the text is none
   */
  public static @Nullable StepReference parse(String path) {
    Matcher matcher = PATH.matcher(path);
    if (!matcher.matches()) {
      return null;
    }
    return new StepReference(
        matcher.group(1), Integer.parseInt(matcher.group(2)), Integer.parseInt(matcher.group(3)));
  }
}
