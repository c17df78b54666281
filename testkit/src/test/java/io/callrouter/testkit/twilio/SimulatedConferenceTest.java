package io.callrouter.testkit.twilio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

class SimulatedConferenceTest {
  private static final String CALL = "/incoming-call";
  private static final String AFTER = "/after";
  private static final String EVENTS = "/events";

  private final ManualTimekeeper time = Timekeeper.manual();
  private final FakeApplication application =
      new FakeApplication()
          .page("/call-status", request -> WebResponse.noContent())
          .page(EVENTS, request -> WebResponse.noContent())
          .page("/recording", request -> WebResponse.noContent())
          .twiml(AFTER, "<Say>Done.</Say>");
  private final SimulatedTwilio twilio = SimulatedTwilio.create(time).attach(application);

  @AfterEach
  void close() {
    time.close();
  }

  @Test
  void oneAloneWaitsAndTwoHearEachOther() {
    TwilioCaller first = join("");
    assertEquals(List.of("sales: music"), details(first, Kind.CONFERENCE_WAIT));
    assertEquals(List.of(), details(first, Kind.CONFERENCE));
    assertEquals("in-progress", first.status());
    TwilioCaller second = join("");
    assertEquals(List.of("sales"), details(first, Kind.CONFERENCE));
    assertEquals(List.of("sales"), details(second, Kind.CONFERENCE));
    assertEquals(List.of(), details(second, Kind.CONFERENCE_WAIT));
    assertEquals(List.of("Dial"), first.verbs());
  }

  @Test
  void itStartsOnlyWithOneWhoMayStartIt() {
    TwilioCaller first = join(" startConferenceOnEnter=\"false\" waitUrl=\"\"");
    TwilioCaller second =
        join(" startConferenceOnEnter=\"false\" waitUrl=\"/wait.mp3\" waitMethod=\"GET\"");
    assertEquals(List.of("sales: silence"), details(first, Kind.CONFERENCE_WAIT));
    assertEquals(
        List.of("sales: https://voice.example.test/wait.mp3"),
        details(second, Kind.CONFERENCE_WAIT));
    TwilioCaller agent = join("");
    for (TwilioCaller caller : List.of(first, second, agent)) {
      assertEquals(1, details(caller, Kind.CONFERENCE).size());
    }
  }

  @Test
  void whoHangsUpLeavesTheOthersWhereTheyAreUntilTheLastHasGone() {
    TwilioCaller first = join("");
    TwilioCaller second = join("");
    second.silentFor(Duration.ofSeconds(10)).hangUp().untilIdle();
    assertEquals("completed", second.status());
    assertFalse(first.untilIdle().isOver());
    assertEquals(List.of(), application.sent(AFTER, "CallSid"));
    first.hangUp().untilIdle();
    assertEquals(1, details(join(""), Kind.CONFERENCE_WAIT).size(), "a new one of that name");
    assertEquals(List.of(), first.alerts());
  }

  @Test
  void oneWhoEndsItTakesAllAlongAndTheyAreAskedWhatIsNext() {
    TwilioCaller guest = join("");
    TwilioCaller host = join(" endConferenceOnExit=\"true\"");
    host.silentFor(Duration.ofSeconds(7)).hangUp().untilIdle();
    guest.untilIdle();
    assertEquals(List.of("Dial", "Say"), guest.verbs());
    assertEquals(List.of(guest.carrierId()), application.sent(AFTER, "CallSid"));
    assertEquals(List.of("answered"), application.sent(AFTER, "DialCallStatus"));
    assertEquals(List.of("sales"), details(guest, Kind.CONFERENCE_LEFT));
    assertEquals(1, details(join(""), Kind.CONFERENCE_WAIT).size(), "a new one of that name");
  }

  @Test
  void whatTheFirstParticipantAskedForIsToldInOrder() {
    String asked = " statusCallback=\"/events\" statusCallbackEvent=\"start end join leave\"";
    TwilioCaller guest = join(asked + " participantLabel=\"guest\" muted=\"true\"");
    TwilioCaller host = join(" endConferenceOnExit=\"true\" statusCallback=\"/other\"");
    host.hangUp().untilIdle();
    guest.untilIdle();
    assertEquals(
        List.of(
            "participant-join",
            "participant-join",
            "conference-start",
            "participant-leave",
            "participant-leave",
            "conference-end"),
        application.sent(EVENTS, "StatusCallbackEvent"));
    assertEquals(List.of("0", "1", "2", "3", "4", "5"), application.sent(EVENTS, "SequenceNumber"));
    assertEquals(
        List.of("sales"), application.sent(EVENTS, "FriendlyName").stream().distinct().toList());
    assertEquals(1, application.sent(EVENTS, "ConferenceSid").stream().distinct().count());
    Map<String, String> joined = told(0);
    assertEquals(guest.carrierId(), joined.get("CallSid"));
    assertEquals("guest", joined.get("ParticipantLabel"));
    assertEquals("true", joined.get("Muted"));
    assertEquals("false", joined.get("Hold"));
    assertEquals("participant_hung_up", told(3).get("ReasonParticipantLeft"));
    assertEquals("completed", told(3).get("ParticipantCallStatus"));
    assertEquals("moderator_ended_conference", told(4).get("ReasonParticipantLeft"));
    assertEquals("in-progress", told(4).get("ParticipantCallStatus"));
    assertEquals(
        "participant-with-end-conference-on-exit-left", told(5).get("ReasonConferenceEnded"));
    assertEquals(host.carrierId(), told(5).get("CallSidEndingConference"));
    assertFalse(application.paths().contains("/other"));
  }

