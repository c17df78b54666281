package io.callrouter.testkit.telnyx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.callrouter.testkit.Delivery;
import io.callrouter.testkit.Misbehaviour;
import io.callrouter.testkit.carrier.CallPlan;
import io.callrouter.testkit.carrier.LostWebhookException;
import io.callrouter.web.WebResponse;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What the carrier tells of a leg: builds the events, sends them one after another, and again where
 * they are not taken.
 *
 * <p>The original's own schedule of retries is not confirmed: here an event that is not answered
 * with a 2xx comes again 1, 5, 15 and 30 s after the attempt before, unless a command set {@code
 * webhook_retries_policies}. The original keeps no order at all; here events come in theirs unless
 * the test asks for disorder.
 *
 * @see <a href="https://developers.telnyx.com/docs/voice/programmable-voice/voice-api-webhooks">
 *     Voice API webhooks</a>
 */
final class LegEvents {
  private static final DateTimeFormatter MICROSECONDS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
  private static final List<Duration> RETRIES =
      List.of(
          Duration.ofSeconds(1),
          Duration.ofSeconds(5),
          Duration.ofSeconds(15),
          Duration.ofSeconds(30));

  private final Leg leg;
  private final CallControl control;
  private final WebhookSigner signer;
  private final boolean ordered;
  private final Map<String, List<Duration>> policies = new HashMap<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private CompletableFuture<@Nullable Void> tail = CompletableFuture.completedFuture(null);
  private int made;

  LegEvents(Leg leg, CallControl control) {
    this.leg = leg;
    this.control = control;
    this.signer = new WebhookSigner(control.account(), control.timekeeper());
    CallPlan plan = leg.parts().plan();
    this.ordered =
        !plan.has(Misbehaviour.DisturbedWebhooks.class)
            && !plan.has(Misbehaviour.LateWebhook.class)
            && !plan.has(Misbehaviour.ReorderedWebhooks.class);
  }

  /** An event as it is, whenever it is sent. */
  private record Event(
      Delivery.Kind kind, String type, ObjectNode data, URI url, List<Duration> retries) {}

  /** A time as the carrier writes it. */
  static String text(Instant time) {
    return MICROSECONDS.format(time);
  }

  /** Takes over what a command says of retries, by the events' names. */
  void retryBy(JsonNode named) {
    named
        .properties()
        .forEach(
            policy -> {
              List<Duration> delays = new ArrayList<>();
              policy
                  .getValue()
                  .path("retries_ms")
                  .forEach(delay -> delays.add(Duration.ofMillis(delay.asLong())));
              policies.put(policy.getKey(), delays);
            });
  }

  /** Whether every event was taken, or given up. */
  boolean isIdle() {
    return waiting.get() == 0 && leg.parts().webhooks().isIdle();
  }

  void initiated(String state) {
    boolean incoming = leg.direction() == Leg.Direction.INCOMING;
    ObjectNode payload = addressed();
    payload.put("direction", incoming ? "incoming" : "outgoing");
    payload.put("state", state);
    payload.put("start_time", text(leg.startTime()));
    if (incoming) {
      payload.put("caller_id_name", leg.from());
      payload.put("calling_party_type", leg.from().startsWith("sip") ? "sip" : "pstn");
      payload.put("offered_codecs", leg.parts().options().legCodec());
      payload.put("connection_codecs", "PCMU,PCMA");
      payload.put("shaken_stir_attestation", "A");
      payload.put("shaken_stir_validated", true);
    }
    send(incoming ? Delivery.Kind.ARRIVAL : Delivery.Kind.EVENT, "call.initiated", payload);
  }

  void answered() {
    ObjectNode payload = addressed();
    payload.put("state", "answered");
    payload.put("start_time", text(leg.startTime()));
    send("call.answered", payload);
  }

  void bridged() {
    send("call.bridged", addressed().put("start_time", text(leg.startTime())));
  }

  void hangup(Hangup how) {
    ObjectNode payload = addressed();
    payload.put("state", "hangup");
    payload.put("start_time", text(leg.startTime()));
    payload.put("end_time", text(control.timekeeper().now()));
    payload.put("hangup_cause", how.cause());
    payload.put("hangup_source", how.source());
    payload.put("sip_hangup_cause", how.sip());
    payload.putNull("call_quality_stats");
    send("call.hangup", payload);
  }

  void key(char key) {
    send("call.dtmf.received", addressed().put("digit", Character.toString(key)));
  }

  /** The ids and the state that most events have. */
  ObjectNode payload() {
    ObjectNode payload = Json.object();
    payload.put("call_control_id", leg.ids().callControlId());
    payload.put("connection_id", control.account().connectionId());
    payload.put("call_leg_id", leg.ids().leg());
    payload.put("call_session_id", leg.ids().session());
    if (leg.clientState().isEmpty()) {
      payload.putNull("client_state");
    } else {
      payload.put("client_state", leg.clientState());
    }
    return payload;
  }

  /** The ids, the state, and who called whom. */
  ObjectNode addressed() {
    return payload().put("from", leg.from()).put("to", leg.to());
  }

  void send(String type, ObjectNode payload) {
    send(Delivery.Kind.EVENT, type, payload);
  }

  private void send(Delivery.Kind kind, String type, ObjectNode payload) {
    ObjectNode data = Json.object();
    data.put("record_type", "event");
    data.put("event_type", type);
    data.put("id", control.account().uuidOf(leg.ids().callControlId() + " event " + ++made));
    data.put("occurred_at", text(control.timekeeper().now()));
    data.set("payload", payload);
    List<Duration> retries = policies.getOrDefault(type, RETRIES);
    Event event = new Event(kind, type, data, leg.webhookUrl(), retries);
    leg.touch();
    waiting.incrementAndGet();
    CompletableFuture<?> turn = ordered ? tail : CompletableFuture.completedFuture(null);
    tail =
        turn.thenCompose(before -> attempt(event, 1))
            .handle(
                (answer, failure) -> {
                  waiting.decrementAndGet();
                  return null;
                });
  }

  private CompletionStage<WebResponse> attempt(Event event, int attempt) {
    CompletionStage<WebResponse> answer =
        leg.parts()
            .webhooks()
            .send(
                event.kind(),
                event.type(),
                () -> signer.post(event.url(), envelope(event, attempt)));
    return answer.whenComplete(
        (response, failure) -> {
          boolean taken = response != null && response.status() / 100 == 2;
          if (!taken && !(failure instanceof LostWebhookException)) {
            retry(event, attempt);
          }
        });
  }

  private void retry(Event event, int attempt) {
    if (attempt <= event.retries().size()) {
      leg.parts()
          .webhooks()
          .later(
              event.retries().get(attempt - 1),
              () -> attempt(event, attempt + 1).whenComplete((again, failure) -> {}));
    }
  }

  private static ObjectNode envelope(Event event, int attempt) {
    ObjectNode envelope = Json.object();
    envelope.set("data", event.data());
    envelope.putObject("meta").put("attempt", attempt).put("delivered_to", event.url().toString());
    return envelope;
  }
}
