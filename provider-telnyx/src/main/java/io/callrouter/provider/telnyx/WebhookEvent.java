package io.callrouter.provider.telnyx;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.callrouter.web.WebHandler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One event of Telnyx's webhooks, API version 2.
 *
 * <p>Read leniently, as Telnyx writes it: absent and null mean the same, some events stand without
 * the {@code data} around them, some have their time in the payload, and there are more fields than
 * are known here.
 *
 * @param id tells it from every other event; a repeated delivery has the same
 * @param type such as {@code call.answered}
 * @param at when it happened by Telnyx's clock, or null if it does not say
 * @param payload an object, empty if there is none
 */
record WebhookEvent(String id, String type, @Nullable Instant at, JsonNode payload) {
  private static final int MOST_DEPTH = 32;
  private static final int MOST_NAME_CHARS = 256;
  private static final int MOST_NUMBER_CHARS = 64;

  /** Signed addresses of recordings are long. */
  private static final int MOST_TEXT_CHARS = 4096;

  private static final int MOST_BRIEF_CHARS = 200;
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._:-]{1,128}");
  private static final Pattern VERSION_1 = Pattern.compile("[a-z]+(_[a-z]+)+");

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxDocumentLength(WebHandler.MAX_BODY_BYTES)
                          .maxStringLength(WebHandler.MAX_BODY_BYTES)
                          .maxNestingDepth(MOST_DEPTH)
                          .maxNameLength(MOST_NAME_CHARS)
                          .maxNumberLength(MOST_NUMBER_CHARS)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /**
   * Reads the body of a webhook.
   *
   * @throws Refusal if it is no event of API version 2
   */
  static WebhookEvent read(byte[] body) throws Refusal {
    JsonNode document = document(body);
    JsonNode event = document.path("data").isObject() ? document.path("data") : document;
    String type = text(event, "event_type");
    if (VERSION_1.matcher(type).matches()) {
      throw new Refusal(
          400,
          "this is an event of API version 1",
          "set the application's webhook API version to 2 (webhook_api_version \"2\"); Telnyx"
              + " presets 1 for applications made through its API");
    }
    if (type.isEmpty()) {
      throw new Refusal(400, "event_type is missing", "the address is for voice webhooks only");
    }
    String id = text(event, "id");
    if (!ID.matcher(id).matches()) {
      throw new Refusal(
          400, "id is missing or ill-formed", "without it an event cannot be told from its repeat");
    }
    JsonNode payload = event.path("payload");
    Instant at = time(event, "occurred_at");
    return new WebhookEvent(id, type, at == null ? time(payload, "occurred_at") : at, payload);
  }

  private static JsonNode document(byte[] body) throws Refusal {
    try {
      // Given the bytes, Jackson takes some that are no UTF-8 for a name it has met before.
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      JsonNode document = MAPPER.readTree(text);
      if (document.isObject()) {
        return document;
      }
    } catch (IOException e) {
      // What is wrong with it may repeat what stands in it.
    }
    throw new Refusal(
        400,
        "the body is no JSON object",
        "the application must send webhooks of API version 2, by POST; TeXML is not understood");
  }

  /** A text or number of the payload; empty if there is none, or it is too long to be one. */
  String text(String name) {
    return text(payload, name);
  }

  /** As {@link #text(String)}, of an object within the payload. */
  String text(String object, String name) {
    return text(payload.path(object), name);
  }

  /** The beginning of a text that people read, as far as it goes into a log line. */
  String brief(String name) {
    String text = text(name);
    return text.substring(0, Math.min(text.length(), MOST_BRIEF_CHARS));
  }

  /** As {@link #text(String)}, null if there is none. */
  @Nullable String textOrNull(String name) {
    String text = text(name);
    return text.isEmpty() ? null : text;
  }

  /** A time of the payload, or null if there is none. */
  @Nullable Instant time(String name) {
    return time(payload, name);
  }

  /** The leg it is about; null where an event does not say. */
  @Nullable String callControlId() {
    return textOrNull("call_control_id");
  }

  /** What our last command left at the leg, or null if it was none of ours. */
  @Nullable ClientState clientState() {
    return ClientState.read(textOrNull("client_state"));
  }

  static String text(JsonNode object, String name) {
    JsonNode value = object.path(name);
    String text = value.isValueNode() && !value.isNull() ? value.asText() : "";
    return text.length() > MOST_TEXT_CHARS ? "" : text;
  }

  private static @Nullable Instant time(JsonNode object, String name) {
    String text = text(object, name);
    try {
      return text.isEmpty() ? null : Instant.parse(text.replace(' ', 'T'));
    } catch (DateTimeException e) {
      return null;
    }
  }
}
