package io.callrouter.testkit.twilio;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.callrouter.testkit.carrier.InvalidMediaMessage;
import io.callrouter.testkit.carrier.MediaMessage;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;

/**
 * Reads the application's messages on the media socket strictly: a field too many or too few makes
 * one invalid.
 *
 * @see <a
 *     href="https://www.twilio.com/docs/voice/media-streams/websocket-messages#send-websocket-messages-to-twilio">Messages
 *     to Twilio</a>
 */
final class TwilioMessages {
  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

  private TwilioMessages() {}

  /**
   * Reads a message.
   *
   * @param streamSid the only stream it may be for
   */
  static MediaMessage parse(String text, String streamSid) throws InvalidMediaMessage {
    JsonNode message = parse(text);
    String event = text(message, "event");
    mustHaveFields(
        message,
        event.equals("clear") ? Set.of("event", "streamSid") : Set.of("event", "streamSid", event));
    if (!text(message, "streamSid").equals(streamSid)) {
      throw new InvalidMediaMessage("wrong streamSid: " + text);
    }
    return switch (event) {
      case "media" -> new MediaMessage.Media(base64(only(message, "media", "payload")));
      case "mark" -> new MediaMessage.Mark(only(message, "mark", "name"));
      case "clear" -> new MediaMessage.Clear();
      default -> throw new InvalidMediaMessage("unknown event: " + text);
    };
  }

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
