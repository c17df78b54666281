package io.callrouter.examples.tincan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.callrouter.call.Action;
import io.callrouter.call.CallState;
import io.callrouter.call.Capability;
import io.callrouter.call.Direction;
import io.callrouter.call.EndCause;
import io.callrouter.call.Outcome;
import io.callrouter.spi.CallProvider;
import io.callrouter.spi.CarrierEvent;
import io.callrouter.spi.CarrierRequest;
import io.callrouter.spi.Directive;
import io.callrouter.spi.MediaHandshake;
import io.callrouter.spi.MediaWire;
import io.callrouter.spi.Step;
import io.callrouter.spi.StepReference;
import io.callrouter.web.WebRequest;
import io.callrouter.web.WebResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A number at Tincan, which asks what to do with a call and is answered in a line of text. */
record TincanProvider(String id, URI publicUrl, TincanSignature signature) implements CallProvider {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, EndCause> CAUSES =
      Map.of(
          "hung-up", EndCause.COMPLETED,
          "canceled", EndCause.CANCELED,
          "rejected", EndCause.REJECTED);

  @Override
  public String type() {
    return "tincan";
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(Capability.HANGUP, Capability.LIVE_AUDIO, Capability.REDIRECT);
  }

  @Override
  public List<String> summary() {
    return List.of("Tincan, webhook of your number: " + publicUrl + "/" + id);
  }

  @Override
  public boolean claims(String path) {
    return (path + "/").startsWith("/" + id + "/");
  }

  @Override
  public CarrierRequest receive(WebRequest request) {
    if (!signature.isOn(request)) {
      return new CarrierRequest.Refused(403, "not signed", "check TINCAN_SECRET and the clock");
    }
    try {
      JsonNode event = JSON.readTree(request.body());
      String kind = event.required("event").asText();
      return new CarrierRequest.Accepted(
          event.required("id").asText(),
          event.required("call").asText(),
          StepReference.parse(event.path("step").asText()),
          events(kind, event),
          kind.equals("incoming") || kind.equals("done"));
    } catch (IOException | IllegalArgumentException e) {
      return new CarrierRequest.Refused(400, "no event of Tincan", "has its format changed?");
    }
  }

  private static List<CarrierEvent> events(String kind, JsonNode event) {
    Instant at = Instant.ofEpochMilli(event.path("at").asLong());
    String reason = event.path("reason").asText();
    return switch (kind) {
      case "incoming" -> {
        String from = event.path("from").asText();
        String to = event.path("to").asText();
        yield List.of(new CarrierEvent.Arrived(Direction.INBOUND, from, to, Map.of()));
      }
      case "answered" -> List.of(new CarrierEvent.Progress(CallState.ANSWERED, at));
      case "done" -> {
        Outcome outcome = reason.equals("closed") ? Outcome.done() : Outcome.failed(reason);
        yield List.of(new CarrierEvent.ActionEnded(outcome, false));
      }
      case "ended" -> {
        EndCause cause = CAUSES.getOrDefault(reason, EndCause.FAILED);
        yield List.of(new CarrierEvent.Ended(cause, reason, null, at, null));
      }
      default -> List.of();
    };
  }

  @Override
  public Directive connect(Action.Connect action, Step step) {
    String path = "/" + id + "/" + step.mediaToken();
    return answer("connect wss:" + publicUrl.getRawSchemeSpecificPart() + path, step);
  }

  @Override
  public Directive reject(Action.Reject action, Step step) {
    return answer("reject", step);
  }

  @Override
  public Directive hangup(Action.Hangup action, Step step) {
    return answer("hangup", step);
  }

  /** Tincan repeats the step when it asks what is next. */
  private static Directive answer(String what, Step step) {
    return Directive.reply(WebResponse.text(200, step.reference().toPath() + " " + what));
  }

  @Override
  public MediaHandshake admit(WebRequest handshake) {
    String path = handshake.path();
    return new MediaHandshake.Accepted(path.substring(path.lastIndexOf('/') + 1));
  }

  @Override
  public MediaWire openWire() {
    return new TincanWire();
  }
}
