package io.callrouter.testkit.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** The names that events and contents had before the service was generally available. */
final class BetaNames {
  private BetaNames() {}

  /** The event under its old name; null if it did not exist. */
  static @Nullable ObjectNode of(ObjectNode event) {
    String type = event.path("type").asText();
    if (type.equals("conversation.item.done")) {
      return null;
    }
    ObjectNode old = event.deepCopy();
    old.put(
        "type",
        type.equals("conversation.item.added")
            ? "conversation.item.created"
            : type.replace("response.output_audio", "response.audio")
                .replace("response.output_text", "response.text"));
    for (JsonNode part : old.at("/item/content")) {
      String name = part.path("type").asText();
      ((ObjectNode) part)
          .put(
              "type",
              name.equals("output_audio") || name.equals("output_text")
                  ? name.substring("output_".length())
                  : name);
    }
    return old;
  }
}
