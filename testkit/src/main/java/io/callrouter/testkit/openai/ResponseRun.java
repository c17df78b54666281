package io.callrouter.testkit.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A response while it is made, item by item and piece by piece. */
final class ResponseRun {
  private static final Duration LATE = Duration.ofMillis(5);

  private final Session session;
  private final String id;
  private final ObjectNode request;
  private final Turn turn;
  private final Answer answer;
  private final Deque<Answer.Part> parts;
  private final List<Item> items = new ArrayList<>();
  private final Duration at;
  private @Nullable OutputItem current;
  private String status = "in_progress";
  private String detail = "";

  /**
   * A response that has not begun.
   *
   * @param request what the client asked for it, or an empty object
   */
  ResponseRun(Session session, String id, ObjectNode request, Turn turn, Answer answer) {
    this.session = session;
    this.id = id;
    this.request = request;
    this.turn = turn;
    this.answer = answer;
    this.parts = new ArrayDeque<>(answer.parts());
    this.at = session.sinceStart();
  }

  String id() {
    return id;
  }

  boolean isOutOfBand() {
    return turn.outOfBand();
  }

  boolean isOver() {
    return !status.equals("in_progress");
  }

  /** How long all that it said takes to be heard. */
  Duration audio() {
    return Duration.ofMillis(items.stream().mapToLong(Item::generatedMs).sum());
  }

  Duration at() {
    return at;
  }

  void begin() {
    session.out().send(event("response.created"));
    session.out().send(RateLimits.event());
    Duration latency = answer.latency();
    session.later(latency == null ? session.model().firstOutput() : latency, this::goOn);
  }

  /** Ends it before its time. */
  void cancel(String reason) {
    OutputItem cut = current;
    if (cut != null) {
      cut.close("incomplete");
    }
    finish("cancelled", reason);
    if (cut instanceof SpeechOutput speech) {
      for (int i = 1; i <= session.plan().lateDeltas(); i++) {
        session.later(LATE.multipliedBy(i), speech::late);
      }
    }
  }

  private void goOn() {
    while (!isOver()) {
      Duration pause = step();
      if (pause == null) {
        return; // It hangs until it is cancelled, or the session is over.
      }
      if (!pause.isZero()) {
        session.later(pause, this::goOn);
        return;
      }
    }
  }

  /** Does the next thing, and says how long until the one after; null if there is none. */
  private @Nullable Duration step() {
    OutputItem open = current;
    if (open == null) {
      return openNext();
    }
    Duration pause = open.next();
    if (pause != null) {
      return pause;
    }
    open.close("completed");
    current = null;
    return Duration.ZERO;
  }

  private @Nullable Duration openNext() {
    Answer.Part part = parts.poll();
    if (part != null) {
      OutputItem next = made(part);
      items.add(next.item());
      next.open();
      current = next;
      return Duration.ZERO;
    }
    if (answer.ending().equals(Answer.Ending.NEVER)) {
      return null;
    }
    finish(answer.ending().status(), answer.ending().detail());
    return Duration.ZERO;
  }

  private OutputItem made(Answer.Part part) {
    if (part instanceof Answer.FunctionCall call) {
      OutputEvents events = events(new Item(session.newId("item"), "function_call"));
      return new CallOutput(events, call, session.newId("call"));
    }
    Answer.Speech speech = (Answer.Speech) part;
    OutputEvents events = events(new Item(session.newId("item"), "message"));
    if (modalities().get(0).asText().equals("text")) {
      return new TextOutput(events, speech.text());
    }
    return new SpeechOutput(
        events,
        format(),
        speech,
        session.model().voice().speak(speech.text(), format().sampleRateHz()),
        session.model().nextSpeech(),
        session.model().pace(),
        session.random());
  }

  private OutputEvents events(Item item) {
    return new OutputEvents(
        session.out(), session.conversation(), !turn.outOfBand(), id, item, items.size());
  }

  private void finish(String how, String why) {
    status = how;
    detail = why;
    current = null;
    session.out().send(event("response.done"));
    session.responses().over(this);
  }

  private WireAudio format() {
    JsonNode own = request.at("/audio/output/format");
    boolean asked = own.isObject() && session.plan().outputFormat() == null;
    return asked ? WireAudio.of(own) : session.settings().output();
  }

  private JsonNode modalities() {
    return request.has("output_modalities")
        ? request.get("output_modalities")
        : session.settings().get("output_modalities");
  }

  private ObjectNode event(String type) {
    ObjectNode event = Outbox.event(type);
    ObjectNode response = event.putObject("response");
    response.put("object", "realtime.response").put("id", id).put("status", status);
    response.set("status_details", details());
    ArrayNode output = response.putArray("output");
    items.forEach(item -> output.add(item.json().deepCopy()));
    response.put("conversation_id", turn.outOfBand() ? null : session.conversation().id());
    response.set("output_modalities", modalities());
    ObjectNode audio = response.putObject("audio").putObject("output");
    audio.set("format", format().json());
    audio.set("voice", session.settings().voice());
    response.set("max_output_tokens", session.settings().get("max_output_tokens"));
    response.set("metadata", request.path("metadata").isObject() ? request.get("metadata") : null);
    response.set("usage", isOver() ? Usage.of(turn, items) : null);
    return event;
  }

  private @Nullable ObjectNode details() {
    if (detail.isEmpty()) {
      return null;
    }
    ObjectNode details = Json.object().put("type", status);
    if (status.equals("failed")) {
      details
          .putObject("error")
          .put("type", detail.equals("server_error") ? detail : "invalid_request_error")
          .put("code", detail)
          .put("message", answer.ending().message());
    } else {
      details.put("reason", detail);
    }
    return details;
  }

  ModelResponse seen() {
    return new ModelResponse(
        id,
        turn.cause(),
        at,
        status,
        detail,
        items.stream().map(Item::id).toList(),
        turn.outOfBand());
  }
}
