package io.callrouter.provider.telnyx;

import io.callrouter.call.Action;
import io.callrouter.spi.StepReference;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a command leaves at a leg in {@code client_state}, which Telnyx repeats in the leg's later
 * events: the step that the command was for.
 *
 * <p>The kind of the step's action stands in it too, since one action can cause the events of
 * another: a gather that speaks tells of the end of its speech as well.
 *
 * @param step the step
 * @param kind the kind of its action, as in {@link Action#kind()}
 * @param leg the number of the leg that the step's action made, or null on the call's own leg
 */
record ClientState(StepReference step, String kind, @Nullable Integer leg) {
  private static final Pattern TEXT =
      Pattern.compile("callrouter/([^/]+/[^/]+)/([a-z-]{1,16})(?:/([0-9]{1,4}))?");
  private static final int MOST_CHARS = 256;
  private static final String DIAL = "dial";

  /** The state of a call's own leg while it does an action. */
  static ClientState of(StepReference step, Action action) {
    return new ClientState(step, action.kind(), null);
  }

  /** The state of a leg that a dial makes. */
  static ClientState ofLeg(StepReference step, Action.Dial dial, int number) {
    return new ClientState(step, dial.kind(), number);
  }

  /** Whether it is a call of its own: one that our dial made, not one that Telnyx dialled. */
  boolean isDialledLeg() {
    return leg != null && kind.equals(DIAL);
  }

  /** Whether Telnyx dialled the leg to hand the call over. */
  boolean isTransferredLeg() {
    return leg != null && !kind.equals(DIAL);
  }

  /** Whether it is at the call's own leg, and its action is of that kind. */
  boolean isOf(String action) {
    return leg == null && kind.equals(action);
  }

  /** Reads what an event repeats; null if there is nothing, or it was not written here. */
  static @Nullable ClientState read(@Nullable String base64) {
    if (base64 == null || base64.length() > MOST_CHARS) {
      return null;
    }
    try {
      byte[] text = Base64.getDecoder().decode(base64);
      return parse(new String(text, StandardCharsets.US_ASCII));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static @Nullable ClientState parse(String text) {
    Matcher parts = TEXT.matcher(text);
    StepReference step = parts.matches() ? StepReference.parse(parts.group(1)) : null;
    if (step == null) {
      return null;
    }
    String leg = parts.group(3);
    return new ClientState(step, parts.group(2), leg == null ? null : Integer.valueOf(leg));
  }

  /** The form that commands carry: base64, as Telnyx wants it. */
  String toBase64() {
    String text =
        String.format(
            Locale.ROOT, "callrouter/%s/%s%s", step.toPath(), kind, leg == null ? "" : "/" + leg);
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }
}
