package io.callrouter.provider.telnyx;

import com.fasterxml.jackson.databind.JsonNode;
import io.callrouter.spi.CarrierHttp.Answer;
import io.callrouter.spi.CarrierHttp.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Does what it is told and counts what it did; a command id that it has seen at the same address in
 * the last 60 s it passes over.
 */
final class CountingCarrier {
  private static final Duration MEMORY = Duration.ofSeconds(60);

  private final Map<String, Instant> seen = new HashMap<>();
  private final Supplier<Instant> clock;
  private int effects;

  CountingCarrier(Supplier<Instant> clock) {
    this.clock = clock;
  }

  /** How many commands have taken effect. */
  synchronized int effects() {
    return effects;
  }

  /** The answer to a request that arrived whole. */
  synchronized Answer take(Request request) {
    if (request.method().equals("GET")) {
      return ScriptedHttp.answerOf(200, "{\"data\":[]}", Map.of());
    }
    JsonNode body = SentCommands.bodyOf(request);
    String key = request.url().getPath() + " " + body.path("command_id").asText();
    Instant before = seen.put(key, clock.get());
    if (before == null || Duration.between(before, clock.get()).compareTo(MEMORY) >= 0) {
      effects++;
    }
    String leg =
        request.url().getPath().endsWith("/calls") ? ",\"call_control_id\":\"v3:new\"" : "";
    return ScriptedHttp.answerOf(200, "{\"data\":{\"result\":\"ok\"" + leg + "}}", Map.of());
  }
}
