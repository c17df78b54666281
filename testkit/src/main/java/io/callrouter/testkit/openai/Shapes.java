package io.callrouter.testkit.openai;

import com.fasterxml.jackson.databind.JsonNode;

/** What the service takes, field by field: the session and what clients may ask within it. */
final class Shapes {
  static final int LONGEST_EVENT_ID = 512;
  private static final int LONGEST_ITEM_ID = 32;
  private static final int MOST_OUTPUT_TOKENS = 4096;

  private static final Shape VOICE =
      Shape.textOr(
          Shape.oneOf(
              "alloy", "ash", "ballad", "cedar", "coral", "echo", "marin", "sage", "shimmer",
              "verse"),
          Shape.object().needs("id", Shape.TEXT));

  private static final Shape PCM_RATE = Shape.integer(24000, 24000);
  private static final Shape FORMAT_FIELDS =
      Shape.object()
          .needs("type", Shape.oneOf("audio/pcm", "audio/pcmu", "audio/pcma"))
          .with("rate", Shape.ANY);

  private static final Shape MODALITIES = Shapes::checkModalities;

  private static final Shape TOOL = Shapes::checkTool;
  private static final Shape FUNCTION_TOOL =
      Shape.object()
          .needs("type", Shape.oneOf("function"))
          .needs("name", Shape.text(64))
          .with("description", Shape.TEXT)
          .with("parameters", Shape.MAP);

  private static final Shape TOOL_CHOICE =
      Shape.textOr(
          Shape.oneOf("auto", "none", "required"),
          Shape.object()
              .needs("type", Shape.oneOf("function", "mcp"))
              .with("name", Shape.TEXT)
              .with("server_label", Shape.TEXT));

  private static final Shape MAX_OUTPUT_TOKENS =
      Shape.textOr(Shape.oneOf("inf"), Shape.integer(1, MOST_OUTPUT_TOKENS));

  private static final Shape SERVER_VAD =
      Shape.object()
          .needs("type", Shape.ANY)
          .with("threshold", Shape.number(0, 1))
          .with("prefix_padding_ms", Shape.integer(0, 5000))
          .with("silence_duration_ms", Shape.integer(0, 10_000))
          .with("idle_timeout_ms", Shape.integer(5000, 30_000).orNull())
          .with("create_response", Shape.FLAG)
          .with("interrupt_response", Shape.FLAG);

  private static final Shape SEMANTIC_VAD =
      Shape.object()
          .needs("type", Shape.ANY)
          .with("eagerness", Shape.oneOf("low", "medium", "high", "auto"))
          .with("create_response", Shape.FLAG)
          .with("interrupt_response", Shape.FLAG);

  private static final Shape AUDIO_INPUT =
      Shape.object()
          .with("format", Shapes::checkFormat)
          .with(
              "noise_reduction",
              Shape.object().needs("type", Shape.oneOf("near_field", "far_field")).orNull())
          .with(
              "transcription",
              Shape.object()
                  .with("model", Shape.TEXT)
                  .with("language", Shape.TEXT)
                  .with("prompt", Shape.TEXT)
                  .orNull())
          .with("turn_detection", ((Shape) Shapes::checkTurnDetection).orNull());

  private static final Shape AUDIO_OUTPUT =
      Shape.object()
          .with("format", Shapes::checkFormat)
          .with("voice", VOICE)
          .with("speed", Shape.number(0.25, 1.5));

  /** The {@code session} of {@code session.update}. */
  static final Shape SESSION =
      Shape.object()
          .needs("type", Shape.oneOf("realtime"))
          .with("model", Shape.TEXT)
          .with("instructions", Shape.TEXT.orNull())
          .with("output_modalities", MODALITIES)
          .with("audio", Shape.object().with("input", AUDIO_INPUT).with("output", AUDIO_OUTPUT))
          .with("tools", Shape.list(TOOL).orNull())
          .with("tool_choice", TOOL_CHOICE)
          .with("max_output_tokens", MAX_OUTPUT_TOKENS)
          .with("truncation", Shape.ANY)
          .with("tracing", Shape.ANY)
          .with("include", Shape.list(Shape.TEXT).orNull())
          .with("prompt", Shape.MAP.orNull())
          .with("reasoning", Shape.MAP.orNull())
          .with("parallel_tool_calls", Shape.FLAG);

