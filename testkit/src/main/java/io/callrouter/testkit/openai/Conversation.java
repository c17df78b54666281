package io.callrouter.testkit.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The items of a session in their order, and what clients may do with them. */
final class Conversation {
  private static final String ROOT = "root";

  private final String id;
  private final Outbox out;
  private final List<Item> items = new ArrayList<>();

  Conversation(String id, Outbox out) {
    this.id = id;
    this.out = out;
  }

  String id() {
    return id;
  }

  /** Adds one at the end and says so. */
  void add(Item item) {
    add(item, items.size());
  }

  private void add(Item item, int index) {
    items.add(index, item);
    out.send(about("conversation.item.added", item));
  }

  /** Says that an item is complete. */
  void done(Item item) {
    out.send(about("conversation.item.done", item));
  }

  private ObjectNode about(String type, Item item) {
    ObjectNode event = Outbox.event(type).put("previous_item_id", before(item));
    event.set("item", item.json().deepCopy());
    return event;
  }

  /** The id of the last item, or null. */
  @Nullable String last() {
    return items.isEmpty() ? null : items.get(items.size() - 1).id();
  }

  private @Nullable String before(Item item) {
    int index = items.indexOf(item);
    return index < 1 ? null : items.get(index - 1).id();
  }

  /** Takes an item that the client made. */
  void create(ObjectNode event, String freshId) throws Refusal {
    ObjectNode json = ((ObjectNode) event.get("item")).deepCopy();
    if (!json.has("id")) {
      json.put("id", freshId);
    }
    json.put("object", "realtime.item").put("status", "completed");
    String itemId = json.path("id").asText();
    if (find(itemId) != null) {
      throw Refusal.of(
          "item_create_duplicate_item_id",
          "Error adding item: an item with id '" + itemId + "' already exists.",
          "item.id");
    }
    checkCall(json);
    int index = indexAfter(event.path("previous_item_id"));
    Item item = new Item(json);
    add(item, index);
    done(item);
  }

  private void checkCall(JsonNode json) throws Refusal {
    String callId = json.path("call_id").asText();
    boolean output = json.path("type").asText().equals("function_call_output");
    if (output && items.stream().noneMatch(item -> isCall(item, callId))) {
      throw Refusal.of(
          "invalid_tool_call_id",
          "Tool call ID '" + callId + "' not found in conversation.",
          "item.call_id");
    }
  }

  private static boolean isCall(Item item, String callId) {
    return item.type().equals("function_call")
        && item.json().path("call_id").asText().equals(callId);
  }

  private int indexAfter(JsonNode previous) throws Refusal {
    if (!previous.isTextual()) {
      return items.size();
    }
    if (previous.asText().equals(ROOT)) {
      return 0;
    }
    Item item = find(previous.asText());
    if (item == null) {
      throw Refusal.of(
          "item_create_invalid_previous_item_id",
          "Error adding item: the previous item with id '"
              + previous.asText()
              + "' does not exist.",
          "previous_item_id");
    }
    return items.indexOf(item) + 1;
  }

  void delete(String itemId) throws Refusal {
    items.remove(required(itemId, "delet", "item_delete_invalid_item_id"));
    out.send(Outbox.event("conversation.item.deleted").put("item_id", itemId));
  }

  void retrieve(String itemId) throws Refusal {
    Item item = required(itemId, "retriev", "item_retrieve_invalid_item_id");
    ObjectNode event = Outbox.event("conversation.item.retrieved");
    event.set("item", item.json().deepCopy());
    out.send(event);
  }

  void truncate(String itemId, int contentIndex, long endMs) throws Refusal {
    Item item = required(itemId, "truncat", "item_truncate_invalid_item_id");
    if (item.generatedMs() == 0) {
      throw Refusal.of(
          "unsupported_content_type", "Only model output audio messages can be truncated");
    }
    if (contentIndex != 0) {
      throw Refusal.invalid("content_index", "There is no content at index " + contentIndex + ".");
    }
    if (endMs > item.audioMs()) {
      throw Refusal.of(
          "invalid_value",
          "Audio content of " + item.audioMs() + "ms is already shorter than " + endMs + "ms");
    }
    item.truncate(endMs);
    out.send(
        Outbox.event("conversation.item.truncated")
            .put("item_id", itemId)
            .put("content_index", contentIndex)
            .put("audio_end_ms", endMs));
  }

  private Item required(String itemId, String doing, String code) throws Refusal {
    Item item = find(itemId);
    if (item == null) {
      throw Refusal.of(
          code,
          "Error " + doing + "ing item: the item with id '" + itemId + "' does not exist.",
          "item_id");
    }
    return item;
  }

  @Nullable Item find(String itemId) {
    return items.stream().filter(item -> item.id().equals(itemId)).findFirst().orElse(null);
  }

  List<Item> items() {
    return List.copyOf(items);
  }
}
