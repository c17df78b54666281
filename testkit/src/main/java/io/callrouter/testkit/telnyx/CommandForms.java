package io.callrouter.testkit.telnyx;

import static io.callrouter.testkit.telnyx.FieldRule.address;
import static io.callrouter.testkit.telnyx.FieldRule.base64;
import static io.callrouter.testkit.telnyx.FieldRule.flag;
import static io.callrouter.testkit.telnyx.FieldRule.loop;
import static io.callrouter.testkit.telnyx.FieldRule.nameValues;
import static io.callrouter.testkit.telnyx.FieldRule.oneOf;
import static io.callrouter.testkit.telnyx.FieldRule.retryPolicies;
import static io.callrouter.testkit.telnyx.FieldRule.text;
import static io.callrouter.testkit.telnyx.FieldRule.url;
import static io.callrouter.testkit.telnyx.FieldRule.whole;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The forms of the commands that are simulated, with the fields, ranges and enumerations of the
 * carrier's OpenAPI description.
 */
final class CommandForms {
  private static final int LONGEST_CALL_SECS = 14_400;
  private static final int LONGEST_TEXT = 3000;
  private static final FieldRule ANY_TEXT = text(4096);
  private static final FieldRule MILLIS = whole(0, 600_000);
  private static final FieldRule SELF = oneOf("self");
  private static final FieldRule STOP = oneOf("current", "all");
  private static final FieldRule FILE = url("http", "https");
  private static final FieldRule KEYS = FieldRule.matching("[0-9A-D*#]*", "keys 0-9 A-D * #");

  private static final Map<String, FieldRule> WEBHOOK =
      Map.of(
          "webhook_url", url("https", "http"),
          "webhook_url_method", oneOf("POST"),
          "webhook_retries_policies", retryPolicies());
  private static final Map<String, FieldRule> STREAM =
      Map.ofEntries(
          Map.entry("stream_url", url("wss", "ws")),
          Map.entry("stream_track", oneOf("inbound_track", "outbound_track", "both_tracks")),
          Map.entry(
              "stream_codec", oneOf("PCMU", "PCMA", "G722", "OPUS", "AMR-WB", "L16", "default")),
          Map.entry("stream_bidirectional_mode", oneOf("mp3", "rtp")),
          Map.entry(
              "stream_bidirectional_codec", oneOf("PCMU", "PCMA", "G722", "OPUS", "AMR-WB", "L16")),
          Map.entry("stream_bidirectional_target_legs", oneOf("both", "self", "opposite")));

  /** What the description of {@code answer} does not have. */
  private static final Map<String, FieldRule> STREAM_DETAILS =
      Map.of(
          "stream_bidirectional_sampling_rate",
          oneOf(8000, 16000, 22050, 24000, 48000),
          "stream_auth_token",
          text(4000));

  private static final Map<String, FieldRule> RECORD =
      Map.of(
          "record", oneOf("record-from-answer"),
          "record_channels", oneOf("single", "dual"),
          "record_format", oneOf("wav", "mp3"),
          "record_max_length", whole(0, LONGEST_CALL_SECS),
          "record_timeout_secs", whole(0, LONGEST_CALL_SECS),
          "record_track", oneOf("both", "inbound", "outbound"),
          "record_trim", oneOf("trim-silence"),
          "record_custom_file_name", text(40));
  private static final Map<String, FieldRule> DIGITS =
      Map.of(
          "minimum_digits",
          whole(1, 128),
          "maximum_digits",
          whole(1, 128),
          "inter_digit_timeout_millis",
          MILLIS,
          "timeout_millis",
          MILLIS,
          "terminating_digit",
          FieldRule.matching("[0-9A-D*#]?", "one key, or nothing"),
          "valid_digits",
          KEYS);
  private static final Map<String, FieldRule> SPEECH =
      Map.of(
          "payload_type", oneOf("text", "ssml"),
          "language", text(16),
          "service_level", oneOf("basic", "premium"));

  private static final CommandForm DIAL =
      CommandForm.builder()
          .required("connection_id", FieldRule.matching("[0-9]{1,20}", "the digits of an id"))
          .required("to", address())
          .required("from", address())
          .optional("from_display_name", text(128))
          .optional("timeout_secs", whole(5, 600))
          .optional("time_limit_secs", whole(30, LONGEST_CALL_SECS))
          .optional("link_to", ANY_TEXT)
          .optional("bridge_intent", flag())
          .optional("bridge_on_answer", flag())
          .optional("prevent_double_bridge", flag())
          .optional("park_after_unbridge", SELF)
          .optional("custom_headers", nameValues())
          .optional("sip_headers", nameValues())
          .optional("sip_auth_username", ANY_TEXT)
          .optional("sip_auth_password", ANY_TEXT)
          .optional("sip_transport_protocol", oneOf("UDP", "TCP", "TLS"))
          .optional("media_encryption", oneOf("disabled", "SRTP", "DTLS"))
          .optional("send_silence_when_idle", flag())
          .optional(STREAM)
          .optional(STREAM_DETAILS)
          .optional(RECORD)
          .optional(WEBHOOK)
          .build();

