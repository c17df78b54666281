package io.callrouter.provider.twilio;

import static io.callrouter.provider.twilio.TwilioRequests.ACCOUNT_SID;
import static io.callrouter.provider.twilio.TwilioRequests.CALL_SID;
import static io.callrouter.provider.twilio.TwilioRequests.STREAM_SID;
import static io.callrouter.provider.twilio.TwilioRequests.get;
import static io.callrouter.provider.twilio.TwilioRequests.options;
import static io.callrouter.provider.twilio.TwilioRequests.parameters;
import static io.callrouter.provider.twilio.TwilioRequests.post;
import static io.callrouter.provider.twilio.TwilioRequests.provider;
import static io.callrouter.provider.twilio.TwilioRequests.rawPost;
import static io.callrouter.provider.twilio.TwilioRequests.request;
import static io.callrouter.provider.twilio.TwilioRequests.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.call.CallFacts.Detail;
import io.callrouter.call.CallState;
import io.callrouter.call.Direction;
import io.callrouter.call.EndCause;
import io.callrouter.call.Outcome;
import io.callrouter.call.Recording;
import io.callrouter.spi.CarrierEvent;
import io.callrouter.spi.CarrierRequest;
import io.callrouter.spi.StepReference;
import io.callrouter.web.WebRequest;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhooksTest {
  private static final StepReference STEP = new StepReference("k3J9-_abcdefghij", 1, 4);
  private static final String ACTION = "/incoming-call/" + STEP.toPath() + "/";

  private static final String RECORDING_SID = "RE00000000000000000000000000000001";
  private static final String RECORDING =
      "https://api.twilio.com/2010-04-01/Accounts/" + ACCOUNT_SID + "/Recordings/" + RECORDING_SID;

  @Test
  void incomingCallArrivesRingingAndWaitsForAnAction() {
    CarrierRequest.Accepted accepted = accepted(post("/incoming-call", parameters()));
    assertEquals(CALL_SID, accepted.carrierId());
    assertNull(accepted.step());
    assertTrue(accepted.awaitsAction());
    assertEquals(
        List.of(
            new CarrierEvent.Arrived(Direction.INBOUND, "+15550100001", "+15550100002", Map.of()),
            new CarrierEvent.Progress(CallState.RINGING, null)),
        accepted.events());
  }

  @Test
  void incomingCallMayComeByGet() {
    CarrierRequest.Accepted byGet = accepted(get("/incoming-call", parameters()));
    assertEquals(accepted(post("/incoming-call", parameters())).events(), byGet.events());
  }

  @Test
  void incomingCallCarriesItsDetailsAndNoSecret() {
    CarrierEvent.Arrived arrived =
        arrived(
            parameters(
                "ForwardedFrom", "+15550100003",
                "CallerName", "EXAMPLE INC",
                "StirVerstat", "TN-Validation-Passed-A",
                "SipCallId", "a84b4c76e66710@example.test",
                "SipDomain", "example.sip.twilio.com",
                "CallToken", "secret",
                "FromCity", ""));
    assertEquals(
        Map.of(
            Detail.FORWARDED_FROM, "+15550100003",
            Detail.CALLER_NAME, "EXAMPLE INC",
            Detail.STIR, "TN-Validation-Passed-A",
            Detail.SIP_CALL_ID, "a84b4c76e66710@example.test",
            Detail.SIP_DOMAIN, "example.sip.twilio.com"),
        arrived.details());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "anonymous",
        "Anonymous",
        "RESTRICTED",
        "unknown",
        "+266696687",
        "+7378742833",
        "+2562533",
        "+8656696",
        "+86282452253",
        "sip:anonymous@anonymous.invalid",
        "sips:anonymous@example.test;transport=tls"
      })
  void withheldCallerIsEmpty(String from) {
    assertEquals("", arrived(parameters("From", from)).from());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"+17378742833", "client:anonymous", "sip:alice@example.test", "sip:x@anonymous"})
  void otherCallersStay(String from) {
    assertEquals(from, arrived(parameters("From", from)).from());
  }

  @ParameterizedTest
  @CsvSource({
    "inbound, INBOUND",
    "outbound-api, OUTBOUND",
    "outbound-dial, OUTBOUND",
    "trunking-originating, INBOUND"
  })
  void directionIsSeenFromTheRouter(String theirs, Direction ours) {
    assertEquals(ours, arrived(parameters("Direction", theirs)).direction());
  }

  @Test
  void callThatIsGoneWhenItArrivesEndsToo() {
    CarrierRequest.Accepted accepted =
        accepted(post("/incoming-call", parameters("CallStatus", "canceled")));
    assertEquals(
        new CarrierEvent.Ended(EndCause.CANCELED, "canceled", null, null, null),
        accepted.events().get(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"connect", "say", "play", "pause", "custom"})
  void actionOtherThanGatherIsDone(String kind) {
    CarrierRequest.Accepted accepted =
        accepted(post(ACTION + kind, parameters("CallStatus", "in-progress", "Digits", "7")));
    assertEquals(STEP, accepted.step());
    assertTrue(accepted.awaitsAction());
    assertEquals(
        List.of(
            new CarrierEvent.Progress(CallState.ANSWERED, null),
            new CarrierEvent.ActionEnded(Outcome.done(), false)),
        accepted.events());
  }

  @Test
  void gatherBringsItsDigits() {
    CarrierRequest.Accepted accepted =
        accepted(post(ACTION + "gather", parameters("Digits", "12*")));
    assertEquals(
        List.of(new CarrierEvent.ActionEnded(Outcome.digits("12*"), false)), accepted.events());
  }

  private static Outcome outcomeOf(String kind, String... parameters) {
    return assertInstanceOf(
            CarrierEvent.ActionEnded.class,
            accepted(post(ACTION + kind, parameters(parameters))).events().get(0))
        .outcome();
  }

  @Test
  void gatherBringsWhatWasSaid() {
    Outcome outcome = outcomeOf("gather", "SpeechResult", "sales please", "Confidence", "0.91");
    assertEquals("sales please", outcome.result());
    assertEquals("0.91", outcome.detail(Outcome.Detail.CONFIDENCE));
    assertEquals(Outcome.Kind.DONE, outcome.kind());
  }

  @Test
  void recordBringsItsRecordingAndOneWithoutAWordTimedOut() {
    Outcome outcome =
        outcomeOf(
            "record", "RecordingUrl", RECORDING, "RecordingDuration", "7", "Digits", "hangup");
    assertEquals(Outcome.Kind.DONE, outcome.kind());
    assertEquals("", outcome.digits());
    assertEquals("recording " + RECORDING_SID + " of 7 s", "" + outcome.recording());
    assertEquals(Outcome.Kind.TIMED_OUT, outcomeOf("record").kind());
  }

  @Test
  void dialBringsItsLegAndHowLongItLasted() {
    Outcome outcome =
        outcomeOf(
            "dial",
            "DialCallStatus",
            "completed",
            "DialCallSid",
            CALL_SID,
            "DialCallDuration",
            "42",
            "RecordingUrl",
            RECORDING);
    assertEquals(Outcome.Kind.DONE, outcome.kind());
    assertEquals(Duration.ofSeconds(42), outcome.duration());
    assertEquals(CALL_SID, outcome.detail(Outcome.Detail.CARRIER_ID));
    assertEquals("recording " + RECORDING_SID, "" + outcome.recording());
  }

  @Test
  void legOfADialIsToldUnderItsParentWithItsNumberMasked() {
    CarrierRequest.Accepted accepted =
        accepted(
            post(
                "/dial-status/" + STEP.toPath(),
                parameters("CallSid", CALL_SID.replace('1', '2'), "ParentCallSid", CALL_SID)));
    assertEquals(CALL_SID, accepted.carrierId());
    assertEquals(
        List.of(
            new CarrierEvent.Custom(
                "twilio:dial-ringing",
                Map.of("CallSid", CALL_SID.replace('1', '2'), "To", "***02"))),
        accepted.events());
    assertRefused(400, post("/dial-status/" + STEP.toPath(), parameters()));
  }

  @Test
  void recordingOfACallOrAConferenceIsToldWithItsStep() {
    String path = "/recording-status/" + STEP.toPath();
    Map<String, String> conference =
        parameters(
            "ConferenceSid", "CF1", "RecordingSid", RECORDING_SID, "RecordingStatus", "absent");
    conference.remove("CallSid");
    CarrierRequest.Accepted accepted = accepted(post(path, conference));
    assertNull(accepted.carrierId());
    assertEquals(STEP, accepted.step());
    assertEquals(List.of(new CarrierEvent.Recorded(RECORDING_SID, null)), accepted.events());
    CarrierEvent.Recorded recorded =
        assertInstanceOf(
            CarrierEvent.Recorded.class,
            accepted(
                    post(
                        path,
                        parameters(
                            "RecordingStatus", "completed",
                            "RecordingUrl", RECORDING,
                            "RecordingDuration", "7",
                            "RecordingStartTime", "Tue, 20 Jan 2026 10:30:00 +0000")))
                .events()
                .get(0));
    assertEquals(
        new Recording(
            RECORDING_SID,
            URI.create(RECORDING),
            Instant.parse("2026-01-20T10:30:00Z"),
            Duration.ofSeconds(7)),
        recorded.recording());
    assertEquals(RECORDING_SID, recorded.carrierId());
  }

  @Test
  void gatherWithoutDigitsTimedOut() {
    CarrierRequest.Accepted accepted = accepted(post(ACTION + "gather", parameters()));
    CarrierEvent.ActionEnded ended =
        assertInstanceOf(CarrierEvent.ActionEnded.class, accepted.events().get(0));
    assertEquals(Outcome.Kind.TIMED_OUT, ended.outcome().kind());
  }

  @ParameterizedTest
  @ValueSource(strings = {"completed", "busy", "no-answer", "failed", "canceled"})
  void actionOfAnEndedCallSaysThatTheCallerIsGone(String status) {
    CarrierRequest.Accepted accepted =
        accepted(post(ACTION + "connect", parameters("CallStatus", status)));
    assertEquals(List.of(new CarrierEvent.ActionEnded(Outcome.done(), true)), accepted.events());
  }

  @Test
  void callStatusIsToldAndAwaitsNothing() {
    CarrierRequest.Accepted accepted =
        accepted(post("/call-status", parameters("CallStatus", "busy", "SipResponseCode", "486")));
    assertFalse(accepted.awaitsAction());
    assertNull(accepted.step());
    assertEquals(
        List.of(new CarrierEvent.Ended(EndCause.BUSY, "busy", 486, null, null)), accepted.events());
  }

  @Test
  void unknownCallStatusIsTakenAndTellsNothing() {
    CarrierRequest.Accepted accepted =
        accepted(post("/call-status", parameters("CallStatus", "daydreaming")));
    assertEquals(List.of(), accepted.events());
  }

  @Test
  void streamErrorIsTold() {
    CarrierRequest.Accepted accepted =
        accepted(
            post(
                "/stream-status/" + STEP.toPath(),
                parameters(
                    "StreamSid", STREAM_SID,
                    "StreamEvent", "stream-error",
                    "StreamError", "31920",
                    "Timestamp", "2026-11-20T06:00:05.123Z")));
    assertEquals(STEP, accepted.step());
    assertFalse(accepted.awaitsAction());
    assertEquals(
        List.of(
            new CarrierEvent.Custom(
                "twilio:stream-error",
                Map.of(
                    "StreamSid", STREAM_SID,
                    "StreamError", "31920",
                    "Timestamp", "2026-11-20T06:00:05.123Z"))),
        accepted.events());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Stream Started", "\n"})
  void oddStreamEventIsTakenAndTellsNothing(String event) {
    CarrierRequest.Accepted accepted =
        accepted(post("/stream-status/" + STEP.toPath(), parameters("StreamEvent", event)));
    assertEquals(List.of(), accepted.events());
  }

  @Test
  void repeatedDeliveryHasTheSameIdentityAndNoOtherHas() {
    String identity = accepted(post("/call-status", parameters())).identity();
    WebRequest again = with(post("/call-status", parameters()), "I-Twilio-Idempotency-Token", "x");
    assertEquals(identity, accepted(again).identity());
    assertNotEquals(
        identity, accepted(post("/call-status", parameters("SequenceNumber", "2"))).identity());
    assertNotEquals(identity, accepted(post("/incoming-call", parameters())).identity());
    assertNotEquals(identity, accepted(post("/call-status?a", parameters())).identity());
  }

  @Test
  void requestCutIntoOtherParametersHasTheSameIdentity() {
    String signed =
        "AccountSid" + ACCOUNT_SID + "CallSid" + CALL_SID + "CallStatuscompletedDigits1";
    String genuine =
        "AccountSid=" + ACCOUNT_SID + "&CallSid=" + CALL_SID + "&CallStatus=completed&Digits=1";
    String cut =
        "AccountSid=" + ACCOUNT_SID + "&CallSid=" + CALL_SID + "&CallStatus=completedDigits1";
    assertEquals(
        accepted(rawPost("/call-status", genuine, signed)).identity(),
        accepted(rawPost("/call-status", cut, signed)).identity());
  }

  @Test
  void anotherAccountIsRefused() {
    assertRefused(
        403, post("/incoming-call", parameters("AccountSid", ACCOUNT_SID.replace('1', '2'))));
    assertRefused(403, rawPost("/incoming-call", "", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "CA1", "ca00000000000000000000000000000001", "CA../../../etc/passwd"})
  void illFormedCallSidIsRefused(String callSid) {
    assertRefused(400, post("/incoming-call", parameters("CallSid", callSid)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/incoming-call/",
        "/incoming-call/x",
        "/incoming-call/k3J9-_abcdefghij/1.4",
        "/incoming-call/k3J9-_abcdefghij/1.4/",
        "/incoming-call/k3J9-_abcdefghij/1.4/dance",
        "/incoming-call/k3J9-_abcdefghij/1/gather",
        "/incoming-call/short/1.4/gather",
        "/incoming-call/k3J9-_abcdefghij/1.4/gather/",
        "/call-status/x",
        "/stream-status",
        "/stream-status/k3J9-_abcdefghij/1.4/x"
      })
  void unknownPathIsClaimedAndRefused(String path) {
    assertTrue(provider().claims(path));
    assertRefused(404, post(path, parameters()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/incoming-callx",
        "/health",
        "/INCOMING-CALL",
        "/sales/incoming-call",
        "/media-streams",
        "//incoming-call",
        "/socket.io/"
      })
  void otherPathsAreNotClaimed(String path) {
    assertFalse(provider().claims(path));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "DELETE", "HEAD", "OPTIONS"})
  void otherMethodsAreRefused(String method) {
    assertRefused(405, request(method, "/incoming-call", "x", new byte[0]));
  }

  @Test
  void plainRequestToTheMediaAddressIsRefused() {
    assertRefused(426, post("/media-stream/token", parameters()));
  }

  @Test
  void malformedBodyIsRefused() {
    assertRefused(400, rawPost("/incoming-call", "CallSid=%GG", "CallSid%GG"));
    assertRefused(400, rawPost("/incoming-call", "{\"CallSid\": 1}", ""));
    assertRefused(
        400, with(post("/incoming-call", parameters()), "Content-Type", "application/json"));
  }

  @Test
  void bodyWithoutContentTypeIsReadAsAForm() {
    accepted(with(post("/incoming-call", parameters()), "Content-Type"));
  }

  @Test
  void missingSignatureIsSaidBeforeAnythingIsParsed() {
    assertRefused(403, with(rawPost("/incoming-call", "CallSid=%GG", ""), "X-Twilio-Signature"));
  }

  @Test
  void oversizeIsRefused() {
    assertRefused(413, rawPost("/incoming-call", "a=" + "b".repeat(64 * 1024), ""));
    assertRefused(
        413, request("GET", "/incoming-call?a=" + "b".repeat(64 * 1024), "x", new byte[0]));
    assertRefused(413, rawPost("/incoming-call", "a&".repeat(300), ""));
  }

  @Test
  void secondInstanceHasItsNameBeforeEveryPath() {
    TwilioProvider sales = TwilioProvider.of("sales", options().build());
    assertFalse(sales.claims("/incoming-call"));
    assertTrue(sales.claims("/sales/incoming-call"));
    assertTrue(sales.claims("/sales/media-stream/token"));
    CarrierRequest accepted = sales.receive(post("/sales" + ACTION + "say", parameters()));
    assertEquals(STEP, assertInstanceOf(CarrierRequest.Accepted.class, accepted).step());
    assertEquals("twilio", sales.type());
    assertEquals("sales", sales.id());
  }

  private static CarrierEvent.Arrived arrived(Map<String, String> parameters) {
    return assertInstanceOf(
        CarrierEvent.Arrived.class, accepted(post("/incoming-call", parameters)).events().get(0));
  }

  private static CarrierRequest.Accepted accepted(WebRequest request) {
    return assertInstanceOf(CarrierRequest.Accepted.class, provider().receive(request));
  }

  private static void assertRefused(int status, WebRequest request) {
    CarrierRequest.Refused refused =
        assertInstanceOf(CarrierRequest.Refused.class, provider().receive(request));
    assertEquals(status, refused.status(), refused.toString());
    assertFalse(refused.remedy().isBlank());
  }
}
