package io.callrouter.provider.telnyx;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.callrouter.spi.StepReference;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * A command to one leg, for a step.
 *
 * @see <a
 *     href="https://developers.telnyx.com/docs/voice/programmable-voice/sending-commands">Sending
 *     Commands</a>
 */
final class LegCommand {
  private final String name;
  private final String leg;
  private final StepReference step;
  private final ObjectNode body = JsonNodeFactory.instance.objectNode();

  /**
   * A command.
   *
   * @param name Telnyx's name of it
   * @param leg Telnyx's {@code call_control_id} of the leg
   * @param step the step it is for; there may be one command of a name for each leg
   */
  LegCommand(String name, String leg, StepReference step) {
    this.name = name;
    this.leg = leg;
    this.step = step;
    put(TelnyxRequest.COMMAND_ID, CommandId.of(step, name + "/" + leg));
  }

  /** What Telnyx is to repeat in the leg's events from now on. */
  LegCommand leaving(ClientState state) {
    return put("client_state", state.toBase64());
  }

  LegCommand put(String field, String value) {
    body.put(field, value);
    return this;
  }

  LegCommand put(String field, long value) {
    body.put(field, value);
    return this;
  }

  LegCommand put(String field, boolean value) {
    body.put(field, value);
    return this;
  }

  LegCommand putAll(ObjectNode fields) {
    body.setAll(fields);
    return this;
  }

  TelnyxRequest toRequest() {
    return TelnyxRequest.post(
        "/calls/" + encoded(leg) + "/actions/" + name, name + " on call " + step.callId(), body);
  }

  /** As a segment of a path: Telnyx's ids have colons and more in them. */
  static String encoded(String id) {
    return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
