package io.callrouter.testkit;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Collects keys while it lets the caller hear something that a key interrupts.
 *
 * @param numDigits how many keys complete it, 0 for any number
 * @param timeout how long it waits for the first key after the prompt, and for each further one
 * @param finishOnKey completes it and is not collected; empty for none
 * @param asksWithoutDigits whether the action is asked for even if nothing was pressed
 */
record Gather(
    List<Sound> prompt,
    int numDigits,
    Duration timeout,
    String finishOnKey,
    boolean asksWithoutDigits,
    NextDocument action)
    implements Verb {
  @Override
  public @Nullable NextDocument perform(LiveCall call) throws CallOver, InterruptedException {
    call.answer();
    for (Sound sound : prompt) {
      if (call.keypad().isIdle()) {
        sound.playUntil(call.keypad().pressed(), call);
      }
    }
    String digits = collect(call);
    return digits.isEmpty() && !asksWithoutDigits
        ? null
        : action.with(Map.of("Digits", digits, "msg", "Gather End"));
  }

  private String collect(LiveCall call) throws CallOver, InterruptedException {
    StringBuilder digits = new StringBuilder();
    while (numDigits == 0 || digits.length() < numDigits) {
      Character key = call.nextKey(timeout, digits.isEmpty());
      if (key == null || finishOnKey.equals(key.toString())) {
        break;
      }
      digits.append(key.charValue());
    }
    return digits.toString();
  }
}
