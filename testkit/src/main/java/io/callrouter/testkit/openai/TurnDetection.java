package io.callrouter.testkit.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the service finds the caller's turns.
 *
 * @param quietestDbov what is as loud counts as speech
 * @param idle how long after an answer was heard the model asks by itself, or null
 */
record TurnDetection(
    double quietestDbov,
    int prefixMs,
    int silenceMs,
    boolean createsResponse,
    boolean interruptsResponse,
    @Nullable Duration idle) {
  private static final double LOWEST_DBOV = -60;
  private static final double RANGE_DB = 40; // from threshold 0 to 1; 0.5 is −40 dBov
  private static final int SEMANTIC_PREFIX_MS = 300;

  /** Reads what the session says, which is whole and was checked. */
  static @Nullable TurnDetection of(JsonNode detection) {
    if (!detection.isObject()) {
      return null;
    }
    boolean creates = detection.path("create_response").asBoolean();
    boolean interrupts = detection.path("interrupt_response").asBoolean();
    if (detection.path("type").asText().equals("semantic_vad")) {
      int silence = silenceMs(detection.path("eagerness").asText());
      return new TurnDetection(dbov(0.5), SEMANTIC_PREFIX_MS, silence, creates, interrupts, null);
    }
    JsonNode idle = detection.path("idle_timeout_ms");
    return new TurnDetection(
        dbov(detection.path("threshold").asDouble()),
        detection.path("prefix_padding_ms").asInt(),
        detection.path("silence_duration_ms").asInt(),
        creates,
        interrupts,
        idle.isNumber() ? Duration.ofMillis(idle.asLong()) : null);
  }

  /** What a client leaves out. */
  static ObjectNode completed(JsonNode given) {
    ObjectNode whole = Json.object().put("type", given.path("type").asText());
    if (given.path("type").asText().equals("semantic_vad")) {
      whole.put("eagerness", "auto");
    } else {
      whole
          .put("threshold", 0.5)
          .put("prefix_padding_ms", 300)
          .put("silence_duration_ms", 200)
          .putNull("idle_timeout_ms");
    }
    whole.put("create_response", true).put("interrupt_response", true);
    return whole.setAll((ObjectNode) given);
  }

  private static double dbov(double threshold) {
    return LOWEST_DBOV + RANGE_DB * threshold;
  }

  /** Stands for what the original decides by the words. */
  private static int silenceMs(String eagerness) {
    return switch (eagerness) {
      case "low" -> 2000;
      case "high" -> 500;
      default -> 1000;
    };
  }
}
