package io.callrouter.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;

/**
 * A message of the application on the media socket, read strictly: a field too many or too few
 * makes it invalid.
 *
 * @see <a
 *     href="https://www.twilio.com/docs/voice/media-streams/websocket-messages#send-websocket-messages-to-twilio">Messages
 *     to Twilio</a>
 */
sealed interface MediaMessage {
  /** Audio to play, µ-law. */
  @SuppressWarnings("ArrayRecordComponent") // Handed through, never compared.
  record Media(byte[] audio) implements MediaMessage {}

  /** A mark to return. */
  record Mark(String name) implements MediaMessage {}

  /** Drop what waits. */
  record Clear() implements MediaMessage {}

  /**
   * Reads a message.
   *
   * @param streamSid the only stream it may be for
   */
  static MediaMessage parse(String text, String streamSid) throws InvalidMediaMessage {
    JsonNode message = Json.parse(text);
    String event = Json.text(message, "event");
    Json.mustHaveFields(
        message,
        event.equals("clear") ? Set.of("event", "streamSid") : Set.of("event", "streamSid", event));
    if (!Json.text(message, "streamSid").equals(streamSid)) {
      throw new InvalidMediaMessage("wrong streamSid: " + text);
    }
    return switch (event) {
      case "media" -> new Media(Json.base64(Json.only(message, "media", "payload")));
      case "mark" -> new Mark(Json.only(message, "mark", "name"));
      case "clear" -> new Clear();
      default -> throw new InvalidMediaMessage("unknown event: " + text);
    };
  }

  /** JSON, as far as these messages use it. */
  final class Json {
    private static final ObjectMapper MAPPER =
        new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    private Json() {}

    private static JsonNode parse(String text) throws InvalidMediaMessage {
      try {
        return MAPPER.readTree(text);
      } catch (JsonProcessingException e) {
        throw new InvalidMediaMessage("not JSON: " + text);
      }
    }

    private static String text(JsonNode object, String field) throws InvalidMediaMessage {
      JsonNode value = object.get(field);
      if (value == null || !value.isTextual()) {
        throw new InvalidMediaMessage("no text in " + field + ": " + object);
      }
      return value.textValue();
    }

    private static String only(JsonNode message, String field, String inner)
        throws InvalidMediaMessage {
      JsonNode object = message.get(field);
      mustHaveFields(object, Set.of(inner));
      return text(object, inner);
    }

    private static void mustHaveFields(JsonNode object, Set<String> expected)
        throws InvalidMediaMessage {
      Set<String> fields = new HashSet<>();
      object.fieldNames().forEachRemaining(fields::add);
      if (!fields.equals(expected)) {
        throw new InvalidMediaMessage("fields must be " + expected + ": " + object);
      }
    }

    private static byte[] base64(String payload) throws InvalidMediaMessage {
      try {
        return Base64.getDecoder().decode(payload);
      } catch (IllegalArgumentException e) {
        throw new InvalidMediaMessage("payload is not base64: " + payload);
      }
    }
  }
}
