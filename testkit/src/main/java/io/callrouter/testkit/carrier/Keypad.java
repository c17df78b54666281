package io.callrouter.testkit.carrier;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The keys the caller has pressed and nobody has taken yet.
 *
 * @since 0.1
 */
public final class Keypad {
  private static final String KEYS = "0123456789*#ABCD";

  private final CallerQueue<Character> keys = new CallerQueue<>();

  /**
   * Presses keys.
   *
   * @throws IllegalArgumentException if one of them is on no keypad
   */
  public void press(String more) {
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
  public CompletableFuture<@Nullable Void> pressed() {
    return keys.present();
  }

  /** Whether no key waits. */
  public boolean isIdle() {
    return keys.isEmpty();
  }
}
