package io.callrouter.openai;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;

/** Writes what is sent to the service, each with an id that an error names; but for audio. */
final class ClientMessages {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static final String UPDATE = "update";

  private long next;

  /** An object of JSON, to be filled. */
  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  String update(ObjectNode session) {
    ObjectNode message = message("session.update").put("event_id", UPDATE + next++);
    message.set("session", session);
    return message.toString();
  }

  /** Whether an id is that of an update. */
  static boolean isUpdate(String eventId) {
    return eventId.startsWith(UPDATE);
  }

  /** An answer of the model's, with a tag that it brings back. */
  String respond(Turns.Request request) {
    ObjectNode message = message("response.create");
    ObjectNode response = message.putObject("response");
    response.putObject("metadata").put("tag", request.tag());
    if (request.instructions() != null) {
      response.put("instructions", request.instructions());
    }
    if (request.wordsOnly()) {
      response.put("tool_choice", "none");
    }
    return message.put("event_id", request.tag()).toString();
  }

  String cancel() {
    return message("response.cancel").toString();
  }

  String commit() {
    return message("input_audio_buffer.commit").toString();
  }

  String truncate(String item, Duration heard) {
    return message("conversation.item.truncate")
        .put("item_id", item)
        .put("content_index", 0)
        .put("audio_end_ms", heard.toMillis())
        .toString();
  }

  String delete(String item) {
    return message("conversation.item.delete").put("item_id", item).toString();
  }

  /** A turn of the conversation that was held in another session. */
  String replay(Transcript.Line line) {
    boolean caller = line.speaker() == Transcript.Speaker.CALLER;
    ObjectNode message = message("conversation.item.create");
    ObjectNode item = message.putObject("item").put("type", "message");
    item.put("role", caller ? "user" : "assistant");
    item.putArray("content")
        .addObject()
        .put("type", caller ? "input_text" : "output_text")
        .put("text", line.text());
    return message.toString();
  }

  /** A call of a tool, for a session that did not hear of it. */
  String call(String call, String name, String arguments) {
    ObjectNode message = message("conversation.item.create");
    message
        .putObject("item")
        .put("type", "function_call")
        .put("call_id", call)
        .put("name", name)
        .put("arguments", arguments);
    return message.toString();
  }

  /**
   * What a tool gave.
   *
   * @param item the id that the item shall have
   * @param call the service's id of the tool call
   */
  String output(String item, String call, String output) {
    ObjectNode message = message("conversation.item.create");
    message
        .putObject("item")
        .put("id", item)
        .put("type", "function_call_output")
        .put("call_id", call)
        .put("output", output);
    return message.toString();
  }

  private ObjectNode message(String type) {
    return object().put("type", type).put("event_id", "c" + next++);
  }
}
