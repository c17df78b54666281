package io.callrouter.testkit.telnyx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the API answers to a request. */
@SuppressWarnings("ArrayRecordComponent") // Handed through, never compared.
record ApiAnswer(int status, Map<String, String> headers, byte[] body) {
  /** The envelope of what was done. */
  static ApiAnswer data(JsonNode data) {
    ObjectNode envelope = Json.object();
    envelope.set("data", data);
    return json(200, envelope);
  }

  /** Any JSON. */
  static ApiAnswer json(int status, ObjectNode body) {
    return new ApiAnswer(
        status, Map.of("content-type", "application/json; charset=utf-8"), Json.bytes(body));
  }

  /** The envelope of errors; the first one's status counts. */
  static ApiAnswer refused(List<ApiError> errors) {
    ObjectNode envelope = Json.object();
    ArrayNode list = envelope.putArray("errors");
    for (ApiError error : errors) {
      ObjectNode entry = list.addObject();
      entry.put("code", error.code());
      entry.put("title", error.title());
      entry.put("detail", error.detail());
      if (!error.pointer().isEmpty()) {
        entry.putObject("source").put("pointer", error.pointer());
      }
      entry
          .putObject("meta")
          .put("url", "https://developers.telnyx.com/docs/overview/errors/" + error.code());
    }
    return json(errors.get(0).status(), envelope);
  }

  static ApiAnswer text(int status, String contentType, String text) {
    return new ApiAnswer(
        status, Map.of("content-type", contentType), text.getBytes(StandardCharsets.UTF_8));
  }

  ApiAnswer with(String name, String value) {
    return with(Map.of(name, value));
  }

  ApiAnswer with(Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.putAll(more);
    return new ApiAnswer(status, all, body);
  }
}
