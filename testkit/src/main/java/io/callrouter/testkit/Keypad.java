package io.callrouter.testkit;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The keys the caller has pressed and nobody has taken yet. */
final class Keypad {
  private static final String KEYS = "0123456789*#ABCD";

  private final CallerQueue<Character> keys = new CallerQueue<>();

  /**
   * Presses keys.
   *
   * @throws IllegalArgumentException if one of them is on no keypad
   */
  void press(String more) {
    if (!more.chars().allMatch(key -> KEYS.indexOf(key) >= 0)) {
      throw new IllegalArgumentException("the keys are " + KEYS + ", not " + more);
    }
    keys.add(more.chars().mapToObj(key -> (char) key).toList());
  }

  /** The next key, or null if none is waiting. */
  @Nullable Character take() {
    return keys.take();
  }

  /** Is complete when a key is waiting. */
  CompletableFuture<@Nullable Void> pressed() {
    return keys.present();
  }

  boolean isIdle() {
    return keys.isEmpty();
  }
}
