package io.callrouter.provider.telnyx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.callrouter.call.Action;
import io.callrouter.call.CallEndedException;
import io.callrouter.call.CallFacts;
import io.callrouter.call.CallRouterException;
import io.callrouter.call.Direction;
import io.callrouter.call.OutcomeUnknownException;
import io.callrouter.call.Target;
import io.callrouter.spi.Step;
import io.callrouter.spi.StepReference;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The commands that dial a leg, join a call with it, and drop it.
 *
 * @see <a href="https://developers.telnyx.com/api-reference/call-commands/dial">Dial</a>
 * @see <a href="https://developers.telnyx.com/api-reference/call-commands/bridge-calls">Bridge</a>
 */
final class DialCommands {
  private static final Pattern NUMBER = Pattern.compile("\\+[1-9][0-9]{1,14}");

  private final TelnyxClient client;
  private final Addresses addresses;
  private final String connectionId;

  DialCommands(TelnyxClient client, Addresses addresses, String connectionId) {
    this.client = client;
    this.addresses = addresses;
    this.connectionId = connectionId;
  }

  /**
   * Dials one leg. Where nobody knows whether it was dialled, it is looked for among the live legs
   * of the application, and never dialled again.
   *
   * @return Telnyx's {@code call_control_id} of the leg
   */
  String dialLeg(Target target, Action.Dial action, Step step, int number) {
    String state = ClientState.ofLeg(step.reference(), action, number).toBase64();
    String subject = "dial leg " + number + " for call " + step.call().id();
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put(TelnyxRequest.COMMAND_ID, CommandId.of(step.reference(), "dial/" + number));
    body.put("connection_id", connectionId);
    body.setAll(DialTarget.fields(target));
    writeCaller(action, step.call(), body);
    body.put("timeout_secs", seconds("rings", action.ringTimeout(), 5, 600));
    body.put("time_limit_secs", seconds("keeps a leg", action.timeLimit(), 30, 14_400));
    body.put("link_to", step.call().carrierId());
    body.put("client_state", state);
    body.put("webhook_url", addresses.webhookUrl());
    body.put("webhook_url_method", "POST");
    if (action.recorded()) {
      // By the leg, so that it ends with the conversation, not with the call.
      body.put("record", "record-from-answer");
      body.put("record_channels", "dual");
      body.put("record_format", "wav");
    }
    return dial(TelnyxRequest.post("/calls", subject, body), state);
  }

  /** Joins; the call stays when the leg goes, and the leg goes when the call does. */
  void joinLeg(String leg, Action.Dial action, Step step) {
    client.send(
        CommandSender.command("bridge", step)
            .leaving(ClientState.of(step.reference(), action))
            .put(TelnyxRequest.COMMAND_ID, CommandId.of(step.reference(), "bridge/" + leg))
            .put("call_control_id", leg)
            .put("park_after_unbridge", "self")
            .put("prevent_double_bridge", true)
            .toRequest());
  }

  /** The leg keeps its state, by which its end is known as that of a leg. */
  void dropLeg(String leg, StepReference step) {
    try {
      client.send(new LegCommand("hangup", leg, step).toRequest());
    } catch (CallEndedException e) {
      // That is what was wanted.
    }
  }

  private String dial(TelnyxRequest request, String state) {
    OutcomeUnknownException unknown;
    try {
      String leg = client.send(request).path("data").path("call_control_id").asText();
      if (!leg.isEmpty()) {
        return leg;
      }
      unknown = new OutcomeUnknownException("Telnyx named no leg when asked to " + request, null);
    } catch (OutcomeUnknownException e) {
      unknown = e;
    }
    String leg = find(state, request.subject(), unknown);
    if (leg == null) {
      throw unknown;
    }
    return leg;
  }

  private @Nullable String find(String state, String subject, OutcomeUnknownException unknown) {
    String path = "/connections/" + connectionId + "/active_calls?page%5Blimit%5D=250";
    try {
      JsonNode legs =
          client
              .sendOnce(TelnyxRequest.get(path, "look up what became of: " + subject))
              .path("data");
      for (JsonNode leg : legs) {
        String id = leg.path("call_control_id").asText();
        if (leg.path("client_state").asText().equals(state) && !id.isEmpty()) {
          return id;
        }
      }
    } catch (CallRouterException e) {
      unknown.addSuppressed(e);
    }
    return null;
  }

  /**
   * Who is shown. Telnyx takes only numbers of the account, so it is ours that the call came to or
   * from, and the caller's goes beside it, in place of a name.
   */
  private static void writeCaller(Action.Dial action, CallFacts call, ObjectNode body) {
    if (action.callerId() != null) {
      body.put("from", action.callerId());
      return;
    }
    boolean inbound = call.direction() == Direction.INBOUND;
    String ours = inbound ? call.to() : call.from();
    if (!NUMBER.matcher(ours).matches()) {
      throw new IllegalArgumentException(
          "the dial needs a callerId: the call is at no number of ours that could be shown");
    }
    body.put("from", ours);
    if (inbound && NUMBER.matcher(call.from()).matches()) {
      body.put("from_display_name", call.from());
    }
  }

  private static long seconds(String what, Duration length, int least, int most) {
    long seconds = length.toSeconds();
    if (seconds < least || seconds > most) {
      throw new IllegalArgumentException(
          "Telnyx " + what + " from " + least + " to " + most + " s, not " + seconds);
    }
    return seconds;
  }
}
