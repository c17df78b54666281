package io.callrouter.testkit.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a session sends: events in order, with what its plan does to them. */
final class Outbox {
  private final Link link;
  private final SessionPlan plan;
  private final SessionLog log;
  private final Consumer<Mishap> suffers;
  private final Map<String, Integer> counts = new HashMap<>();
  private int events;
  private boolean silent;

  Outbox(Link link, SessionPlan plan, SessionLog log, Consumer<Mishap> suffers) {
    this.link = link;
    this.plan = plan;
    this.log = log;
    this.suffers = suffers;
  }

  static ObjectNode event(String type) {
    return Json.object().put("type", type);
  }

  /** Sends an event, unless nothing is to be sent. */
  void send(ObjectNode event) {
    String type = event.path("type").asText();
    if (plan.isWithheld(type)) {
      return;
    }
    int number = counts.merge(type, 1, Integer::sum);
    suffer(plan.at(new Moment(Moment.Side.BEFORE, type, number)));
    event.put("event_id", "event_" + ++events);
    if (plan.isNewerThanKnown()) {
      event.putObject("later_than_this_client").put("field", number);
    }
    ObjectNode sent = plan.hasBetaNames() ? BetaNames.of(event) : event;
    if (sent != null) {
      write(sent);
    }
    if (plan.isNewerThanKnown()) {
      write(event("later_than_this_client.event").put("event_id", "event_" + ++events));
    }
    suffer(plan.at(new Moment(Moment.Side.AFTER, type, number)));
  }

  /** Says that something was refused. */
  void refuse(Refusal refusal, @Nullable String eventId) {
    ObjectNode event = event("error");
    event.set("error", refusal.json(eventId));
    send(event);
  }

  /** Sends a text as it is. */
  void write(String text) {
    if (!silent) {
      log.sent("", text);
      link.send(text);
    }
  }

  private void write(JsonNode event) {
    if (!silent) {
      String text = Json.text(event);
      log.sent(event.path("type").asText(), shown(event, text));
      link.send(text);
    }
  }

  /** Without audio, of which there is too much to keep. */
  private static String shown(JsonNode event, String text) {
    boolean audio = event.path("type").asText().endsWith("audio.delta");
    if (!audio) {
      return text;
    }
    ObjectNode copy = event.deepCopy();
    return Json.text(copy.put("delta", event.path("delta").asText().length() + " characters"));
  }

  /** Nothing is sent from now on. */
  void fallSilent() {
    silent = true;
  }

  private void suffer(@Nullable Mishap mishap) {
    if (mishap != null) {
      suffers.accept(mishap);
    }
  }
}
