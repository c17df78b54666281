package io.callrouter.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A message of the service: its type, and what is found in it. What is not there reads as empty, so
 * that fields and events which are new do no harm.
 */
record ServerMessage(String type, JsonNode json) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Reads one; null if it is no object with a type. */
  static @Nullable ServerMessage read(String message) {
    try {
      JsonNode json = MAPPER.readTree(message);
      String type = json == null ? "" : json.path("type").asText();
      return type.isEmpty() ? null : new ServerMessage(type, json);
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  /** A text, by the names that lead to it; empty if there is none. */
  String text(String... path) {
    JsonNode at = json;
    for (String name : path) {
      at = at.path(name);
    }
    return at.isValueNode() && !at.isNull() ? at.asText() : "";
  }

  /** A whole number, by the names that lead to it; 0 if there is none. */
  long number(String... path) {
    JsonNode at = json;
    for (String name : path) {
      at = at.path(name);
    }
    return at.asLong();
  }

  /** What stands in base64 under that name; empty if it is none. */
  byte[] audio(String name) {
    try {
      return Base64.getDecoder().decode(text(name));
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }
}
