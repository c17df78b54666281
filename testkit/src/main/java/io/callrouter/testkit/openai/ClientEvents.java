package io.callrouter.testkit.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What clients say, and what the service does with it. */
final class ClientEvents {
  private static final Shape.Fields ANY_EVENT =
      Shape.object()
          .needs("type", Shape.TEXT)
          .with("event_id", Shape.text(Shapes.LONGEST_EVENT_ID));

  private final Session session;
  private final Map<String, Kind> kinds = new HashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();
  private final List<Truncation> truncations = new ArrayList<>();

  /** What an event must look like, and what is done with it. */
  private record Kind(Shape shape, Handler handler) {}

  @FunctionalInterface
  private interface Handler {
    void handle(ObjectNode event) throws Refusal;
  }

  ClientEvents(Session session) {
    this.session = session;
    know("session.update", ANY_EVENT.needs("session", Shape.MAP), this::update);
    know("input_audio_buffer.append", ANY_EVENT.needs("audio", Shape.TEXT), this::append);
    know("input_audio_buffer.commit", ANY_EVENT, event -> session.input().commit());
    know("input_audio_buffer.clear", ANY_EVENT, event -> session.input().clear());
    know(
        "conversation.item.create",
        ANY_EVENT.needs("item", Shapes::checkItem).with("previous_item_id", Shape.TEXT.orNull()),
        event -> session.conversation().create(event, session.newItemId()));
    know(
        "conversation.item.delete",
        ANY_EVENT.needs("item_id", Shape.TEXT),
        event -> session.conversation().delete(itemId(event)));
    know(
        "conversation.item.retrieve",
        ANY_EVENT.needs("item_id", Shape.TEXT),
        event -> session.conversation().retrieve(itemId(event)));
    know(
        "conversation.item.truncate",
        ANY_EVENT
            .needs("item_id", Shape.TEXT)
            .needs("content_index", Shape.integer(0, Integer.MAX_VALUE))
            .needs("audio_end_ms", Shape.integer(0, Integer.MAX_VALUE)),
        this::truncate);
    know("response.create", ANY_EVENT.with("response", Shape.MAP.orNull()), this::respond);
    know("response.cancel", ANY_EVENT.with("response_id", Shape.TEXT.orNull()), this::cancel);
    know(
        "output_audio_buffer.clear",
        ANY_EVENT,
        event -> {
          throw Refusal.invalid(
              "type", "'output_audio_buffer.clear' is for WebRTC and SIP connections only.");
        });
  }

  private void know(String type, Shape shape, Handler handler) {
    kinds.put(type, new Kind(shape, handler));
  }

  /** Does what a message says, or says why not. */
  void receive(String text) {
    ObjectNode event = Json.parse(text);
    String type = event == null ? "" : event.path("type").asText();
    Mishap mishap =
        session
            .plan()
            .at(new Moment(Moment.Side.ON, type, Math.max(1, counts.merge(type, 1, Integer::sum))));
    if (mishap != null) {
      session.suffer(mishap);
    }
    if (session.closing() != null) {
      session.messages().received(type, text, null);
      return;
    }
    Refusal refusal = outcome(event, type);
    String shown = type.equals("input_audio_buffer.append") ? withoutAudio(event) : text;
    session.messages().received(type, shown, refusal == null ? null : refusal.code());
    if (refusal != null) {
      session.out().refuse(refusal, event == null ? null : event.path("event_id").textValue());
    }
  }

  private @Nullable Refusal outcome(@Nullable ObjectNode event, String type) {
    try {
      handle(event, type);
      return null;
    } catch (Refusal e) {
      return e;
    }
  }

  private void handle(@Nullable ObjectNode event, String type) throws Refusal {
    if (event == null) {
      throw Refusal.of("invalid_json", "The message is not a JSON object.");
    }
    if (!event.has("type")) {
      throw Refusal.missing("type");
    }
    Kind kind = kinds.get(type);
    if (kind == null) {
      throw Refusal.invalid("type", "Invalid value: '" + type + "'. There is no such event.");
    }
    kind.shape.check(event, "");
    kind.handler.handle(event);
  }

  private static String withoutAudio(@Nullable ObjectNode event) {
    if (event == null) {
      return "";
    }
    int length = event.path("audio").asText().length();
    return Json.text(event.deepCopy().put("audio", length + " characters"));
  }

  private void update(ObjectNode event) throws Refusal {
    session.update((ObjectNode) event.get("session"));
  }

  private void append(ObjectNode event) throws Refusal {
    session.input().append(event.path("audio").textValue());
  }

  private void truncate(ObjectNode event) throws Refusal {
    String itemId = itemId(event);
    long endMs = event.path("audio_end_ms").longValue();
    Item item = session.conversation().find(itemId);
    long audioMs = item == null ? 0 : item.audioMs();
    boolean accepted = false;
    try {
      session.conversation().truncate(itemId, event.path("content_index").intValue(), endMs);
      accepted = true;
    } finally {
      truncations.add(
          new Truncation(
              session.sinceStart(),
              itemId,
              Duration.ofMillis(endMs),
              Duration.ofMillis(audioMs),
              accepted));
    }
  }

  private void respond(ObjectNode event) throws Refusal {
    JsonNode request = event.path("response");
    session
        .responses()
        .create(request.isObject() ? (ObjectNode) request : Json.object(), Turn.Cause.REQUEST);
  }

  private void cancel(ObjectNode event) throws Refusal {
    session.responses().cancel(event.path("response_id").textValue());
  }

  private static String itemId(ObjectNode event) {
    return event.path("item_id").textValue();
  }

  List<Truncation> truncations() {
    return List.copyOf(truncations);
  }
}
