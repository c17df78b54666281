package io.callrouter.openai;

import io.callrouter.media.AudioClip;
import io.callrouter.media.PlayedItem;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Keys to be pressed, and how they sound. */
record Keys(
    @Describe("0-9, *, #, A-D, and w for a pause of half a second; 32 at most") String digits) {
  private static final Pattern KEYS = Pattern.compile("[0-9*#A-Dw]{1,32}");
  private static final Map<Character, AudioClip> SOUNDS = new ConcurrentHashMap<>();

  Keys {
    if (!KEYS.matcher(digits).matches()) {
      throw new IllegalArgumentException("digits are 1 to 32 of 0-9, *, #, A-D and w");
    }
  }

  /** The sound of each, in order. */
  List<AudioClip> sounds() {
    return digits
        .chars()
        .mapToObj(key -> SOUNDS.computeIfAbsent((char) key, AudioClip::key))
        .toList();
  }

  /**
   * Tells the model which were pressed.
   *
   * @param accounts of the sounds
   * @throws IllegalStateException if not all were
   */
  static String pressed(List<PlayedItem> accounts) {
    long whole = accounts.stream().filter(PlayedItem::complete).count();
    if (whole < accounts.size()) {
      throw new IllegalStateException(
          "somebody spoke meanwhile: only the first " + whole + " of the keys were pressed");
    }
    return "All keys were pressed.";
  }
}