  private static final Map<String, CommandForm> ACTIONS =
      Map.ofEntries(
          Map.entry(
              "answer",
              CommandForm.builder()
                  .optional("custom_headers", nameValues())
                  .optional("sip_headers", nameValues())
                  .optional("preferred_codecs", ANY_TEXT)
                  .optional("send_silence_when_idle", flag())
                  .optional(STREAM)
                  .optional(RECORD)
                  .optional(WEBHOOK)
                  .build()),
          Map.entry(
              "reject",
              CommandForm.builder().required("cause", oneOf("CALL_REJECTED", "USER_BUSY")).build()),
          Map.entry(
              "hangup", CommandForm.builder().optional("custom_headers", nameValues()).build()),
          Map.entry(
              "bridge",
              CommandForm.builder()
                  .required("call_control_id", ANY_TEXT)
                  .optional("park_after_unbridge", SELF)
                  .optional("prevent_double_bridge", flag())
                  .optional("play_ringtone", flag())
                  .optional("ringtone", text(8))
                  .optional("mute_dtmf", oneOf("none", "both", "self", "opposite"))
                  .build()),
          Map.entry(
              "transfer",
              CommandForm.builder()
                  .required("to", address())
                  .optional("from", address())
                  .optional("from_display_name", text(128))
                  .optional("timeout_secs", whole(5, 600))
                  .optional("time_limit_secs", whole(30, LONGEST_CALL_SECS))
                  .optional("target_leg_client_state", base64())
                  .optional("park_after_unbridge", SELF)
                  .optional("early_media", flag())
                  .optional("custom_headers", nameValues())
                  .optional("sip_headers", nameValues())
                  .optional("sip_auth_username", ANY_TEXT)
                  .optional("sip_auth_password", ANY_TEXT)
                  .optional(RECORD)
                  .optional(WEBHOOK)
                  .build()),
          Map.entry(
              "speak",
              CommandForm.builder()
                  .required("payload", text(LONGEST_TEXT))
                  .required("voice", ANY_TEXT)
                  .optional("loop", loop())
                  .optional("stop", STOP)
                  .optional("target_legs", oneOf("self", "opposite", "both"))
                  .optional(SPEECH)
                  .build()),
          Map.entry(
              "playback_start",
              CommandForm.builder()
                  .optional("audio_url", FILE)
                  .optional("media_name", ANY_TEXT)
                  .optional("audio_type", oneOf("mp3", "wav"))
                  .optional("cache_audio", flag())
                  .optional("loop", loop())
                  .optional("stop", STOP)
                  .optional("target_legs", oneOf("self", "opposite", "both"))
                  .build()),
          Map.entry(
              "playback_stop",
              CommandForm.builder().optional("stop", STOP).optional("overlay", flag()).build()),
          Map.entry(
              "gather",
              CommandForm.builder()
                  .optional("gather_id", text(255))
                  .optional("initial_timeout_millis", MILLIS)
                  .optional(DIGITS)
                  .build()),
          Map.entry(
              "gather_using_speak",
              CommandForm.builder()
                  .required("payload", text(LONGEST_TEXT))
                  .required("voice", ANY_TEXT)
                  .optional("invalid_payload", text(LONGEST_TEXT))
                  .optional("maximum_tries", whole(1, 128))
                  .optional(SPEECH)
                  .optional(DIGITS)
                  .build()),
          Map.entry(
              "gather_using_audio",
              CommandForm.builder()
                  .optional("audio_url", FILE)
                  .optional("media_name", ANY_TEXT)
                  .optional("invalid_audio_url", FILE)
                  .optional("invalid_media_name", ANY_TEXT)
                  .optional("maximum_tries", whole(1, 128))
                  .optional(DIGITS)
                  .build()),
          Map.entry("gather_stop", CommandForm.builder().build()),
          Map.entry(
              "send_dtmf",
              CommandForm.builder()
                  .required("digits", CommandForms::dtmf)
                  .optional("duration_millis", whole(100, 500))
                  .build()),
          Map.entry(
              "record_start",
              CommandForm.builder()
                  .required("format", oneOf("wav", "mp3"))
                  .required("channels", oneOf("single", "dual"))
                  .optional("recording_track", oneOf("both", "inbound", "outbound"))
                  .optional("play_beep", flag())
                  .optional("max_length", whole(0, LONGEST_CALL_SECS))
                  .optional("timeout_secs", whole(0, LONGEST_CALL_SECS))
                  .optional("trim", oneOf("trim-silence"))
                  .optional("custom_file_name", text(40))
                  .build()),
          Map.entry(
              "record_stop", CommandForm.builder().optional("recording_id", ANY_TEXT).build()),
          Map.entry(
              "streaming_start",
              CommandForm.builder()
                  .optional(STREAM)
                  .optional(STREAM_DETAILS)
                  .optional("custom_parameters", nameValues())
                  .required("stream_url", url("wss", "ws"))
                  .build()),
          Map.entry(
              "streaming_stop", CommandForm.builder().optional("stream_id", ANY_TEXT).build()),
          Map.entry(
              "client_state_update",
              CommandForm.builder().required("client_state", base64()).build()));

  private CommandForms() {}

  /** The form of {@code POST /calls}. */
  static CommandForm dial() {
    return DIAL;
  }

  /** The form of an action on a call, or null if there is no such action. */
  static @Nullable CommandForm action(String name) {
    return ACTIONS.get(name);
  }

  private static @Nullable ApiError dtmf(String field, JsonNode value) {
    return value.isTextual() && value.textValue().matches("[0-9A-D*#wW]+")
        ? null
        : ApiError.badDigits();
  }
}
