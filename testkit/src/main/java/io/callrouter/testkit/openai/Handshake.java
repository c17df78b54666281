package io.callrouter.testkit.openai;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks for when it connects.
 *
 * @param model the one it names, or empty
 * @param headers without regard to case
 */
record Handshake(String model, Map<String, String> headers) {
  private static final String BEARER = "Bearer ";

  Handshake {
    Map<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    copy.putAll(headers);
    headers = copy;
  }

  boolean asksForBeta() {
    return "realtime=v1".equals(headers.get("OpenAI-Beta"));
  }

  /** The key, as the service itself takes it or as Azure does; null if there is none. */
  @Nullable String apiKey() {
    String authorization = headers.get("Authorization");
    return authorization != null && authorization.startsWith(BEARER)
        ? authorization.substring(BEARER.length())
        : headers.get("api-key");
  }
}
