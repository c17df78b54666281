package io.callrouter.testkit.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The events about one output item, which all name it alike. */
final class OutputEvents {
  private final Outbox out;
  private final Conversation conversation;
  private final boolean inConversation;
  private final String responseId;
  private final Item item;
  private final int index;

  OutputEvents(
      Outbox out,
      Conversation conversation,
      boolean inConversation,
      String responseId,
      Item item,
      int index) {
    this.out = out;
    this.conversation = conversation;
    this.inConversation = inConversation;
    this.responseId = responseId;
    this.item = item;
    this.index = index;
  }

  Item item() {
    return item;
  }

  /** The item is there, and in the conversation if its response is. */
  void added() {
    item.json().put("status", "in_progress");
    send(withItem("response.output_item.added"));
    if (inConversation) {
      conversation.add(item);
    }
  }

  /** The item is over. */
  void done(String status) {
    item.json().put("status", status);
    send(withItem("response.output_item.done"));
    if (inConversation) {
      conversation.done(item);
    }
  }

  /** An event about the item. */
  ObjectNode about(String type) {
    return Outbox.event(type)
        .put("response_id", responseId)
        .put("item_id", item.id())
        .put("output_index", index);
  }

  /** An event about its only content. */
  ObjectNode aboutContent(String type) {
    return about(type).put("content_index", 0);
  }

  void send(ObjectNode event) {
    out.send(event);
  }

  private ObjectNode withItem(String type) {
    ObjectNode event = Outbox.event(type).put("response_id", responseId).put("output_index", index);
    event.set("item", item.json().deepCopy());
    return event;
  }
}
