package io.callrouter.testkit.twilio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.twilio.security.RequestValidator;
import io.callrouter.testkit.TimelineEvent;
import io.callrouter.testkit.TimelineEvent.Kind;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import io.callrouter.web.WebRequest;
import io.callrouter.web.WebResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulatedDialTest {
  private static final String CALL = "/incoming-call";
  private static final String AFTER = "/after";
  private static final String LEG = "/leg";
  private static final String RECORDING = "/recording";
  private static final String SALES = "+14155550122";
  private static final String DESK = "sip:desk@pbx.example.test";
  private static final String EVENTS =
      " statusCallback=\"/leg\" statusCallbackEvent=\"initiated ringing answered completed\">";

  private final ManualTimekeeper time = Timekeeper.manual();
  private final FakeApplication application =
      new FakeApplication()
          .page("/call-status", request -> WebResponse.noContent())
          .page(LEG, request -> WebResponse.noContent())
          .page(RECORDING, request -> WebResponse.noContent())
          .twiml(AFTER, "<Say>Done.</Say>");
  private final SimulatedTwilio twilio = SimulatedTwilio.create(time).attach(application);

  @AfterEach
  void everyRequestIsGenuineToTheOfficialSdk() {
    OfficialSignatures.assertGenuine(twilio, application);
    time.close();
  }

  @Test
  void anAnsweredDialTellsOfItsLegInOrderAndAsksWhatIsNext() {
    dialSales("");
    TwilioCaller caller = setup().answers(SALES, Duration.ofSeconds(61)).start().untilIdle();

    assertEquals(List.of("Dial", "Say"), caller.verbs());
    assertEquals(List.of("initiated", "ringing", "in-progress", "completed"), leg("CallStatus"));
    assertEquals(List.of("0", "1", "2", "3"), leg("SequenceNumber"));
    assertEquals(
        List.of(
            "Thu, 01 Jan 2026 12:00:00 +0000",
            "Thu, 01 Jan 2026 12:00:00 +0000",
            "Thu, 01 Jan 2026 12:00:02 +0000",
            "Thu, 01 Jan 2026 12:01:03 +0000"),
        leg("Timestamp"));
    assertEquals("61", leg("CallDuration").get(3));
    assertEquals("2", leg("Duration").get(3));
    assertNull(leg("CallDuration").get(2));
    assertEquals("completed", after("DialCallStatus"));
    assertEquals("61", after("DialCallDuration"));
    assertEquals("true", after("DialBridged"));
    assertEquals("in-progress", after("CallStatus"));
    assertEquals(caller.carrierId(), after("CallSid"));
    assertEquals(leg("CallSid").get(0), after("DialCallSid"));
    assertNull(after("RecordingUrl"));
    assertNull(after("DialSipResponseCode"));
    assertEquals(List.of(), caller.alerts());
  }

  @Test
  void aLegIsACallOfItsOwnUnderItsParentAndEveryWordOfItIsSigned() {
    dialSales(" callerId=\"+14155550100\"");
    TwilioCaller caller = setup().busy(SALES).start().untilIdle();
    RequestValidator official = new RequestValidator(twilio.settings().get("TWILIO_AUTH_TOKEN"));
    List<WebRequest> legs =
        application.requests.stream().filter(request -> request.path().equals(LEG)).toList();
    for (WebRequest request : legs) {
      Map<String, String> form = FakeApplication.form(request);
      assertTrue(
          official.validate(
              "https://voice.example.test" + LEG, form, request.header("X-Twilio-Signature")));
      assertEquals(caller.carrierId(), form.get("ParentCallSid"));
      assertEquals(caller.farEnd(SALES).carrierId(), form.get("CallSid"));
      assertNotEquals(caller.carrierId(), form.get("CallSid"));
      assertEquals("outbound-dial", form.get("Direction"));
      assertEquals("+14155550100", form.get("From"));
      assertEquals(SALES, form.get("To"));
      assertEquals("call-progress-events", form.get("CallbackSource"));
    }
    assertEquals(2, legs.size());
    assertEquals("+14155550100", caller.farEnd(SALES).callerId());
  }

  @ParameterizedTest
  @CsvSource({
    "busy,      busy,      2, 0",
    "fails,     failed,    2, 0",
    "declines,  busy,      3, 2",
    "noAnswer,  no-answer, 3, 30",
  })
  void whoeverIsNotReachedIsToldOfAsTwilioDoes(
      String script, String status, int callbacks, int seconds) {
    dialSales(" answerOnBridge=\"true\"");
    TwilioCaller caller = scripted(script, SALES).start().untilIdle();
    assertEquals(callbacks, leg("CallStatus").size());
    assertEquals(status, leg("CallStatus").get(callbacks - 1));
    assertEquals(status, after("DialCallStatus"));
    assertEquals("ringing", after("CallStatus"), "nobody has answered the caller yet");
    assertEquals("false", after("DialBridged"));
    assertNull(after("DialCallDuration"));
    assertEquals(Duration.ofSeconds(seconds), at(caller, Kind.ANSWERED), "by what comes next");
  }

  @ParameterizedTest
  @CsvSource({"busy, busy, 486", "fails, failed, 404", "declines, busy, 603"})
  void aSipAddressAnswersWithItsStatus(String script, String status, String sipStatus) {
    application.twiml(CALL, dial("", "<Sip" + EVENTS + DESK + "</Sip>"));
    scripted(script, DESK).start().untilIdle();
    assertEquals(status, after("DialCallStatus"));
    assertEquals(sipStatus, after("DialSipResponseCode"));
    assertEquals(sipStatus, leg("SipResponseCode").get(leg("CallStatus").size() - 1));
    assertEquals(List.of(DESK), leg("To").stream().distinct().toList());
  }

  @Test
  void aClientIsDialledByItsIdentityAndItsParametersStayItsOwn() {
    application.twiml(
        CALL,
        dial(
            "",
            "<Client"
                + EVENTS
                + "<Identity>alice</Identity><Parameter name=\"a\" value=\"b\"/></Client>"));
    setup().answers("client:alice", Duration.ofSeconds(1)).start().untilIdle();
    assertEquals("client:alice", leg("To").get(0));
    assertEquals("completed", after("DialCallStatus"));
  }

  @Test
  void aFarEndOfWhichNothingWasSaidRingsUntilTheTestSaysMore() {
    dialSales(" answerOnBridge=\"true\"");
    TwilioCaller caller = setup().start().untilIdle();
    assertEquals("ringing", caller.farEnd(SALES).status());
    assertEquals("ringing", caller.status());
    caller.silentFor(Duration.ofSeconds(10)).untilIdle();
    caller.farEnd(SALES).answer();
    caller.untilIdle();
    assertEquals("in-progress", caller.status());
    assertEquals("in-progress", caller.farEnd(SALES).status());
    caller.silentFor(Duration.ofSeconds(5)).farEnd(SALES).hangUp().hangUp();
    caller.untilIdle();
    assertEquals("5", after("DialCallDuration"));
    assertThrows(IllegalStateException.class, () -> caller.farEnd(SALES).answer());
    assertThrows(IllegalStateException.class, () -> caller.farEnd(DESK));
  }

  @Test
  void aFarEndThatHangsUpWhileItRingsHasRefused() {
    dialSales("");
    TwilioCaller caller = setup().start().untilIdle();
    caller.farEnd(SALES).hangUp();
    caller.untilIdle();
    assertEquals("busy", after("DialCallStatus"));
  }

  @Test
  void itRingsToTheLastMillisecondOfTheTimeoutAndNoLonger() {
    dialSales(" timeout=\"20\"");
    TwilioCaller inTime = setup().start().silentFor(Duration.ofMillis(19_999));
    inTime.farEnd(SALES).answer();
    inTime.untilIdle();
    assertEquals("in-progress", inTime.farEnd(SALES).status());

    TwilioCaller late = setup().start().silentFor(Duration.ofSeconds(20));
    assertEquals("no-answer", late.farEnd(SALES).status());
    assertThrows(IllegalStateException.class, () -> late.farEnd(SALES).answer());
  }

  @Test
  void theCarrierEndsAConversationAtItsTimeLimit() {
    dialSales(" timeLimit=\"40\"");
    TwilioCaller caller = setup().answers(SALES).start().untilIdle();
    caller.silentFor(Duration.ofSeconds(40)).untilIdle();
    assertEquals("completed", after("DialCallStatus"));
    assertEquals("40", after("DialCallDuration"));
  }

  @Test
  void theCallerIsAnsweredAtOnceUnlessHeIsToHearTheRinging() {
    dialSales("");
    assertEquals(Duration.ZERO, at(setup().answers(SALES).start().untilIdle(), Kind.ANSWERED));
    dialSales(" answerOnBridge=\"true\"");
    assertEquals(
        TwilioFarEnd.RINGING, at(setup().answers(SALES).start().untilIdle(), Kind.ANSWERED));
  }

  @Test
  void aCallerWhoHangsUpWhileItRingsCancelsTheLeg() {
    dialSales(" answerOnBridge=\"true\"");
    TwilioCaller caller = setup().noAnswer(SALES).start();
    caller.silentFor(Duration.ofSeconds(3)).hangUp().untilIdle();
    assertEquals(List.of("initiated", "ringing", "canceled"), leg("CallStatus"));
    assertEquals("canceled", caller.status());
    assertEquals(List.of(), application.sent(AFTER, "CallSid"));
  }

  @Test
  void aCallerWhoHangsUpWhileTheyTalkCompletesTheLeg() {
    dialSales(" record=\"record-from-answer\"");
    TwilioCaller caller = setup().answers(SALES).asksAfterHangUp().start().untilIdle();
    caller.silentFor(Duration.ofSeconds(3)).hangUp().untilIdle();
    assertEquals("completed", leg("CallStatus").get(3));
    assertEquals("3", leg("CallDuration").get(3));
    assertEquals("completed", caller.status());
    assertEquals("completed", after("CallStatus"));
    assertEquals("completed", after("DialCallStatus"));
    assertTrue(after("RecordingUrl").contains("/Recordings/RE"));
    assertEquals(List.of("Dial"), caller.verbs(), "the answer is not carried out");
  }

  @Test
  void theStarEndsItOnlyWhereThatIsAskedFor() {
    dialSales(" hangupOnStar=\"true\"");
    TwilioCaller caller = setup().answers(SALES).start().untilIdle();
    caller.press("12").untilIdle();
    assertEquals("in-progress", caller.farEnd(SALES).status());
    caller.press("*").untilIdle();
    assertEquals("completed", after("DialCallStatus"));

    dialSales("");
    TwilioCaller other = setup().answers(SALES).start().untilIdle().press("*").untilIdle();
    assertEquals("in-progress", other.farEnd(SALES).status());
  }

  @Test
  void aRecordingIsToldOfAndItsAddressComesWithTheNextQuestion() {
    dialSales(
        " record=\"record-from-answer-dual\" recordingStatusCallback=\"/recording\""
            + " recordingStatusCallbackEvent=\"completed absent\"");
    TwilioCaller caller = setup().answers(SALES, Duration.ofSeconds(9)).start().untilIdle();
    Map<String, String> told =
        application.requests.stream()
            .filter(request -> request.path().equals(RECORDING))
            .map(FakeApplication::form)
            .findFirst()
            .orElseThrow();
    assertEquals(caller.carrierId(), told.get("CallSid"));
    assertEquals("completed", told.get("RecordingStatus"));
    assertEquals("9", told.get("RecordingDuration"));
    assertEquals("2", told.get("RecordingChannels"));
    assertEquals("DialVerb", told.get("RecordingSource"));
    assertTrue(told.get("RecordingUrl").endsWith(told.get("RecordingSid")));
    assertEquals(told.get("RecordingUrl"), after("RecordingUrl"));
  }

  @Test
  void ofSeveralTheFirstThatAnswersIsJoinedAndTheOthersAreCanceled() {
    application.twiml(
        CALL, dial("", number("+15550100001") + number(SALES) + number("+15550100003")));
    TwilioCaller caller =
        setup()
            .noAnswer("+15550100001")
            .answers(SALES, Duration.ofSeconds(4))
            .busy("+15550100003")
            .start()
            .untilIdle();
    assertEquals("canceled", caller.farEnd("+15550100001").status());
    assertEquals("busy", caller.farEnd("+15550100003").status());
    assertEquals(caller.farEnd(SALES).carrierId(), after("DialCallSid"));
    assertEquals("completed", after("DialCallStatus"));
    assertEquals("4", after("DialCallDuration"));
  }

  @Test
  void ofSeveralThatAreNotReachedTheLastSpeaksForAll() {
    application.twiml(CALL, dial(" timeout=\"15\"", number(SALES) + number("+15550100003")));
    TwilioCaller caller = setup().noAnswer(SALES).busy("+15550100003").start().untilIdle();
    assertEquals(Duration.ofSeconds(15), at(caller, "Say"));
    assertEquals("no-answer", after("DialCallStatus"));
  }

  @Test
  void oneAfterAnotherTheyRingUntilOneAnswers() {
    application.twiml(
        CALL,
        dial(
            " sequential=\"true\" timeout=\"15\"",
            number("+15550100001") + number(SALES) + number("+15550100003")));
    TwilioCaller caller =
        setup().noAnswer("+15550100001").answers(SALES, Duration.ofSeconds(4)).start().untilIdle();
    assertEquals("no-answer", caller.farEnd("+15550100001").status());
    assertEquals(caller.farEnd(SALES).carrierId(), after("DialCallSid"));
    assertThrows(IllegalStateException.class, () -> caller.farEnd("+15550100003"));
    assertEquals(Duration.ofSeconds(15 + 2 + 4), at(caller, "Say"));
  }

  @Test
  void onlyTheEventsAskedForAreToldAndWithoutAnActionTheNextVerbComes() {
    application.twiml(
        CALL, "<Dial><Number statusCallback=\"/leg\">" + SALES + "</Number></Dial><Say>Bye.</Say>");
    TwilioCaller caller = setup().busy(SALES).start().untilIdle();
    assertEquals(List.of("busy"), leg("CallStatus"));
    assertEquals(List.of("Dial", "Say"), caller.verbs());
  }

  @Test
  void twoOfTheSameDialGiveTheSameEventsEachTime() {
    dialSales("");
    assertEquals(eventsOfDisturbedDial(), eventsOfDisturbedDial());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<Dial/>|must hold 1 to 10",
        "<Dial><Number>4155550122</Number></Dial>|E.164",
        "<Dial><Sip>desk@pbx.example.test</Sip></Dial>|SIP URI",
        "<Dial><Client></Client></Dial>|identity",
        "<Dial><Queue>q</Queue></Dial>|must not hold <Queue>",
        "<Dial tone=\"a\"><Number>+14155550122</Number></Dial>|no attribute tone",
        "<Dial record=\"yes\"><Number>+14155550122</Number></Dial>|record must be one of",
        "<Dial><Number statusCallbackEvent=\"rung\">+14155550122</Number></Dial>|rung",
      })
  void whatTwilioWouldNotTakeIsAFault(String twiml, String why) {
    application.twiml(CALL, twiml);
    TwilioCaller caller = setup().start().untilIdle();
    assertEquals(TwimlFault.SCHEMA, caller.alerts().get(0).code());
    assertTrue(caller.alerts().get(0).text().contains(why), caller.alerts()::toString);
  }

  private List<TimelineEvent> eventsOfDisturbedDial() {
    ManualTimekeeper own = Timekeeper.manual();
    List<TimelineEvent> events =
        SimulatedTwilio.create(own)
            .attach(application)
            .from("+14155550177")
            .to("+14155550100")
            .answers(SALES, Duration.ofSeconds(1))
            .disturbed(5)
            .start()
            .untilIdle()
            .events();
    own.close();
    return events;
  }

  private void dialSales(String attributes) {
    application.twiml(CALL, dial(attributes, number(SALES)));
  }

  private static String dial(String attributes, String nouns) {
    return "<Dial action=\"/after\"" + attributes + ">" + nouns + "</Dial>";
  }

  private static String number(String number) {
    return "<Number" + EVENTS + number + "</Number>";
  }

  private TwilioCallSetup setup() {
    return twilio.from("+14155550177").to("+14155550100");
  }

  private TwilioCallSetup scripted(String script, String address) {
    return switch (script) {
      case "busy" -> setup().busy(address);
      case "fails" -> setup().fails(address);
      case "declines" -> setup().declines(address);
      default -> setup().noAnswer(address);
    };
  }

  private List<String> leg(String parameter) {
    return application.sent(LEG, parameter);
  }

  private String after(String parameter) {
    return application.sent(AFTER, parameter).get(0);
  }

  private static Duration at(TwilioCaller caller, Kind kind) {
    return caller.events().stream()
        .filter(event -> event.kind() == kind)
        .findFirst()
        .orElseThrow()
        .at();
  }

  private static Duration at(TwilioCaller caller, String verb) {
    return caller.events().stream()
        .filter(event -> event.kind() == Kind.VERB && event.detail().equals(verb))
        .findFirst()
        .orElseThrow()
        .at();
  }
}
