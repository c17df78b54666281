package io.callrouter.testkit.telnyx;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.callrouter.time.Timekeeper;
import java.time.Instant;

/**
 * What the carrier tells of a stream when it begins.
 *
 * @param clientState of the leg by then
 */
record StreamStart(
    String streamId, String userId, Leg leg, String clientState, Timekeeper timekeeper) {
  Instant now() {
    return timekeeper.now();
  }

  ObjectNode body(StreamOptions options) {
    ObjectNode start = Json.object();
    start.put("user_id", userId);
    start.put("call_control_id", leg.ids().callControlId());
    start.put("call_session_id", leg.ids().session());
    start.put("from", leg.from());
    start.put("to", leg.to());
    start.putArray("tags");
    start.put("client_state", clientState);
    ObjectNode parameters = start.putObject("custom_parameters");
    options.customParameters().forEach(parameters::put);
    start
        .putObject("media_format")
        .put("encoding", options.sent().encoding())
        .put("sample_rate", options.sent().sampleRateHz())
        .put("channels", 1);
    return start;
  }
}
