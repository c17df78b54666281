package io.callrouter.testkit.twilio;

import io.callrouter.testkit.TimelineEvent.Kind;
import io.callrouter.testkit.carrier.CallLog;
import io.callrouter.testkit.carrier.Utterance;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Collects keys, or what the caller says, while it lets him hear something that either interrupts;
 * what comes first is the input.
 *
 * @param keys which keys it takes, or null for none
 * @param speechPause the silence after which he has said it all, or null if it does not listen
 * @param timeout how long it waits for the caller after the prompt, and for each further key
 * @param asksWithoutInput whether the action is asked for even if nothing came
 */
record Gather(
    List<Sound> prompt,
    @Nullable Keys keys,
    @Nullable Duration speechPause,
    Duration timeout,
    boolean asksWithoutInput,
    NextDocument action)
    implements Verb {
  /**
   * The keys that are taken.
   *
   * @param count how many complete it, 0 for any number
   * @param finish completes it and is not collected; empty for none
   */
  record Keys(int count, String finish) {
    boolean areComplete(CharSequence digits) {
      return count > 0 && digits.length() >= count;
    }
  }

  @Override
  public @Nullable NextDocument perform(LiveCall call) throws CallOver, InterruptedException {
    call.answer();
    CompletableFuture<?> input = input(call);
    for (Sound sound : prompt) {
      if (!input.isDone()) {
        sound.playUntil(input, call);
      }
    }
    call.waitForTest(input, timeout);
    if (keys != null && !call.keypad().isIdle()) {
      return asking(collect(keys, call));
    }
    if (speechPause != null) {
      Utterance said = call.context().utterances().take();
      if (said != null) {
        return action.with(recognised(said, speechPause, call));
      }
    }
    return asking("");
  }

  private CompletableFuture<?> input(LiveCall call) {
    CompletableFuture<?> never = new CompletableFuture<>();
    return CompletableFuture.anyOf(
        keys == null ? never : call.keypad().pressed(),
        speechPause == null ? never : call.context().utterances().present());
  }

  private @Nullable NextDocument asking(String digits) {
    return digits.isEmpty() && !asksWithoutInput
        ? null
        : action.with(Map.of("Digits", digits, "msg", "Gather End"));
  }

  /** Hears it to its end, and the pause that shows that this is the end. */
  private static Map<String, String> recognised(Utterance said, Duration pause, LiveCall call)
      throws CallOver, InterruptedException {
    CallLog log = call.context().log();
    log.add(Kind.SPEAKING, "");
    call.waitFor(new CompletableFuture<>(), said.length());
    log.add(Kind.SPOKEN, "");
    call.waitFor(new CompletableFuture<>(), pause);
    return Map.of("SpeechResult", said.text(), "Confidence", Double.toString(said.confidence()));
  }

  private String collect(Keys wanted, LiveCall call) throws CallOver, InterruptedException {
    StringBuilder digits = new StringBuilder();
    while (!wanted.areComplete(digits)) {
      Character key = call.nextKey(timeout);
      if (key == null || wanted.finish().equals(key.toString())) {
        break;
      }
      digits.append(key.charValue());
    }
    return digits.toString();
  }
}
