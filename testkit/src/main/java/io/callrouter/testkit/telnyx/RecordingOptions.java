package io.callrouter.testkit.telnyx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a recording was asked for.
 *
 * @param longest zero for without a limit
 * @param patience the silence after which it is over, once there was a sound; zero for none
 */
record RecordingOptions(
    String format,
    String channels,
    Duration longest,
    Duration patience,
    boolean trims,
    boolean beep) {
  /** Of {@code record_start}. */
  static RecordingOptions of(ObjectNode body) {
    return of(body, "");
  }

  /** Of a command that has a leg recorded from its answer on; null if it does not. */
  static @Nullable RecordingOptions fromAnswer(ObjectNode body) {
    return body.hasNonNull("record") ? of(body, "record_") : null;
  }

  private static RecordingOptions of(ObjectNode body, String prefix) {
    return new RecordingOptions(
        body.path(prefix + "format").asText("mp3"),
        body.path(prefix + "channels").asText("dual"),
        seconds(body.path(prefix + "max_length")),
        seconds(body.path(prefix + "timeout_secs")),
        body.hasNonNull(prefix + "trim"),
        body.path("play_beep").asBoolean());
  }

  private static Duration seconds(JsonNode value) {
    return Duration.ofSeconds(value.asInt());
  }
}
