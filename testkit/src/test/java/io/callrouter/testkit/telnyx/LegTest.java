package io.callrouter.testkit.telnyx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LegTest {
  private static final String SALES = "+14155550122";
  private static final String SIP = "sip:agent@pbx.example.test";

  private final ManualTimekeeper time = Timekeeper.manual();
  private final SimulatedTelnyx telnyx = SimulatedTelnyx.create(time);
  private final FakeHost host = new FakeHost(telnyx);

  @AfterEach
  void close() {
    time.close();
  }

  @Test
  void aCallIsAnsweredSpokenToAndHungUp() {
    TelnyxCaller caller = answered(call());
    host.command(caller.carrierId(), "speak", "{\"payload\":\"Hello.\",\"voice\":\"female\"}");
    time.advance(Duration.ofMillis(360));
    host.command(caller.carrierId(), "hangup", "{}");
    time.runReady();
    assertEquals(
        List.of(
            "call.initiated",
            "call.answered",
            "call.speak.started",
            "call.speak.ended",
            "call.hangup"),
        host.types(caller.carrierId()));
    assertEquals("completed", host.last("call.speak.ended").get("status").textValue());
    assertHangup("normal_clearing", "callee", "200");
    assertEquals(List.of("Hello."), caller.heardSpeech());
    assertEquals("2026-01-01T12:00:00.360000Z", host.last("call.hangup").get("end_time").asText());
  }

  @Test
  void aCallerWhoGivesUpBeforeTheAnswerHasCanceled() {
    TelnyxCaller caller = call().start();
    time.advance(Duration.ofSeconds(3));
    caller.hangUp();
    time.runReady();
    assertHangup("originator_cancel", "caller", "487");
  }

  @Test
  void aCallerWhoHangsUpEndsAllThatGoesOn() {
    TelnyxCaller caller = answered(call());
    String leg = caller.carrierId();
    host.command(leg, "record_start", "{\"format\":\"wav\",\"channels\":\"single\"}");
    host.command(leg, "gather_using_speak", "{\"payload\":\"Press one.\",\"voice\":\"female\"}");
    host.command(leg, "playback_start", "{\"audio_url\":\"https://a.example.test/b.mp3\"}");
    time.advance(Duration.ofMillis(120));
    caller.hangUp();
    time.advance(Duration.ofSeconds(1));
    assertEquals(
        List.of("call.initiated", "call.answered", "call.gather.ended", "call.hangup"),
        host.types(leg));
    assertEquals("call_hangup", host.last("call.gather.ended").get("status").textValue());
    assertHangup("normal_clearing", "caller", "200");
    JsonNode saved = host.last("call.recording.saved");
    assertEquals(null, saved.get("call_control_id"));
    assertTrue(saved.at("/recording_urls/wav").asText().startsWith("https://"));
    assertTrue(saved.at("/recording_urls/mp3").isNull());
    assertEquals(List.of("Pr"), caller.heardSpeech());
  }

  @Test
  void aCallIsRejectedWithACause() {
    TelnyxCaller busy = call().start();
    host.command(busy.carrierId(), "reject", "{\"cause\":\"USER_BUSY\"}");
    time.runReady();
    assertHangup("user_busy", "callee", "486");
    TelnyxCaller rejected = call().start();
    host.command(rejected.carrierId(), "reject", "{\"cause\":\"CALL_REJECTED\"}");
    time.runReady();
    assertHangup("call_rejected", "callee", "603");
  }

  @Test
  void aSecondAnswerAndALateRejectAreRefused() {
    String leg = answered(call()).carrierId();
    assertEquals(422, host.post("calls/" + leg + "/actions/answer", "{}").status());
    assertEquals(
        422, host.post("calls/" + leg + "/actions/reject", "{\"cause\":\"USER_BUSY\"}").status());
  }

  @Test
  void soundsWaitForEachOtherUntilOneStopsThem() {
    TelnyxCaller caller = answered(call().playLength(Duration.ofSeconds(5)));
    String leg = caller.carrierId();
    host.command(leg, "playback_start", "{\"audio_url\":\"https://a.example.test/b.mp3\"}");
    host.command(leg, "speak", "{\"payload\":\"Later.\",\"voice\":\"female\"}");
    time.advance(Duration.ofSeconds(1));
    host.command(leg, "playback_stop", "{\"stop\":\"current\"}");
    time.advance(Duration.ofMillis(60));
    assertEquals("cancelled", host.last("call.playback.ended").get("status").textValue());
    assertEquals(
        "https://a.example.test/b.mp3", host.last("call.playback.ended").get("media_url").asText());
    host.command(leg, "speak", "{\"payload\":\"Now.\",\"voice\":\"female\",\"stop\":\"all\"}");
    time.advance(Duration.ofSeconds(1));
    assertEquals(List.of("L", "Now."), caller.heardSpeech());
  }

  @Test
  void aSoundIsRepeatedAsOftenAsAskedFor() {
    TelnyxCaller caller = answered(call());
    String leg = caller.carrierId();
    host.command(leg, "speak", "{\"payload\":\"Ho\",\"voice\":\"female\",\"loop\":3}");
    time.advance(Duration.ofMillis(359));
    assertEquals("call.speak.started", types(leg).get(types(leg).size() - 1));
    time.advance(Duration.ofMillis(1));
    assertEquals("call.speak.ended", types(leg).get(types(leg).size() - 1));
    host.command(leg, "speak", "{\"payload\":\"Ho\",\"voice\":\"f\",\"loop\":\"infinity\"}");
    time.advance(Duration.ofMinutes(10));
    host.command(leg, "playback_stop", "{\"stop\":\"all\"}");
    time.runReady();
    assertEquals(2, types(leg).stream().filter("call.speak.ended"::equals).count());
  }

  @Test
  void keysAreGatheredUntilThereAreEnough() {
    TelnyxCaller caller = answered(call());
    host.command(caller.carrierId(), "gather", "{\"maximum_digits\":2}");
    caller.press("1").press("2").press("3");
    time.runReady();
    assertGathered("12", "valid");
    assertEquals(
        2, types(caller.carrierId()).stream().filter("call.dtmf.received"::equals).count());
  }

  @Test
  void theTerminatingKeyEndsAGatherAndIsNoDigit() {
    TelnyxCaller caller = answered(call());
    host.command(caller.carrierId(), "gather", "{\"minimum_digits\":2}");
    caller.press("12#");
    time.runReady();
    assertGathered("12", "valid");
    host.command(
        caller.carrierId(), "gather", "{\"minimum_digits\":2,\"terminating_digit\":\"*\"}");
    caller.press("1*");
    time.runReady();
    assertGathered("1", "invalid");
  }

  @Test
  void keysThatAreNotAllowedMakeAGatherInvalid() {
    TelnyxCaller caller = answered(call());
    host.command(caller.carrierId(), "gather", "{\"maximum_digits\":1,\"valid_digits\":\"12\"}");
    caller.press("7");
    time.runReady();
    assertGathered("7", "invalid");
  }

  @Test
  void aGatherWithoutKeysTimesOut() {
    TelnyxCaller caller = answered(call());
    host.command(caller.carrierId(), "gather", "{\"initial_timeout_millis\":3000}");
    time.advance(Duration.ofMillis(2999));
    assertEquals(2, types(caller.carrierId()).size());
    time.advance(Duration.ofMillis(1));
    assertGathered("", "timeout");
  }

  @Test
  void aPauseBetweenKeysEndsAGather() {
    TelnyxCaller caller = answered(call());
    host.command(caller.carrierId(), "gather", "{\"inter_digit_timeout_millis\":1000}");
    caller.press("12");
    time.advance(Duration.ofSeconds(1));
    assertGathered("12", "valid");
  }

  @Test
  void aPromptIsHeardAgainUntilTheTriesAreUsedUp() {
    TelnyxCaller caller = answered(call());
    host.command(
        caller.carrierId(),
        "gather_using_speak",
        "{\"payload\":\"One?\",\"invalid_payload\":\"No.\",\"voice\":\"female\",\"maximum_tries\":3,"
            + "\"maximum_digits\":1,\"valid_digits\":\"1\",\"timeout_millis\":1000}");
    time.advance(Duration.ofMillis(240 + 1000 + 120));
    caller.press("7");
    time.advance(Duration.ofMillis(180 + 1000));
    assertEquals(List.of("One?", "On", "No."), caller.heardSpeech());
    assertGathered("", "timeout");
  }

  @Test
  void aKeyInterruptsThePrompt() {
    TelnyxCaller caller = answered(call());
    host.command(
        caller.carrierId(),
        "gather_using_audio",
        "{\"audio_url\":\"https://a.example.test/menu.wav\",\"maximum_digits\":1}");
    time.advance(Duration.ofMillis(500));
    caller.press("4");
    time.runReady();
    assertEquals("cancelled", host.last("call.playback.ended").get("status").asText());
    assertGathered("4", "valid");
  }

  @Test
  void aGatherIsCancelledByAStopAndByTheNextOne() {
    TelnyxCaller caller = answered(call());
    host.command(caller.carrierId(), "gather", "{}");
    host.command(caller.carrierId(), "gather_stop", "{}");
    time.runReady();
    assertGathered("", "cancelled");
    host.command(caller.carrierId(), "gather", "{}");
    host.command(caller.carrierId(), "gather", "{\"maximum_digits\":1}");
    caller.press("5");
    time.runReady();
    assertEquals(3, types(caller.carrierId()).stream().filter("call.gather.ended"::equals).count());
    assertGathered("5", "valid");
  }

  @Test
  void keysAreSentToTheCaller() {
    TelnyxCaller caller = answered(call());
    host.command(caller.carrierId(), "send_dtmf", "{\"digits\":\"1w2W#\"}");
    assertEquals("1w2W#", caller.heardKeys());
  }

  @Test
  void aRecordingEndsWhenTheCallerHasBeenSilentForLongEnough() {
    TelnyxCaller caller = answered(call());
    host.command(
        caller.carrierId(),
        "record_start",
        "{\"format\":\"mp3\",\"channels\":\"single\",\"timeout_secs\":2,\"trim\":\"trim-silence\"}");
    caller.speak(tone(8000)).untilIdle();
    assertEquals(1, caller.recordings().size());
    assertEquals(8000, caller.recordings().get(0).audio().samples().length, 320);
    assertTrue(host.last("call.recording.saved").at("/recording_urls/mp3").isTextual());
  }

  @Test
  void aRecordingEndsAtItsGreatestLengthAndWhenItIsStopped() {
    TelnyxCaller caller = answered(call());
    String start = "{\"format\":\"wav\",\"channels\":\"dual\",\"max_length\":3}";
    host.command(caller.carrierId(), "record_start", start);
    time.advance(Duration.ofSeconds(5));
    host.command(caller.carrierId(), "record_start", start);
    time.advance(Duration.ofSeconds(1));
    host.command(caller.carrierId(), "record_stop", "{}");
    time.advance(Duration.ofSeconds(1));
    assertEquals(24_000, caller.recordings().get(0).audio().samples().length, 320);
    assertEquals(8000, caller.recordings().get(1).audio().samples().length, 320);
    assertEquals(2, recordings());
  }

  @Test
  void aLegIsRecordedFromItsAnswerOn() {
    TelnyxCaller caller = call().answers(SALES, Duration.ofSeconds(4)).start();
    FakeHost.Reply answer =
        host.post(
            "calls/" + caller.carrierId() + "/actions/answer",
            "{\"record\":\"record-from-answer\",\"record_format\":\"wav\"}");
    host.dial(SALES, ",\"record\":\"record-from-answer\",\"record_channels\":\"dual\"");
    time.advance(Duration.ofSeconds(10));
    assertEquals("dual", host.last("call.recording.saved").get("channels").textValue());
    assertTrue(host.last("call.recording.saved").at("/recording_urls/mp3").isTextual());
    caller.hangUp();
    time.advance(Duration.ofSeconds(1));
    assertEquals(
        answer.body().at("/data/recording_id").textValue(), caller.recordings().get(0).id());
    assertEquals(80_000, caller.recordings().get(0).audio().samples().length, 320);
  }

  @Test
  void aFarEndIsReachedAnswersAndHangsUp() {
    answered(call().answers(SIP, Duration.ofSeconds(9)));
    String leg = host.dial(SIP, ",\"client_state\":\"ZGlhbA==\"");
    time.advance(Duration.ofSeconds(12));
    assertEquals(List.of("call.initiated", "call.answered", "call.hangup"), host.types(leg));
    JsonNode initiated = host.events(leg).get(0).at("/data/payload");
    assertEquals("outgoing", initiated.get("direction").asText());
    assertEquals("bridging", initiated.get("state").asText());
    assertEquals("ZGlhbA==", initiated.get("client_state").asText());
    assertHangup("normal_clearing", "callee", "200");
  }

  @Test
  void aFarEndThatDoesNotAnswerEndsTheLegWithItsCause() {
    call()
        .busy("+14155550101")
        .fails("+14155550102")
        .declines("+14155550103")
        .noAnswer("+14155550104")
        .start();
    assertDialled("+14155550101", "user_busy", "486");
    assertDialled("+14155550102", "not_found", "404");
    assertDialled("+14155550103", "call_rejected", "603");
    host.dial("+14155550104", ",\"timeout_secs\":20");
    time.advance(Duration.ofSeconds(20));
    assertHangup("timeout", "caller", "487");
  }

  @Test
  void aRingingLegThatIsHungUpIsCanceled() {
    TelnyxCaller caller = answered(call());
    String leg = host.dial(SALES, "");
    time.advance(Duration.ofSeconds(3));
    assertEquals("ringing", caller.farEnd(SALES).status());
    host.command(leg, "hangup", "{}");
    time.runReady();
    assertHangup("originator_cancel", "caller", "487");
    assertThrows(IllegalStateException.class, () -> caller.farEnd(SALES).answer());
  }

  @Test
  void bridgedLegsEndTogetherUnlessOneIsParked() {
    TelnyxCaller caller = answered(call());
    String parked = dialled(caller);
    host.command(
        caller.carrierId(),
        "bridge",
        "{\"call_control_id\":\"" + parked + "\",\"park_after_unbridge\":\"self\"}");
    time.runReady();
    assertEquals("bridged", caller.status());
    assertEquals("call.bridged", types(parked).get(2));
    caller.farEnd(SALES).hangUp();
    time.runReady();
    assertEquals("answered", caller.status());
    String other = dialled(caller);
    host.command(caller.carrierId(), "bridge", "{\"call_control_id\":\"" + other + "\"}");
    caller.hangUp();
    time.runReady();
    assertEquals("hangup", caller.farEnd(SALES).status());
    assertEquals(
        "normal_clearing", host.events(other).get(3).at("/data/payload/hangup_cause").asText());
  }

  @Test
  void aBridgeNeedsTwoAnsweredLegs() {
    TelnyxCaller caller = answered(call());
    String ringing = host.dial(SALES, "");
    time.advance(Duration.ofSeconds(1));
    String bridge = "calls/" + caller.carrierId() + "/actions/bridge";
    assertEquals("90034", host.post(bridge, "{\"call_control_id\":\"" + ringing + "\"}").code());
    assertEquals("90015", host.post(bridge, "{\"call_control_id\":\"v3:x\"}").code());
    caller.farEnd(SALES).hangUp();
    assertEquals("90018", host.post(bridge, "{\"call_control_id\":\"" + ringing + "\"}").code());
  }

  @Test
  void aLinkedDialSharesTheSessionAndBridgesByItself() {
    TelnyxCaller caller = answered(call().answers(SALES));
    String link = ",\"link_to\":\"" + caller.carrierId() + "\",\"bridge_on_answer\":true";
    String leg = host.dial(SALES, link);
    time.advance(Duration.ofSeconds(3));
    assertEquals("bridged", caller.status());
    assertEquals(
        host.events(caller.carrierId()).get(0).at("/data/payload/call_session_id"),
        host.events(leg).get(0).at("/data/payload/call_session_id"));
    assertNotEquals(
        host.events(caller.carrierId()).get(0).at("/data/payload/call_leg_id"),
        host.events(leg).get(0).at("/data/payload/call_leg_id"));
  }

  @Test
  void aTransferDialsAndBridges() {
    TelnyxCaller caller = answered(call().answers(SALES, Duration.ofSeconds(5)));
    host.command(
        caller.carrierId(),
        "transfer",
        "{\"to\":\"" + SALES + "\",\"target_leg_client_state\":\"bGVn\"}");
    time.advance(Duration.ofSeconds(3));
    assertEquals("bridged", caller.status());
    assertEquals("+14155550100", caller.farEnd(SALES).callerId());
    String leg = caller.farEnd(SALES).carrierId();
    assertEquals("bGVn", host.events(leg).get(0).at("/data/payload/client_state").asText());
    time.advance(Duration.ofSeconds(6));
    assertTrue(caller.isOver());
  }

  @Test
  void aCallLastsNoLongerThanItsLimit() {
    answered(call().answers(SALES));
    host.dial(SALES, ",\"time_limit_secs\":60");
    time.advance(Duration.ofSeconds(60));
    assertHangup("time_limit", "unknown", "unspecified");
  }

  private String dialled(TelnyxCaller caller) {
    String leg = host.dial(SALES, "");
    time.advance(Duration.ofSeconds(1));
    caller.farEnd(SALES).answer();
    time.runReady();
    return leg;
  }

  private void assertDialled(String address, String cause, String sip) {
    host.dial(address, "");
    time.advance(Duration.ofSeconds(5));
    assertHangup(cause, "callee", sip);
  }

  private void assertHangup(String cause, String source, String sip) {
    JsonNode payload = host.last("call.hangup");
    assertEquals(cause, payload.get("hangup_cause").textValue());
    assertEquals(source, payload.get("hangup_source").textValue());
    assertEquals(sip, payload.get("sip_hangup_cause").textValue());
    assertEquals("hangup", payload.get("state").textValue());
  }

  private void assertGathered(String digits, String status) {
    JsonNode payload = host.last("call.gather.ended");
    assertEquals(digits, payload.get("digits").textValue());
    assertEquals(status, payload.get("status").textValue());
  }

  private List<String> types(String leg) {
    return host.types(leg);
  }

  private long recordings() {
    return host.requests.stream()
        .filter(
            request ->
                FakeHost.event(request)
                    .at("/data/event_type")
                    .asText()
                    .equals("call.recording.saved"))
        .count();
  }

  private TelnyxCallSetup call() {
    return telnyx.from("+14155550177").to("+14155550100");
  }

  private TelnyxCaller answered(TelnyxCallSetup setup) {
    TelnyxCaller caller = setup.start();
    host.command(caller.carrierId(), "answer", "{}");
    time.runReady();
    return caller;
  }

  private static short[] tone(int samples) {
    short[] tone = new short[samples];
    for (int i = 0; i < samples; i++) {
      tone[i] = (short) (8000 * Math.sin(2 * Math.PI * 440 * i / 8000.0) + 100);
    }
    return tone;
  }
}
