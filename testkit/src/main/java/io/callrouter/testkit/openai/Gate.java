package io.callrouter.testkit.openai;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Decides whom the service lets in. Thread-safe. */
final class Gate {
  private static final Set<String> MODELS =
      Set.of(
          "gpt-realtime",
          "gpt-realtime-2025-08-28",
          "gpt-realtime-1.5",
          "gpt-realtime-2",
          "gpt-realtime-2.1",
          "gpt-realtime-2.1-mini",
          "gpt-realtime-mini",
          "gpt-realtime-mini-2025-10-06",
          "gpt-realtime-mini-2025-12-15");

  private final String apiKey;
  private final Set<String> models = ConcurrentHashMap.newKeySet();
  private final Queue<Integer> refusals = new ArrayDeque<>(); // guarded by itself

  Gate(String apiKey) {
    this.apiKey = apiKey;
    models.addAll(MODELS);
  }

  void offer(String model) {
    models.add(model);
  }

  void refuseNext(int status) {
    synchronized (refusals) {
      refusals.add(status);
    }
  }

  /** Why that client is not let in, or null. */
  @Nullable HandshakeRefusedException refusal(Handshake handshake) {
    Integer scripted;
    synchronized (refusals) {
      scripted = refusals.poll();
    }
    if (scripted != null) {
      return scripted(scripted);
    }
    String key = handshake.apiKey();
    if (key == null) {
      return refusal(401, "missing_api_key", "You didn't provide an API key.");
    }
    if (!key.equals(apiKey)) {
      return refusal(401, "invalid_api_key", "Incorrect API key provided.");
    }
    if (!models.contains(handshake.model())) {
      String message = "The model '" + handshake.model() + "' does not exist.";
      return refusal(404, "model_not_found", message);
    }
    return null;
  }

  private static HandshakeRefusedException scripted(int status) {
    return switch (status) {
      case 401 -> refusal(status, "invalid_api_key", "Incorrect API key provided.");
      case 403 -> refusal(status, "unsupported_country_region_territory", "Not supported here.");
      case 404 -> refusal(status, "model_not_found", "The model does not exist.");
      case 429 -> refusal(status, "rate_limit_exceeded", "Rate limit reached.");
      default -> refusal(status, "server_error", "The server had an error.");
    };
  }

  private static HandshakeRefusedException refusal(int status, String code, String message) {
    var body = Json.object();
    body.putObject("error")
        .put("message", message)
        .put("type", status < 500 ? "invalid_request_error" : "server_error")
        .putNull("param")
        .put("code", code);
    return new HandshakeRefusedException(status, Json.text(body));
  }
}
