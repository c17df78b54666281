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

  static Stream<byte[]> toTwilio() {
    return seeds(
        "W/incoming-call\t" + FORM + "&CallStatus=ringing",
        "W/incoming-call\t" + FORM.replace("$C", "CA" + "1".repeat(32)) + "&CallStatus=ringing",
        "W/call-status\t" + FORM + "&CallStatus=completed&CallDuration=7&SipResponseCode=200",
        "W$R",
        "W/stream-status/abcdefgh/0.0\t" + FORM + "&StreamEvent=stream-stopped",
        "W/incoming-call\tCallSid=%zz",
        "W/incoming-call/abcdefgh/0.0/connect\t" + FORM,
        "W/incoming-call/abcdefgh/0.0/connect\t"
            + FORM
            + "\nW/incoming-call/abcdefgh/0.0/connect\t"
            + FORM,
        "U/incoming-call\t" + FORM,
        "H/media-stream/bm90IG91cnM",
        "T{\"event\":\"media\",\"streamSid\":\"$S\",\"media\":{\"track\":\"inbound\",\"chunk\":\"9\","
            + "\"timestamp\":\"999999999999999999\",\"payload\":\"AAAA\"}}",
        "T{\"event\":\"dtmf\",\"streamSid\":\"$S\",\"dtmf\":{\"digit\":\"5\"}}",
        "T{\"event\":\"mark\",\"streamSid\":\"$S\",\"mark\":{\"name\":\"m\\u0000\"}}\nT{",
        "T{\"event\":\"start\",\"streamSid\":\"$S\",\"start\":{\"accountSid\":\"$A\",\"streamSid\":\"$S\","
            + "\"callSid\":\"$C\",\"tracks\":[\"inbound\"],\"mediaFormat\":{\"encoding\":"
            + "\"audio/x-mulaw\",\"sampleRate\":8000,\"channels\":1}}}",
        "T{\"event\":\"stop\",\"streamSid\":\"$S\"}\nT{\"event\":\"stop\",\"streamSid\":\"$S\"}");
  }

  static Stream<byte[]> toTelnyx() {
    return seeds(
        "W/telnyx/webhook\t"
            + event("call.initiated", "\"direction\":\"incoming\",\"from\":\"+1\""),
        "W/telnyx/webhook\t" + event("call.answered", "\"state\":\"answered\""),
        "W/telnyx/webhook\t" + event("call.hangup", "\"hangup_cause\":\"normal_clearing\""),
        "W/telnyx/webhook\t" + event("call.dtmf.received", "\"digit\":\"5\""),
        "W$R",
        "W/telnyx/webhook\t" + event("streaming.failed", "\"failure_reason\":\"x\""),
        "W/telnyx/webhook\t[",
        "U/telnyx/webhook\t" + event("call.hangup", ""),
        "H/telnyx/media/abcdefgh/0.0/bm90IG91cnM",
        "T{\"event\":\"media\",\"stream_id\":\"$S\",\"media\":{\"track\":\"inbound\",\"chunk\":\"9\","
            + "\"timestamp\":\"999999999999999999\",\"payload\":\"AAAA\"}}",
        "T{\"event\":\"dtmf\",\"stream_id\":\"$S\",\"dtmf\":{\"digit\":\"5\"}}",
        "T{\"event\":\"mark\",\"stream_id\":\"$S\",\"mark\":{\"name\":\"m\\u0000\"}}\nT{",
        "T{\"event\":\"error\",\"stream_id\":\"$S\",\"payload\":{\"code\":100003,\"title\":\"a\\nb\"}}",
        "T{\"event\":\"stop\",\"stream_id\":\"$S\"}\nT{\"event\":\"stop\",\"stream_id\":\"$S\"}");
  }

  private static Stream<byte[]> seeds(String... ofCarrier) {
    return Stream.concat(
            Stream.of(ofCarrier),
            Stream.of("B\nB", "B\n".repeat(12), "C", "T\nT\u0000\nTnull\nT[]", "W/\t\nW/x\tx\nH/x"))
        .map(text -> text.getBytes(UTF_8));
  }

  private static String event(String type, String payload) {
    return "{\"data\":{\"record_type\":\"event\",\"event_type\":\""
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
