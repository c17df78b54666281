package io.callrouter.provider.telnyx;

import static io.callrouter.provider.telnyx.TelnyxRequests.CONNECTION_ID;
import static io.callrouter.provider.telnyx.TelnyxRequests.LEG;
import static io.callrouter.provider.telnyx.TelnyxRequests.LEG_ID;
import static io.callrouter.provider.telnyx.TelnyxRequests.STEP;
import static io.callrouter.provider.telnyx.TelnyxRequests.envelope;
import static io.callrouter.provider.telnyx.TelnyxRequests.event;
import static io.callrouter.provider.telnyx.TelnyxRequests.post;
import static io.callrouter.provider.telnyx.TelnyxRequests.provider;
import static io.callrouter.provider.telnyx.TelnyxRequests.state;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.callrouter.call.Action;
import io.callrouter.call.CallState;
import io.callrouter.call.Direction;
import io.callrouter.call.EndCause;
import io.callrouter.call.Outcome;
import io.callrouter.call.Outcome.Kind;
import io.callrouter.call.Recording;
import io.callrouter.call.Target;
import io.callrouter.spi.CarrierEvent;
import io.callrouter.spi.CarrierEvent.ActionEnded;
import io.callrouter.spi.CarrierRequest;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventReaderTest {
  private static final Instant AT = Instant.parse("2026-11-20T06:00:00.123456Z");
  private static final String NUMBERS = "\"from\":\"+15550100001\",\"to\":\"+15550100002\"";
  private static final Map<String, String> IDS = Map.of("call_leg_id", LEG_ID);
  private static final Action SAY = Action.say("Good morning.");
  private static final Action PLAY = Action.play(URI.create("https://files.example.test/a.mp3"));
  private static final Action GATHER = Action.gather("Your number, please.");
  private static final Action RECORD = Action.record(Duration.ofMinutes(1));
  private static final Action.Dial DIAL = Action.dial(Target.phone("+15550100002"));

  @Test
  void incomingCallArrives() {
    assertOfLeg(
        List.of(new CarrierEvent.Arrived(Direction.INBOUND, "+15550100001", "+15550100002", IDS)),
        event(
            "call.initiated",
            NUMBERS + ",\"direction\":\"incoming\",\"state\":\"parked\",\"client_state\":null"));
  }

  @Test
  void dialledLegArrivesForTheStepThatDialled() {
    CarrierEvent.Arrived arrived =
        new CarrierEvent.Arrived(Direction.OUTBOUND, "+15550100001", "+15550100002", IDS, STEP);
    String leg = NUMBERS + ",\"client_state\":\"" + legState() + "\"";
    assertOfLeg(
        List.of(arrived),
        event("call.initiated", leg + ",\"direction\":\"outgoing\",\"state\":\"bridging\""));
    assertOfLeg(
        List.of(arrived, new CarrierEvent.Progress(CallState.ANSWERED, AT)),
        event("call.answered", leg + ",\"state\":\"answered\""));
    assertOfLeg(
        List.of(arrived, new CarrierEvent.Ended(EndCause.BUSY, "user_busy", 486, AT, null)),
        event("call.hangup", leg + ",\"hangup_cause\":\"user_busy\",\"sip_hangup_cause\":\"486\""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "\"Zm9yZWlnbg==\"", "\"\""})
  void outgoingLegThatIsNotOursIsPassedOver(String state) {
    assertOfLeg(
        List.of(),
        event("call.initiated", NUMBERS + ",\"direction\":\"outgoing\",\"client_state\":" + state));
  }

  @Test
  void outgoingLegWithoutALegMarkIsPassedOver() {
    assertOfLeg(
        List.of(),
        event(
            "call.initiated",
            NUMBERS + ",\"direction\":\"outgoing\",\"client_state\":\"" + state(SAY) + "\""));
  }

  @Test
  void answerIsToldOfTheLegWhateverStepItWasFor() {
    assertOfLeg(
        List.of(new CarrierEvent.Progress(CallState.ANSWERED, AT)),
        event("call.answered", NUMBERS + ",\"client_state\":\"" + state(SAY) + "\""));
  }

  @Test
  void hangUpIsTheEndWithoutADuration() {
    assertOfLeg(
        List.of(
            new CarrierEvent.Ended(
                EndCause.COMPLETED,
                "normal_clearing",
                null,
                Instant.parse("2026-11-20T05:59:59Z"),
                null)),
        event(
            "call.hangup",
            NUMBERS
                + ",\"start_time\":\"2026-11-20T05:00:00Z\","
                + "\"end_time\":\"2026-11-20T05:59:59Z\",\"hangup_source\":\"caller\","
                + "\"hangup_cause\":\"normal_clearing\",\"sip_hangup_cause\":\"unspecified\","
                + "\"call_quality_stats\":null"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "9", "*", "#", "A", "D"})
  void keyIsTold(String key) {
    assertOfLeg(
        List.of(new CarrierEvent.Digit(key.charAt(0))),
        event("call.dtmf.received", "\"digit\":\"" + key + "\""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "12", "E", "a", " "})
  void whatIsNoKeyIsPassedOver(String key) {
    assertOfLeg(List.of(), event("call.dtmf.received", "\"digit\":\"" + key + "\""));
  }

  @ParameterizedTest
  @CsvSource({
    "completed, DONE, '', false",
    "'', DONE, '', false",
    "call_hangup, FAILED, the caller hung up, true",
    "cancelled, FAILED, 'Telnyx: cancelled', false",
    "cancelled_amd, FAILED, 'Telnyx: cancelled_amd', false",
    "file_not_found, FAILED, 'Telnyx: file_not_found', false",
    "failed, FAILED, 'Telnyx: failed', false",
    "unknown, FAILED, 'Telnyx: unknown', false",
    "dancing, FAILED, 'Telnyx: dancing', false",
  })
  void speechAndFileEndAsTheirStatusSays(String status, Kind kind, String result, boolean gone) {
    Outcome outcome = new Outcome(kind, result, "", null, null, Map.of());
    assertEnded(SAY, "call.speak.ended", status, new ActionEnded(outcome, gone));
    assertEnded(PLAY, "call.playback.ended", status, new ActionEnded(outcome, gone));
  }

  @Test
  void detailOfAFileThatFailedIsInItsOutcome() {
    assertOfStep(
        new ActionEnded(Outcome.failed("Telnyx: failed, unsupported format"), false),
        event(
            "call.playback.ended",
            own(PLAY) + ",\"status\":\"failed\",\"status_detail\":\"unsupported format\""));
  }

  @ParameterizedTest
  @CsvSource({
    "valid, 123, DONE, '', false",
    "valid, '', TIMED_OUT, '', false",
    "timeout, 12, DONE, '', false",
    "timeout, '', TIMED_OUT, '', false",
    "invalid, 9, DONE, '', false",
    "invalid, '', TIMED_OUT, '', false",
    "'', 1, DONE, '', false",
    "call_hangup, 12, FAILED, the caller hung up, true",
    "cancelled, 12, FAILED, 'Telnyx: cancelled', false",
    "cancelled_amd, '', FAILED, 'Telnyx: cancelled_amd', false",
    "dancing, '', FAILED, 'Telnyx: dancing', false",
  })
  void gatherEndsWithTheDigitsSoFar(
      String status, String digits, Kind kind, String result, boolean gone) {
    assertOfStep(
        new ActionEnded(new Outcome(kind, result, digits, null, null, Map.of()), gone),
        event(
            "call.gather.ended",
            own(GATHER) + ",\"status\":\"" + status + "\",\"digits\":\"" + digits + "\""));
  }

  @Test
  void endOfAGathersPromptIsNotTheEndOfTheGather() {
    for (String type : List.of("call.speak.ended", "call.playback.ended")) {
      assertOfLeg(
          List.of(
              new CarrierEvent.Custom(
                  "telnyx:" + type, Map.of("call_leg_id", LEG_ID, "status", "completed"))),
          event(type, own(GATHER) + ",\"status\":\"completed\""));
    }
  }

  @Test
  void endOfAnActionOnALegIsNotThatOfTheCallThatDialled() {
    assertOfLeg(
        List.of(new CarrierEvent.Custom("telnyx:call.speak.ended", IDS)),
        event("call.speak.ended", "\"client_state\":\"" + legState() + "\""));
  }

  @Test
  void endOfAnActionThatIsNotOursChangesNothing() {
    assertOfLeg(
        List.of(new CarrierEvent.Custom("telnyx:call.playback.ended", IDS)),
        event("call.playback.ended", "\"client_state\":\"Zm9yZWlnbg==\""));
  }

  @Test
  void savedRecordingIsTheOutcomeOfItsStepAlthoughItsEventNamesNoCall() {
    Recording recording =
        new Recording(
            LEG_ID + "@2026-11-20T06:00:00Z",
            URI.create("https://files.example.test/a.wav?X-Amz-Expires=600"),
            Instant.parse("2026-11-20T06:00:00Z"),
            Duration.ofMillis(7500));
    CarrierRequest.Accepted accepted =
        accepted(
            envelope(
                "call.recording.saved",
                recorded(
                    state(RECORD),
                    "\"mp3\":null,\"wav\":\"https://files.example.test/a.wav?X-Amz-Expires=600\"",
                    "2026-11-20T06:00:07.5Z")));
    assertNull(accepted.carrierId());
    assertEquals(STEP, accepted.step());
    assertEquals(
        List.of(
            new ActionEnded(
                new Outcome(Kind.DONE, "", "", Duration.ofMillis(7500), recording, Map.of()),
                false)),
        accepted.events());
  }

  @Test
  void savedRecordingOfAnEarlierStepIsToldOfTheCall() {
    CarrierRequest.Accepted accepted =
        accepted(
            envelope(
                "call.recording.saved",
                recorded(
                    state(SAY),
                    "\"mp3\":\"https://files.example.test/a.mp3\"",
                    "2026-11-20T06:00:07Z")));
    assertEquals(STEP, accepted.step());
    CarrierEvent.Recorded recorded =
        assertInstanceOf(CarrierEvent.Recorded.class, accepted.events().get(0));
    assertEquals(recorded.carrierId(), LEG_ID + "@2026-11-20T06:00:00Z");
  }

  @Test
  void recordingWithAnIdOfItsOwnHasThat() {
    CarrierRequest.Accepted accepted =
        accepted(
            event(
                "call.recording.saved",
                "\"recording_id\":\"r-1\",\"recording_urls\":{\"mp3\":\"https://f.test/a.mp3\"}"));
    assertEquals(LEG, accepted.carrierId());
    assertEquals(
        List.of(
            new CarrierEvent.Recorded(
                "r-1", new Recording("r-1", URI.create("https://f.test/a.mp3"), null, null))),
        accepted.events());
  }

  @ParameterizedTest
  @CsvSource({
    "'\"wav\":\"https://f.test/a.wav\"', 2026-11-20T06:00:00Z, TIMED_OUT",
    "'\"wav\":\"https://f.test/a.wav\"', 2026-11-20T05:00:00Z, DONE",
    "'\"wav\":null,\"mp3\":null', 2026-11-20T06:00:07Z, FAILED",
    "'\"wav\":\"file:///etc/passwd\"', 2026-11-20T06:00:07Z, FAILED",
    "'\"wav\":\"https://no uri\"', 2026-11-20T06:00:07Z, FAILED",
  })
  void recordingWithNothingInItIsNone(String urls, String end, Kind kind) {
    CarrierRequest.Accepted accepted =
        accepted(envelope("call.recording.saved", recorded(state(RECORD), urls, end)));
    ActionEnded ended = assertInstanceOf(ActionEnded.class, accepted.events().get(0));
    assertEquals(kind, ended.outcome().kind());
  }

  @Test
  void recordingThatFailedIsAFailedRecord() {
    assertOfStep(
        new ActionEnded(Outcome.failed("Telnyx: recording error, Internal server error"), false),
        event("call.recording.error", own(RECORD) + ",\"reason\":\"Internal server error\""));
  }

  @Test
  void recordingOfADialledLegIsThatOfTheCallThatDialled() {
    CarrierRequest.Accepted accepted =
        accepted(
            envelope(
                "call.recording.saved",
                "\"call_control_id\":\"v3:leg\","
                    + recorded(
                        legState(), "\"wav\":\"https://f.test/a.wav\"", "2026-11-20T06:00:07Z")));
    assertNull(accepted.carrierId(), "it is not the leg's");
    assertEquals(STEP, accepted.step());
    assertInstanceOf(CarrierEvent.Recorded.class, accepted.events().get(0));
  }

  @ParameterizedTest
  @CsvSource({
    "normal_clearing, 200, DONE, ''",
    "time_limit, 200, DONE, ''",
    "user_busy, 486, BUSY, ''",
    "timeout, 487, NO_ANSWER, ''",
    "call_rejected, 603, DECLINED, ''",
    "originator_cancel, 487, CANCELED, ''",
    "not_found, 404, FAILED, 'Telnyx: transfer failed, not_found'",
    "unspecified, 503, FAILED, 'Telnyx: transfer failed, unspecified'",
  })
  void endOfATransferredLegIsHowTheTransferCameOut(
      String word, String sipStatus, Kind kind, String result) {
    CarrierRequest.Accepted accepted =
        accepted(
            event(
                "call.hangup",
                transferred()
                    + ",\"hangup_cause\":\""
                    + word
                    + "\",\"sip_hangup_cause\":\""
                    + sipStatus
                    + "\""));
    assertNull(accepted.carrierId(), "the leg is no call of the router's");
    assertEquals(STEP, accepted.step());
    Map<String, String> details = Map.of("carrier-id", LEG, "sip-status", sipStatus);
    assertEquals(
        List.of(new ActionEnded(new Outcome(kind, result, "", null, null, details), false)),
        accepted.events());
  }

  @ParameterizedTest
  @ValueSource(strings = {"call.initiated", "call.answered", "call.bridged", "streaming.stopped"})
  void allElseThatATransferredLegDoesIsOnlyToldOfTheCall(String type) {
    CarrierRequest.Accepted accepted = accepted(event(type, transferred()));
    assertNull(accepted.carrierId());
    assertEquals(STEP, accepted.step());
    assertEquals(List.of(new CarrierEvent.Custom("telnyx:" + type, IDS)), accepted.events());
  }

  private static String transferred() {
    return NUMBERS
        + ",\"direction\":\"outgoing\",\"client_state\":\""
        + new ClientState(STEP, "custom", 0).toBase64()
        + "\"";
  }

  @Test
  void streamsEndIsToldOfTheStepThatItsAddressNames() {
    String later = ",\"client_state\":\"" + state(SAY) + "\"";
    assertOfStep(
        new ActionEnded(Outcome.done(), false),
        event("streaming.stopped", "\"stream_url\":\"" + streamUrl() + "\"" + later));
    assertOfStep(
        new ActionEnded(
            Outcome.failed("Telnyx: media stream not opened, connection_failed"), false),
        event(
            "streaming.failed",
            "\"failure_reason\":\"connection_failed\",\"stream_params\":{\"stream_url\":\""
                + streamUrl()
                + "\",\"track\":\"inbound_track\"}"
                + later));
  }

  @Test
  void streamThatIsNotOursEndsNoStep() {
    assertOfLeg(
        List.of(new CarrierEvent.Custom("telnyx:streaming.stopped", IDS)),
        event(
            "streaming.stopped", own(SAY) + ",\"stream_url\":\"wss://other.example.test/media\""));
    assertOfLeg(
        List.of(new CarrierEvent.Custom("telnyx:streaming.stopped", IDS)),
        event("streaming.stopped", own(SAY)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "call.bridged",
        "call.speak.started",
        "streaming.started",
        "call.machine.detection.ended",
        "call.something_new.v2"
      })
  void everyOtherEventIsToldAndChangesNothing(String type) {
    assertOfLeg(
        List.of(
            new CarrierEvent.Custom(
                "telnyx:" + type, Map.of("call_leg_id", LEG_ID, "result", "machine"))),
        event(type, NUMBERS + ",\"result\":\"machine\",\"stream_url\":\"" + streamUrl() + "\""));
  }

  @Test
  void eventOfNoCallNamesNone() {
    CarrierRequest.Accepted accepted =
        accepted(envelope("conference.ended", "\"conference_id\":\"c-1\""));
    assertNull(accepted.carrierId());
    assertNull(accepted.step());
  }

  @Test
  void whatPeopleReadIsCutShort() {
    String longText = "x".repeat(1000);
    assertOfStep(
        new ActionEnded(Outcome.failed("Telnyx: failed, " + "x".repeat(200)), false),
        event(
            "call.playback.ended",
            own(PLAY) + ",\"status\":\"failed\",\"status_detail\":\"" + longText + "\""));
    assertOfLeg(
        List.of(
            new CarrierEvent.Custom(
                "telnyx:call.new", Map.of("call_leg_id", LEG_ID, "result", "x".repeat(200)))),
        event("call.new", "\"result\":\"" + longText + "\""));
  }

  @Test
  void typeThatIsNoWordReportsNothing() {
    assertOfLeg(List.of(), event("Call Something", ""));
  }

  private static String legState() {
    return ClientState.ofLeg(STEP, DIAL, 0).toBase64();
  }

  private static String own(Action action) {
    return "\"client_state\":\"" + state(action) + "\"";
  }

  private static String streamUrl() {
    return "wss://voice.example.test/telnyx/media/" + STEP.toPath() + "/token";
  }

  /** As the schema has it: with the leg's id only. */
  private static String recorded(String state, String urls, String end) {
    return "\"call_leg_id\":\""
        + LEG_ID
        + "\",\"connection_id\":\""
        + CONNECTION_ID
        + "\",\"channels\":\"single\",\"client_state\":\""
        + state
        + "\",\"recording_started_at\":\"2026-11-20T06:00:00Z\",\"recording_ended_at\":\""
        + end
        + "\",\"recording_urls\":{"
        + urls
        + "},\"public_recording_urls\":{}";
  }

  private static void assertEnded(Action action, String type, String status, ActionEnded end) {
    assertOfStep(end, event(type, own(action) + ",\"status\":\"" + status + "\""));
  }

  private static void assertOfStep(CarrierEvent event, String body) {
    CarrierRequest.Accepted accepted = accepted(body);
    assertEquals(LEG, accepted.carrierId());
    assertEquals(STEP, accepted.step());
    assertEquals(List.of(event), accepted.events());
  }

  private static void assertOfLeg(List<CarrierEvent> events, String body) {
    CarrierRequest.Accepted accepted = accepted(body);
    assertEquals(LEG, accepted.carrierId());
    assertNull(accepted.step());
    assertEquals(events, accepted.events());
  }

  private static CarrierRequest.Accepted accepted(String body) {
    return assertInstanceOf(CarrierRequest.Accepted.class, provider().receive(post(body)));
  }
}