  /** The {@code response} of {@code response.create}. */
  static final Shape RESPONSE =
      Shape.object()
          .with("instructions", Shape.TEXT.orNull())
          .with("output_modalities", MODALITIES)
          .with(
              "audio",
              Shape.object()
                  .with(
                      "output",
                      Shape.object().with("format", Shapes::checkFormat).with("voice", VOICE)))
          .with("tools", Shape.list(TOOL).orNull())
          .with("tool_choice", TOOL_CHOICE)
          .with("max_output_tokens", MAX_OUTPUT_TOKENS)
          .with("input", Shape.list(Shapes::checkItem))
          .with("metadata", Shape.MAP.orNull())
          .with("conversation", Shape.oneOf("auto", "none"))
          .with("prompt", Shape.MAP.orNull())
          .with("reasoning", Shape.MAP.orNull())
          .with("parallel_tool_calls", Shape.FLAG);

  private static final Shape.Fields ITEM =
      Shape.object()
          .needs("type", Shape.TEXT)
          .with("id", Shape.text(LONGEST_ITEM_ID))
          .with("object", Shape.oneOf("realtime.item"))
          .with("status", Shape.oneOf("completed", "incomplete", "in_progress"));

  private static final Shape FUNCTION_CALL =
      ITEM.needs("name", Shape.TEXT).needs("arguments", Shape.TEXT).with("call_id", Shape.TEXT);

  private static final Shape FUNCTION_CALL_OUTPUT =
      ITEM.needs("call_id", Shape.TEXT).needs("output", Shape.TEXT);

  private Shapes() {}

  /** An item that a client makes, or points to. */
  static void checkItem(JsonNode item, String path) throws Refusal {
    Shape.MAP.check(item, path);
    switch (item.path("type").asText()) {
      case "message" -> message(item.path("role").asText()).check(item, path);
      case "function_call" -> FUNCTION_CALL.check(item, path);
      case "function_call_output" -> FUNCTION_CALL_OUTPUT.check(item, path);
      case "item_reference" -> ITEM.needs("id", Shape.TEXT).check(item, path);
      default ->
          Shape.oneOf("message", "function_call", "function_call_output", "item_reference")
              .check(typeOf(item, path), path + ".type");
    }
  }

  private static Shape message(String role) {
    Shape content =
        switch (role) {
          case "user" -> userContent();
          case "system" -> content(Shape.object(), "input_text");
          default -> content(Shape.object(), "output_text");
        };
    return ITEM.needs("role", Shape.oneOf("user", "system", "assistant"))
        .needs("content", Shape.list(content));
  }

  private static Shape userContent() {
    return content(
        Shape.object()
            .with("audio", Shape.TEXT)
            .with("transcript", Shape.TEXT)
            .with("image_url", Shape.TEXT)
            .with("detail", Shape.TEXT),
        "input_text",
        "input_audio",
        "input_image");
  }

  private static Shape content(Shape.Fields fields, String... types) {
    return fields.needs("type", Shape.oneOf(types)).with("text", Shape.TEXT);
  }

  private static void checkFormat(JsonNode format, String path) throws Refusal {
    FORMAT_FIELDS.check(format, path);
    if (format.path("type").asText().equals("audio/pcm")) {
      if (!format.has("rate")) {
        throw Refusal.missing(path + ".rate");
      }
      PCM_RATE.check(format.get("rate"), path + ".rate");
    } else if (format.has("rate")) {
      throw Refusal.unknown(path + ".rate");
    }
  }

  private static void checkModalities(JsonNode modalities, String path) throws Refusal {
    Shape.list(Shape.oneOf("audio", "text")).check(modalities, path);
    if (modalities.size() != 1) {
      throw Refusal.invalid(
          path,
          "Invalid modalities: "
              + modalities
              + ". Supported combinations are: ['text'] and"
              + " ['audio'].");
    }
  }

  private static void checkTurnDetection(JsonNode detection, String path) throws Refusal {
    Shape.MAP.check(detection, path);
    JsonNode type = typeOf(detection, path);
    Shape.oneOf("server_vad", "semantic_vad").check(type, path + ".type");
    (type.asText().equals("server_vad") ? SERVER_VAD : SEMANTIC_VAD).check(detection, path);
  }

  private static void checkTool(JsonNode tool, String path) throws Refusal {
    Shape.MAP.check(tool, path);
    if (typeOf(tool, path).asText().equals("mcp")) {
      throw Refusal.of("not_simulated", "Tools of type 'mcp' are not simulated.", path + ".type");
    }
    FUNCTION_TOOL.check(tool, path);
  }

  private static JsonNode typeOf(JsonNode value, String path) throws Refusal {
    JsonNode type = value.get("type");
    if (type == null) {
      throw Refusal.missing(path + ".type");
    }
    return type;
  }
}
