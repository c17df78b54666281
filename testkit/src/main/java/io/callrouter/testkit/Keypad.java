package io.callrouter.testkit;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The keys the caller has pressed and nobody has taken yet. */
final class Keypad {
  private static final String KEYS = "0123456789*#ABCD";

  private final Queue<Character> keys = new ArrayDeque<>();
  private CompletableFuture<@Nullable Void> pressed = new CompletableFuture<>();

  /**
   * Presses keys.
   *
   * @throws IllegalArgumentException if one of them is on no keypad
   */
  void press(String more) {
    if (!more.chars().allMatch(key -> KEYS.indexOf(key) >= 0)) {
      throw new IllegalArgumentException("the keys are " + KEYS + ", not " + more);
    }
    CompletableFuture<@Nullable Void> told;
    synchronized (this) {
      more.chars().forEach(key -> keys.add((char) key));
      told = pressed;
    }
    if (!more.isEmpty()) {
      told.complete(null);
    }
  }

  /** The next key, or null if none is waiting. */
  synchronized @Nullable Character take() {
    Character key = keys.poll();
    if (keys.isEmpty() && pressed.isDone()) {
      pressed = new CompletableFuture<>();
    }
    return key;
  }

  /** Is complete when a key is waiting. */
  synchronized CompletableFuture<@Nullable Void> pressed() {
    return pressed;
  }

  synchronized boolean isIdle() {
    return keys.isEmpty();
  }
}
