package io.callrouter.testkit.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** What the service answers to a message that it does not take. */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;
  private static final String INVALID_REQUEST = "invalid_request_error";

  private final String type;
  private final String code;
  private final @Nullable String param;

  private Refusal(String type, String code, String message, @Nullable String param) {
    super(message, null, false, false);
    this.type = type;
    this.code = code;
    this.param = param;
  }

  static Refusal of(String code, String message) {
    return new Refusal(INVALID_REQUEST, code, message, null);
  }

  static Refusal of(String code, String message, String param) {
    return new Refusal(INVALID_REQUEST, code, message, param);
  }

  static Refusal invalid(String param, String message) {
    return of("invalid_value", message, param);
  }

  static Refusal missing(String param) {
    return of("missing_required_parameter", "Missing required parameter: '" + param + "'.", param);
  }

  static Refusal unknown(String param) {
    return of("unknown_parameter", "Unknown parameter: '" + param + "'.", param);
  }

  static Refusal wrongType(String param, String wanted) {
    return of("invalid_type", "Invalid type for '" + param + "': expected " + wanted + ".", param);
  }

  String code() {
    return code;
  }

  /** The {@code error} object of the event. */
  ObjectNode json(@Nullable String eventId) {
    return Json.object()
        .put("type", type)
        .put("code", code)
        .put("message", getMessage())
        .put("param", param)
        .put("event_id", eventId);
  }
}
