package io.callrouter.testkit.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;

/** An item of a conversation, as it grows. */
final class Item {
  static final int NO_SPEECH = -1;

  private final ObjectNode json;
  private int speech = NO_SPEECH;
  private int sampleRateHz = 1;
  private long samples;
  private long keptMs = Long.MAX_VALUE;

  Item(String id, String type) {
    this(Json.object().put("id", id).put("object", "realtime.item").put("type", type));
  }

  /** Of what a client made, with its id. */
  Item(ObjectNode json) {
    this.json = json;
  }

  String id() {
    return json.path("id").asText();
  }

  /** What it holds; to be written to until it is complete. */
  ObjectNode json() {
    return json;
  }

  String type() {
    return json.path("type").asText();
  }

  /** The model has spoken for it. */
  void spoke(int number, int rateHz, int more) {
    speech = number;
    sampleRateHz = rateHz;
    samples += more;
  }

  /** How much audio the model made for it, in whole ms. */
  long generatedMs() {
    return samples * 1000 / sampleRateHz;
  }

  /** How much of that is still there. */
  long audioMs() {
    return Math.min(generatedMs(), keptMs);
  }

  /** Only so much of it was heard; what was said is not known any more. */
  void truncate(long ms) {
    keptMs = ms;
    for (JsonNode part : json.path("content")) {
      ((ObjectNode) part).remove("transcript");
    }
  }

  ConversationItem seen() {
    return new ConversationItem(
        id(),
        type(),
        json.path("role").asText(),
        json.path("status").asText(),
        text(),
        Duration.ofMillis(audioMs()),
        Duration.ofMillis(generatedMs()),
        speech);
  }

  /** What it says, in whatever field. */
  String text() {
    StringBuilder text = new StringBuilder();
    for (JsonNode part : json.path("content")) {
      text.append(part.path("text").asText("")).append(part.path("transcript").asText(""));
    }
    return text.append(json.path("arguments").asText(""))
        .append(json.path("output").asText(""))
        .toString();
  }
}