  @Test
  void withoutAnEventListNothingIsTold() {
    join(" statusCallback=\"/events\"").hangUp().untilIdle();
    assertFalse(application.paths().contains(EVENTS));
  }

  @Test
  void aRecordingBelongsToTheConferenceAndToNoCall() {
    TwilioCaller first =
        join(
            " record=\"record-from-start\" recordingStatusCallback=\"/recording\""
                + " recordingStatusCallbackEvent=\"completed absent\"");
    TwilioCaller second = join("");
    second.silentFor(Duration.ofSeconds(12)).hangUp().untilIdle();
    first.hangUp().untilIdle();
    Map<String, String> told = FakeApplication.form(request("/recording", 0));
    assertFalse(told.containsKey("CallSid"));
    assertTrue(told.get("ConferenceSid").startsWith("CF"));
    assertEquals("12", told.get("RecordingDuration"));
    assertEquals("1", told.get("RecordingChannels"));
    assertEquals("Conference", told.get("RecordingSource"));
  }

  @Test
  void theStarAndTheTimeLimitTakeOneOut() {
    application.twiml(
        CALL,
        "<Dial action=\"/after\" hangupOnStar=\"true\"><Conference>sales" + "</Conference></Dial>");
    TwilioCaller first = start().press("1*").untilIdle();
    assertEquals(List.of("Dial", "Say"), first.verbs());
    application.twiml(
        CALL,
        "<Dial action=\"/after\" timeLimit=\"60\"><Conference>sales" + "</Conference></Dial>");
    TwilioCaller second = start().silentFor(Duration.ofSeconds(59)).untilIdle();
    assertEquals(List.of("Dial"), second.verbs());
    second.silentFor(Duration.ofSeconds(1)).untilIdle();
    assertEquals(List.of("Dial", "Say"), second.verbs());
  }

  @Test
  void aFullOneAndALabelInUseDoNotTakeTheCall() {
    join(" participantLabel=\"a\"");
    TwilioCaller twin = join(" participantLabel=\"a\"");
    assertEquals(16025, twin.alerts().get(0).code());
    TwilioCaller tooMuch = join(" maxParticipants=\"1\"");
    assertEquals(16020, tooMuch.alerts().get(0).code());
    assertEquals(List.of("failed", "failed"), application.sent(AFTER, "DialCallStatus"));
  }

  @Test
  void aCallerWhoHangsUpIsAskedForOnlyWhereTheTestSaysSo() {
    TwilioCaller caller = join("");
    caller.hangUp().untilIdle();
    assertEquals(List.of(), application.sent(AFTER, "CallSid"));
    conference("");
    twilio
        .from("+14155550177")
        .to("+14155550100")
        .asksAfterHangUp()
        .start()
        .untilIdle()
        .hangUp()
        .untilIdle();
    assertEquals(List.of("completed"), application.sent(AFTER, "CallStatus"));
    assertEquals(List.of("answered"), application.sent(AFTER, "DialCallStatus"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<Conference/>|must hold the conference's name",
        "<Conference>a</Conference><Number>+14155550122</Number>|must not hold <Conference>",
        "<Conference maxParticipants=\"251\">a</Conference>|at most 250",
        "<Conference participantLabel=\"\">a</Conference>|1 to 128",
        "<Conference beep=\"yes\">a</Conference>|beep must be one of",
        "<Conference coach=\"CA1\">a</Conference>|no attribute coach",
        "<Conference statusCallbackEvent=\"over\">a</Conference>|over",
      })
  void whatTwilioWouldNotTakeIsAFault(String nouns, String why) {
    application.twiml(CALL, "<Dial>" + nouns + "</Dial>");
    TwilioCaller caller = start();
    assertEquals(TwimlFault.SCHEMA, caller.alerts().get(0).code());
    assertTrue(caller.alerts().get(0).text().contains(why), caller.alerts()::toString);
  }

  private TwilioCaller join(String attributes) {
    conference(attributes);
    return start();
  }

  private void conference(String attributes) {
    application.twiml(
        CALL, "<Dial action=\"/after\"><Conference" + attributes + ">sales</Conference></Dial>");
  }

  private TwilioCaller start() {
    return twilio.from("+14155550177").to("+14155550100").start().untilIdle();
  }

  private Map<String, String> told(int number) {
    return FakeApplication.form(request(EVENTS, number));
  }

  private WebRequest request(String path, int number) {
    return application.requests.stream()
        .filter(request -> request.path().equals(path))
        .toList()
        .get(number);
  }

  private static List<String> details(TwilioCaller caller, Kind kind) {
    return caller.events().stream()
        .filter(event -> event.kind() == kind)
        .map(TimelineEvent::detail)
        .toList();
  }
}
