package io.callrouter.testkit.telnyx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;

/**
 * Something the carrier lets a leg hear. What it sounds like is not simulated: speech takes 60 ms a
 * character, a file what the test says.
 *
 * @param name what it is called in events: {@code speak} or {@code playback}
 * @param text what is spoken; empty for a file
 * @param length once through
 * @param times how often, 0 for until it is stopped
 * @param about what its events say of it
 * @param announced whether there are events of it
 */
record Sound(
    String name, String text, Duration length, int times, ObjectNode about, boolean announced) {
  private static final Duration CHARACTER = Duration.ofMillis(60);

  static Sound speech(String text, JsonNode loop, boolean announced) {
    Duration length = CHARACTER.multipliedBy(Math.max(1, text.length()));
    return new Sound("speak", text, length, times(loop), Json.object(), announced);
  }

  static Sound file(String url, String mediaName, Duration length, JsonNode loop) {
    ObjectNode about = Json.object();
    if (!url.isEmpty()) {
      about.put("media_url", url);
    }
    if (!mediaName.isEmpty()) {
      about.put("media_name", mediaName);
    }
    about.put("overlay", false);
    return new Sound("playback", "", length, times(loop), about, true);
  }

  boolean isSpeech() {
    return !text.isEmpty();
  }

  /** What is heard of the text in that time, the last time through. */
  String heardIn(Duration time) {
    long characters = time.dividedBy(CHARACTER);
    long whole = times == 0 ? Long.MAX_VALUE : (long) times * text.length();
    boolean finished = characters >= whole;
    return finished ? text : text.substring(0, (int) (characters % Math.max(1, text.length())));
  }

  /** Of speech that was stopped no word of its own is confirmed. */
  String statusWhenStopped() {
    return name.equals("playback") ? "cancelled" : "completed";
  }

  private static int times(JsonNode loop) {
    return loop.isTextual() ? 0 : loop.asInt(1);
  }
}
