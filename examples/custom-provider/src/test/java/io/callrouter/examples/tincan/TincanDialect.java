package io.callrouter.examples.tincan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.callrouter.testkit.carrier.InvalidMediaMessage;
import io.callrouter.testkit.carrier.MediaDialect;
import io.callrouter.testkit.carrier.MediaMessage;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What Tincan says on a media socket, and how strictly it reads. */
record TincanDialect(String call) implements MediaDialect {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public List<String> greeting() {
    return List.of();
  }

  @Override
  public String start() {
    return message("call", call);
  }

  @Override
  public String media(byte[] frame, long timestampMs) {
    String audio = Base64.getEncoder().encodeToString(frame);
    return "{\"ms\":" + timestampMs + ",\"audio\":\"" + audio + "\"}";
  }

  /** A can has no keys. */
  @Override
  public @Nullable String digit(char key) {
    return null;
  }

  @Override
  public String mark(String name) {
    return message("mark", name);
  }

  @Override
  public String stop() {
    return message("stop", call);
  }

  @Override
  public String unknown() {
    return message("nobody", "knows");
  }

  @Override
  public MediaMessage read(String message) throws InvalidMediaMessage {
    try {
      JsonNode json = JSON.readTree(message);
      if (json.size() == 1 && json.has("audio")) {
        return new MediaMessage.Media(json.get("audio").binaryValue());
      } else if (json.size() == 1 && json.path("mark").isTextual()) {
        return new MediaMessage.Mark(json.get("mark").textValue());
      } else if (json.size() == 1 && json.path("clear").asBoolean()) {
        return new MediaMessage.Clear();
      }
    } catch (IOException e) {
      throw new InvalidMediaMessage("not JSON, or no base64: " + message);
    }
    throw new InvalidMediaMessage("neither audio nor mark nor clear: " + message);
  }

  @Override
  public int codeOf(Complaint complaint) {
    return switch (complaint) {
      case INVALID -> 1;
      case BINARY -> 2;
      case BUFFER_FULL -> 3;
    };
  }

  private static String message(String field, String value) {
    try {
      return JSON.writeValueAsString(Map.of(field, value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of text is always JSON", e);
    }
  }
}
