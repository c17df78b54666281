package io.callrouter.testkit.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The effective configuration of a session. */
final class SessionSettings {
  /** Whose fields change one by one; anything else changes as a whole. */
  private static final Set<String> SECTIONS = Set.of("audio", "input", "output");

  private static final String INSTRUCTIONS =
      "You are a simulated model. Speak clearly, and take tool calls where they help.";

  private final String model;
  private ObjectNode session;

  SessionSettings(String id, String model, long expiresAt) {
    this.model = model;
    this.session = defaults(id, model, expiresAt);
  }

  private static ObjectNode defaults(String id, String model, long expiresAt) {
    ObjectNode session =
        Json.object()
            .put("type", "realtime")
            .put("object", "realtime.session")
            .put("id", id)
            .put("model", model);
    session.putArray("output_modalities").add("audio");
    session.put("instructions", INSTRUCTIONS);
    ObjectNode audio = session.putObject("audio");
    ObjectNode input = audio.putObject("input");
    input.set("format", WireAudio.PCM.json());
    input.putNull("transcription").putNull("noise_reduction");
    input.set("turn_detection", TurnDetection.completed(Json.object().put("type", "server_vad")));
    ObjectNode output = audio.putObject("output");
    output.set("format", WireAudio.PCM.json());
    output.put("voice", "marin").put("speed", 1.0);
    session.putArray("tools");
    session.put("tool_choice", "auto").put("max_output_tokens", "inf").put("truncation", "auto");
    session.putNull("tracing").putNull("prompt").putNull("include");
    session.put("expires_at", expiresAt);
    return session;
  }

  /**
   * Changes what is present, or nothing if anything of it is refused.
   *
   * @param spoken whether the model has spoken, which fixes its voice
   */
  void update(JsonNode change, boolean spoken) throws Refusal {
    Shapes.SESSION.check(change, "session");
    if (!change.path("model").asText(model).equals(model)) {
      throw Refusal.invalid("session.model", "The model of a session cannot be changed.");
    }
    ObjectNode next = session.deepCopy();
    merge(next, (ObjectNode) change);
    boolean sameVoice = voice(next).equals(voice(session));
    if (spoken && !sameVoice) {
      throw Refusal.of(
          "cannot_update_voice",
          "Cannot update a conversation's voice if assistant audio is present.",
          "session.audio.output.voice");
    }
    session = next;
  }

  private static void merge(ObjectNode into, ObjectNode change) {
    for (var field : change.properties()) {
      String name = field.getKey();
      JsonNode value = field.getValue();
      if (value instanceof ObjectNode section && SECTIONS.contains(name)) {
        merge((ObjectNode) into.get(name), section);
      } else if (name.equals("turn_detection") && value.isObject()) {
        into.set(name, TurnDetection.completed(value));
      } else if (name.equals("tools") && value.isNull()) {
        into.putArray(name);
      } else if (name.equals("instructions") && value.isNull()) {
        into.put(name, "");
      } else {
        into.set(name, value.deepCopy());
      }
    }
  }

  /** From now on the model speaks in that format whatever it was asked for. */
  void insistOn(WireAudio format) {
    ((ObjectNode) session.at("/audio/output")).set("format", format.json());
  }

  /** All of it, for the client. */
  ObjectNode json() {
    return session.deepCopy();
  }

  WireAudio input() {
    return WireAudio.of(session.at("/audio/input/format"));
  }

  WireAudio output() {
    return WireAudio.of(session.at("/audio/output/format"));
  }

  @Nullable TurnDetection turnDetection() {
    return TurnDetection.of(session.at("/audio/input/turn_detection"));
  }

  boolean transcribes() {
    return session.at("/audio/input/transcription").isObject();
  }

  JsonNode get(String name) {
    return session.path(name);
  }

  JsonNode voice() {
    return voice(session);
  }

  private static JsonNode voice(ObjectNode session) {
    return session.at("/audio/output/voice");
  }
}
