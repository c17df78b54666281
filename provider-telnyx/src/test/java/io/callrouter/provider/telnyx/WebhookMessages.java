package io.callrouter.provider.telnyx;

import static io.callrouter.provider.telnyx.TelnyxRequests.STEP;
import static io.callrouter.provider.telnyx.TelnyxRequests.event;
import static io.callrouter.provider.telnyx.TelnyxRequests.state;

import io.callrouter.call.Action;
import io.callrouter.call.Target;
import java.time.Duration;
import java.util.List;

/** One webhook of each kind that means something, with all that Telnyx says in it. */
final class WebhookMessages {
  private static final String NUMBERS =
      "\"from\":\"+15550100001\",\"to\":\"+15550100002\",\"start_time\":\"2026-11-20T06:00:00Z\"";
  private static final String STREAM =
      "\"stream_url\":\"wss://voice.example.test/telnyx/media/" + STEP.toPath() + "/token\"";

  static final List<String> ALL =
      List.of(
          event(
              "call.initiated",
              NUMBERS
                  + ",\"direction\":\"incoming\",\"state\":\"parked\",\"client_state\":null,"
                  + "\"caller_id_name\":\"Zo\u00eb\",\"shaken_stir_attestation\":\"A\","
                  + "\"shaken_stir_validated\":true,\"tags\":[\"a\"],"
                  + "\"sip_headers\":[{\"name\":\"Diversion\","
                  + "\"value\":\"<sip:+15550100009@gw.example.test>;reason=unconditional\"}],"
                  + "\"custom_headers\":[{\"name\":\"X-Tenant\",\"value\":\"7\"}]"),
          event("call.initiated", NUMBERS + ",\"direction\":\"outgoing\"," + leg()),
          event("call.answered", NUMBERS + ",\"state\":\"answered\"," + leg()),
          event(
              "call.hangup",
              NUMBERS
                  + ",\"hangup_cause\":\"call_rejected\",\"hangup_source\":\"callee\","
                  + "\"sip_hangup_cause\":\"486\",\"state\":\"hangup\","
                  + "\"end_time\":\"2026-11-20T06:01:00Z\",\"call_quality_stats\":{\"inbound\":"
                  + "{\"mos\":\"4.50\"},\"outbound\":{\"packet_count\":\"0\"}}"),
          event("call.dtmf.received", NUMBERS + ",\"digit\":\"5\""),
          event("call.speak.ended", own(Action.say("Hello.")) + ",\"status\":\"completed\""),
          event(
              "call.gather.ended",
              own(Action.gather("Yes?")) + ",\"digits\":\"123\",\"status\":\"valid\""),
          event(
              "call.recording.saved",
              own(Action.record(Duration.ofMinutes(1)))
                  + ",\"channels\":\"single\",\"recording_started_at\":\"2026-11-20T06:00:00Z\","
                  + "\"recording_ended_at\":\"2026-11-20T06:00:07Z\",\"recording_urls\":"
                  + "{\"mp3\":null,\"wav\":\"https://files.example.test/a.wav\"}"),
          event("streaming.stopped", STREAM),
          event(
              "streaming.failed",
              "\"failure_reason\":\"connection_failed\",\"stream_params\":{"
                  + STREAM
                  + ",\"track\":\"inbound_track\"}"),
          event("call.machine.detection.ended", "\"result\":\"machine\""));

  private WebhookMessages() {}

  private static String own(Action action) {
    return "\"client_state\":\"" + state(action) + "\"";
  }

  private static String leg() {
    Action.Dial dial = Action.dial(Target.phone("+15550100002"));
    return "\"client_state\":\"" + ClientState.ofLeg(STEP, dial, 1).toBase64() + "\"";
  }
}
