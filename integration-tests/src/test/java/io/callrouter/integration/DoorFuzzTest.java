package io.callrouter.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Anything comes in at the front door, signed as the carrier signs and on a socket that was let in,
 * while another call is under way: it is answered or refused, counted, and that call hears no bit
 * of it. What the lines of an input mean stands at {@link HostileCall#say}.
 */
class DoorFuzzTest {
  private static final String FORM =
      "AccountSid=$A&CallSid=$C&From=%2B14155550188&To=%2B14155550100&Direction=inbound";
  private static final String MEDIA =
      "{\"track\":\"inbound\",\"chunk\":\"9\",\"timestamp\":\"999999999999999999\","
          + "\"payload\":\"AAAA\"}";

  static Stream<byte[]> toTwilio() {
    String unknown = "W/incoming-call/abcdefgh/0.0/connect\t" + FORM;
    String ofStream = "\"streamSid\":\"$S\"";
    return seeds(
        lines(
            "W/incoming-call\t" + FORM + "&CallStatus=ringing",
            "W/incoming-call\t" + FORM.replace("$C", "CA" + "1".repeat(32)) + "&CallStatus=ringing",
            "W$R",
            "W/stream-status/abcdefgh/0.0\t" + FORM + "&StreamEvent=stream-stopped",
            "W/call-status\t" + FORM + "&CallStatus=completed&CallDuration=7&SipResponseCode=200"),
        lines(unknown, unknown, "W/incoming-call\tCallSid=%zz", "W/no-such\t" + FORM),
        lines("U/incoming-call\t" + FORM, "H/media-stream/bm90IG91cnM", "H/media-stream"),
        lines(
            message("media", ofStream, MEDIA),
            message("dtmf", ofStream, "{\"digit\":\"5\"}"),
            message("mark", ofStream, "{\"name\":\"m\\u0000\"}"),
            "T{"),
        lines(
            message(
                "start",
                ofStream,
                "{\"accountSid\":\"$A\",\"streamSid\":\"$S\",\"callSid\":\"$C\",\"tracks\":"
                    + "[\"inbound\"],\"mediaFormat\":{\"encoding\":\"audio/x-mulaw\","
                    + "\"sampleRate\":8000,\"channels\":1}}"),
            message("stop", ofStream, "{}"),
            message("stop", ofStream, "{}")));
  }

  static Stream<byte[]> toTelnyx() {
    String ofStream = "\"stream_id\":\"$S\"";
    return seeds(
        lines(
            event("call.initiated", "\"direction\":\"incoming\",\"from\":\"+1\""),
            event("call.answered", "\"state\":\"answered\""),
            event("call.dtmf.received", "\"digit\":\"5\""),
            "W$R",
            event("streaming.failed", "\"failure_reason\":\"x\""),
            event("call.hangup", "\"hangup_cause\":\"normal_clearing\"")),
        lines("W/telnyx/webhook\t[", "W/telnyx/webhook\t{}", "W/telnyx/no-such\t{}"),
        lines(
            event("call.hangup", "").replaceFirst("W", "U"),
            "H/telnyx/media/abcdefgh/0.0/bm90IG91cnM",
            "H/telnyx/media"),
        lines(
            message("media", ofStream, MEDIA),
            message("dtmf", ofStream, "{\"digit\":\"5\"}"),
            message("mark", ofStream, "{\"name\":\"m\\u0000\"}"),
            "T{"),
        lines(
            "T{\"event\":\"error\"," + ofStream + ",\"payload\":{\"code\":1,\"title\":\"a\\nb\"}}",
            message("stop", ofStream, "{}"),
            message("stop", ofStream, "{}")));
  }

  private static Stream<byte[]> seeds(String... ofCarrier) {
    return Stream.concat(
            Stream.of(ofCarrier),
            Stream.of(
                lines("B", "T", "T\u0000", "Tnull", "T[]", "C", "T{}"),
                "B\n".repeat(12),
                lines("W/\t", "W/x\tx", "H/x", "H/%zz", "U/\u00e9?\t")))
        .map(text -> text.getBytes(UTF_8));
  }

  private static String lines(String... lines) {
    return String.join("\n", lines);
  }

  private static String message(String event, String ofStream, String object) {
    return "T{\"event\":\"" + event + "\"," + ofStream + ",\"" + event + "\":" + object + "}";
  }

  private static String event(String type, String payload) {
    return "W/telnyx/webhook\t{\"data\":{\"record_type\":\"event\",\"event_type\":\""
        + type
        + "\",\"id\":\"e-1\",\"occurred_at\":\"2026-01-01T12:00:01Z\",\"payload\":{"
        + "\"call_control_id\":\"$C\",\"connection_id\":\"$A\""
        + (payload.isEmpty() ? "" : "," + payload)
        + "}}}";
  }

  @MethodSource("toTwilio")
  @FuzzTest
  void twiliosDoorTakesAnythingAndTheOtherCallNoticesNothing(byte[] input) {
    assertUndisturbed(Simulated.TWILIO, Reference.TWILIO, input);
  }

  @MethodSource("toTelnyx")
  @FuzzTest
  void telnyxsDoorTakesAnythingAndTheOtherCallNoticesNothing(byte[] input) {
    assertUndisturbed(Simulated.TELNYX, Reference.TELNYX, input);
  }

  @Test
  void theOtherCallIsHeard() {
    for (short[] heard : new short[][] {Reference.TWILIO, Reference.TELNYX}) {
      int sound = 0;
      for (short sample : heard) {
        sound += sample == 0 ? 0 : 1;
      }
      assertTrue(sound > 7800, "both times he heard himself: " + sound);
    }
  }

  private static void assertUndisturbed(Simulated kind, short[] expected, byte[] input) {
    try (HostileCall hostile = new HostileCall(kind)) {
      for (String line : new String(input, UTF_8).split("\n", -1)) {
        hostile.say(line);
      }
      assertArrayEquals(expected, hostile.heardByTheOther());
    }
  }

  /** What the other hears if nothing comes. */
  private static final class Reference {
    static final short[] TWILIO = of(Simulated.TWILIO);
    static final short[] TELNYX = of(Simulated.TELNYX);

    private static short[] of(Simulated kind) {
      try (HostileCall nobody = new HostileCall(kind)) {
        return nobody.heardByTheOther();
      }
    }
  }
}
