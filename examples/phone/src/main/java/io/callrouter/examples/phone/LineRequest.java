package io.callrouter.examples.phone;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;

/** What the page asks for, in a text message. */
sealed interface LineRequest {
  /** Place a call; the names are those of the greeting. */
  record PlaceCall(String carrier, String agent, List<String> misbehaviours)
      implements LineRequest {}

  /** Press a key. */
  record PressKey(String key) implements LineRequest {}

  /** Hang up. */
  record HangUp() implements LineRequest {}

  /** What came is no request. */
  final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message);
    }
  }

  /** Reads a message, however hostile. */
  static LineRequest read(String text) throws Malformed {
    JsonNode message = Json.read(text);
    String type = Json.text(message, "type");
    return switch (type) {
      case "call" ->
          new PlaceCall(
              Json.text(message, "carrier"), Json.text(message, "agent"), Json.troubles(message));
      case "key" -> new PressKey(Json.text(message, "key"));
      case "hang-up" -> new HangUp();
      default -> throw new Malformed("There is no message of that type: call, key, hang-up.");
    };
  }

  /** Reading in steps. */
  final class Json {
    private static final ObjectMapper MAPPER =
        JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private Json() {}

    private static JsonNode read(String text) throws Malformed {
      try {
        JsonNode message = MAPPER.readTree(text);
        if (message.isObject()) {
          return message;
        }
      } catch (JsonProcessingException e) {
        // Its message would repeat what came.
      }
      throw new Malformed("A message must be one JSON object.");
    }

    private static String text(JsonNode message, String name) throws Malformed {
      JsonNode value = message.path(name);
      if (!value.isTextual()) {
        throw new Malformed("The message lacks a text \"" + name + "\".");
      }
      return value.textValue();
    }

    private static List<String> troubles(JsonNode message) throws Malformed {
      JsonNode all = message.path("misbehaviours");
      List<String> names = new ArrayList<>();
      for (JsonNode name : all) {
        if (!name.isTextual()) {
          throw new Malformed("A misbehaviour is named by a text.");
        }
        names.add(name.textValue());
      }
      if (!all.isMissingNode() && !all.isArray()) {
        throw new Malformed("\"misbehaviours\" must be a list.");
      }
      return names;
    }
  }
}
