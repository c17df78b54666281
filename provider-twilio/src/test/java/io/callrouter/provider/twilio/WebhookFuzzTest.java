package io.callrouter.provider.twilio;

import static io.callrouter.provider.twilio.TwilioRequests.encoded;
import static io.callrouter.provider.twilio.TwilioRequests.options;
import static io.callrouter.provider.twilio.TwilioRequests.parameters;
import static io.callrouter.provider.twilio.TwilioRequests.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.callrouter.spi.CarrierEvent;
import io.callrouter.spi.CarrierRequest;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Requests whose signature is taken for granted, so that what stands behind it is reached. Of an
 * input, the first line is the method, the second the target; the rest is the body.
 */
class WebhookFuzzTest {
  private static final Set<Integer> REFUSALS = Set.of(400, 403, 404, 405, 413, 426);
  private static final String STEP = "/k3J9-_abcdefghij/1.4";
  private static final String RECORDING = "RE00000000000000000000000000000001";
  private static final String RECORDING_URL =
      "https://api.twilio.com/2010-04-01/Accounts/AC1/Recordings/" + RECORDING;

  private final TwilioProvider trusting =
      TwilioProvider.of("twilio", options().insecureWebhooks(true).build());

  static Stream<byte[]> requests() {
    return Stream.of(
            post("/incoming-call", "CallerName", "Zoë", "ForwardedFrom", "+15550100009"),
            post("/incoming-call", "From", "sip:anonymous@anonymous.invalid", "StirVerstat", "A"),
            post("/incoming-call" + STEP + "/gather", "Digits", "12#", "CallStatus", "in-progress"),
            post("/incoming-call" + STEP + "/gather", "SpeechResult", "one", "Confidence", "0.9"),
            post(
                "/incoming-call" + STEP + "/record",
                "RecordingUrl",
                RECORDING_URL,
                "RecordingDuration",
                "7",
                "Digits",
                "hangup"),
            post(
                "/incoming-call" + STEP + "/dial",
                "DialCallStatus",
                "busy",
                "DialSipResponseCode",
                "486",
                "DialCallDuration",
                "0",
                "CallStatus",
                "completed"),
            post(
                "/call-status",
                "CallStatus",
                "completed",
                "SipResponseCode",
                "200",
                "CallDuration",
                "9",
                "Timestamp",
                "Fri, 20 Nov 2026 06:00:00 +0000"),
            post(
                "/dial-status" + STEP,
                "ParentCallSid",
                TwilioRequests.CALL_SID,
                "SequenceNumber",
                "0"),
            post(
                "/recording-status" + STEP,
                "RecordingSid",
                RECORDING,
                "RecordingStatus",
                "completed",
                "RecordingUrl",
                RECORDING_URL,
                "RecordingStartTime",
                "Fri, 20 Nov 2026 06:00:00 +0000"),
            post("/stream-status" + STEP, "StreamEvent", "stream-error", "StreamError", "x"),
            "GET\n/incoming-call?" + encoded(parameters()) + "\n",
            "GET\n/media-stream/token\n")
        .map(text -> text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String post(String target, String... more) {
    return "POST\n" + target + "\n" + encoded(parameters(more));
  }

  @MethodSource("requests")
  @FuzzTest
  void everyRequestIsUnderstoodOrRefused(byte[] input) {
    String[] parts = new String(input, StandardCharsets.ISO_8859_1).split("\n", 3);
    if (parts.length < 3) {
      return;
    }
    byte[] body = parts[2].getBytes(StandardCharsets.ISO_8859_1);
    CarrierRequest received = trusting.receive(request(parts[0], parts[1], "none", body));
    if (received instanceof CarrierRequest.Refused refused) {
      assertTrue(REFUSALS.contains(refused.status()), refused.toString());
      assertFalse(refused.toString().contains(TwilioRequests.TOKEN));
      return;
    }
    CarrierRequest.Accepted accepted = (CarrierRequest.Accepted) received;
    assertTrue(accepted.identity().matches("[A-Za-z0-9_-]{43}"), accepted.identity());
    assertTrue(accepted.events().size() <= 2, accepted.toString());
    String call = accepted.carrierId();
    assertTrue(call == null || call.matches("CA[0-9a-fA-F]{32}"), call);
    accepted.events().forEach(WebhookFuzzTest::assertSound);
    CarrierRequest again = trusting.receive(request(parts[0], parts[1], "none", body));
    assertEquals(received, again, "the same request means the same");
  }

  private static void assertSound(CarrierEvent event) {
    if (event instanceof CarrierEvent.Custom custom) {
      assertTrue(custom.name().matches("twilio:[a-z-]{2,70}"), custom.name());
      assertTrue(custom.details().size() <= 6, custom.details().toString());
    } else if (event instanceof CarrierEvent.Ended ended && ended.sipStatus() != null) {
      assertTrue(ended.sipStatus() >= 100 && ended.sipStatus() < 700);
    }
  }
}
