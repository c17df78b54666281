package io.callrouter.testkit.twilio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.twilio.security.RequestValidator;
import io.callrouter.testkit.Alert;
import io.callrouter.testkit.TimelineEvent;
import io.callrouter.testkit.TimelineEvent.Kind;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import io.callrouter.web.WebRequest;
import io.callrouter.web.WebResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SimulatedCallTest {
  private static final String CALL = "/incoming-call";
  private static final String STATUS = "/call-status";

  private final ManualTimekeeper time = Timekeeper.manual();
  private final FakeApplication application =
      new FakeApplication().page(STATUS, request -> WebResponse.noContent());
  private final SimulatedTwilio twilio = SimulatedTwilio.create(time).attach(application);

  @AfterEach
  void close() {
    time.close();
  }

  @Test
  void aMenuIsHeardAKeyIsPressedAndTheCallEnds() {
    application
        .twiml(CALL, "<Gather numDigits=\"1\" action=\"/key\"><Say>Press one.</Say></Gather>")
        .twiml("/key", "<Say>Thank you.</Say><Hangup/>");

    TwilioCaller caller = call();
    caller.untilIdle();
    assertEquals(List.of("Press one."), caller.heardSpeech());
    assertEquals("in-progress", caller.status());
    caller.press("1").untilIdle();

    assertEquals(List.of("Gather", "Say"), caller.verbs());
    assertEquals(List.of("Press one.", "Thank you."), caller.heardSpeech());
    assertEquals(List.of(CALL, "/key", STATUS), application.paths());
    assertEquals(List.of("1"), application.sent("/key", "Digits"));
    assertEquals(List.of("completed"), application.sent(STATUS, "CallStatus"));
    assertEquals(2, caller.documents().size());
    assertEquals(List.of(), caller.alerts());
    assertTrue(caller.isOver());
  }

  @Test
  void aCallerWhoIsIdleStaysSoHoweverOftenHeIsAsked() {
    application.twiml(CALL, "<Gather timeout=\"5\"/><Say>Too late.</Say>");
    TwilioCaller caller = call();
    caller.untilIdle().untilIdle().untilIdle();
    assertEquals(List.of(), caller.heardSpeech());
    caller.silentFor(Duration.ofSeconds(5)).untilIdle();
    assertEquals(List.of("Too late."), caller.heardSpeech());
  }

  @Test
  void speechTakes60MsACharacterAndAKeyCutsAPromptWhereItIs() {
    application.twiml(
        CALL, "<Gather numDigits=\"1\" action=\"/key\"><Say>0123456789</Say></Gather>");
    application.twiml("/key", "<Hangup/>");
    TwilioCaller caller = call();
    caller.silentFor(Duration.ofMillis(300)).press("#").untilIdle();
    assertEquals(List.of("01234"), caller.heardSpeech());
    // The finish key without a digit before it is no input: the document goes on, and ends.
    assertEquals(List.of(CALL, STATUS), application.paths());
    assertEquals(Duration.ofMillis(300), at(caller, Kind.ENDED));
  }

  @Test
  void aGatherEndsByCountByFinishKeyOrByTime() {
    application
        .twiml(CALL, "<Gather numDigits=\"2\" action=\"/two\"/>")
        .twiml("/two", "<Gather finishOnKey=\"*\" action=\"/star\"/>")
        .twiml("/star", "<Gather timeout=\"3\" action=\"/late\"/>")
        .twiml("/late", "<Hangup/>");
    TwilioCaller caller = call().press("12" + "3#4*" + "56");
    caller.silentFor(Duration.ofMillis(2999));
    assertFalse(caller.isOver());
    caller.untilIdle();
    assertEquals(Duration.ofSeconds(3), at(caller, Kind.ENDED));
    assertEquals(List.of("12"), application.sent("/two", "Digits"));
    assertEquals(List.of("3#4"), application.sent("/star", "Digits"));
    assertEquals(List.of("56"), application.sent("/late", "Digits"));
  }

  @Test
  void actionOnEmptyResultAsksEvenWithoutAKey() {
    application
        .twiml(CALL, "<Gather timeout=\"2\" action=\"/none\" actionOnEmptyResult=\"true\"/>")
        .twiml("/none", "<Hangup/>");
    TwilioCaller caller = call().silentFor(Duration.ofSeconds(2)).untilIdle();
    assertTrue(caller.isOver());
    assertEquals(List.of(""), application.sent("/none", "Digits"));
  }

  @Test
  void playsPausesAndRedirectsTakeTheirTime() {
    application
        .twiml(
            CALL, "<Play loop=\"2\">/a.wav</Play><Play digits=\"1w\"/><Redirect>/next</Redirect>")
        .twiml("/next", "<Pause length=\"3\"/>");
    TwilioCaller caller =
        twilio
            .from("+14155550177")
            .to("+14155550100")
            .playLength(Duration.ofSeconds(4))
            .start()
            .untilIdle();
    assertEquals(List.of("Play", "Play", "Pause"), caller.verbs());
    assertEquals(Duration.ofMillis(2 * 4000 + 750 + 3000), at(caller, Kind.ENDED));
    assertEquals(List.of("12"), application.sent(STATUS, "CallDuration"));
    assertEquals(List.of("1"), application.sent(STATUS, "Duration"));
  }

  @Test
  void aRejectedCallIsNeverAnswered() {
    application.twiml(CALL, "<Reject reason=\"busy\"/>");
    TwilioCaller caller = call().untilIdle();
    assertEquals("busy", caller.status());
    assertEquals(List.of("Reject"), caller.verbs());
    assertEquals(List.of("busy"), application.sent(STATUS, "CallStatus"));
    assertFalse(kinds(caller).contains(Kind.ANSWERED));
    assertFalse(FakeApplication.form(last()).containsKey("CallDuration"));
  }

  @Test
  void aPauseComesBeforeTheAnswerAndWhoHangsUpInItHasCanceled() {
    application.twiml(CALL, "<Pause length=\"9\"/><Say>Hello.</Say>");
    TwilioCaller caller = call().silentFor(Duration.ofSeconds(4));
    assertEquals("ringing", caller.status());
    caller.hangUp().untilIdle();
    assertEquals("canceled", caller.status());
    assertEquals(List.of("canceled"), application.sent(STATUS, "CallStatus"));
  }

  @Test
  void whoHangsUpInAGatherIsNotAskedFor() {
    application.twiml(CALL, "<Gather action=\"/key\"/>");
    TwilioCaller caller = call().untilIdle().hangUp().untilIdle();
    assertEquals(List.of(CALL, STATUS), application.paths());
    assertEquals("completed", caller.status());
    caller.hangUp().untilIdle();
    assertEquals(1, kinds(caller).stream().filter(kind -> kind == Kind.HANG_UP).count());
  }

  @Test
  void anApplicationsErrorIsToldToTheTestAndToTheCaller() {
    application.twiml(CALL, "<Say>Hello.</Say><Dance/>");
    TwilioCaller caller = call().untilIdle();
    assertEquals(TwimlFault.SCHEMA, caller.alerts().get(0).code());
    assertEquals(Alert.Level.ERROR, caller.alerts().get(0).level());
    assertEquals(List.of("An application error has occurred. Goodbye."), caller.heardSpeech());
    assertEquals("completed", caller.status());
  }

  @Test
  void anAnswerThatTakesMoreThan15SecondsIsNone() {
    application.page(CALL, request -> slowly(16));
    TwilioCaller caller = call().untilIdle();
    assertEquals(TwimlFault.HTTP_RETRIEVAL, caller.alerts().get(0).code());
    assertEquals(Duration.ofSeconds(15), caller.alerts().get(0).at());
  }

  @Test
  void aCallerCanHangUpWhileTheApplicationThinks() {
    application.page(CALL, request -> slowly(10));
    TwilioCaller caller = call().silentFor(Duration.ofSeconds(1)).hangUp().untilIdle();
    assertEquals("canceled", caller.status());
    assertEquals(Duration.ofSeconds(1), at(caller, Kind.ENDED));
  }

  @Test
  void aRefusedStatusCallbackIsAWarning() {
    application.twiml(CALL, "<Hangup/>").page(STATUS, request -> WebResponse.text(403, "no"));
    TwilioCaller caller = call().untilIdle();
    assertEquals(Alert.Level.WARNING, caller.alerts().get(0).level());
    assertEquals(15003, caller.alerts().get(0).code());
  }

  @Test
  void statusCallbacksAreNumberedAndTimed() {
    application.twiml(CALL, "<Pause length=\"2\"/><Say>0123456789</Say>");
    twilio.from("+14155550177").to("+14155550100").allStatusCallbacks().start().untilIdle();
    assertEquals(
        List.of("initiated", "ringing", "in-progress", "completed"),
        application.sent(STATUS, "CallStatus"));
    assertEquals(List.of("0", "1", "2", "3"), application.sent(STATUS, "SequenceNumber"));
    assertEquals(
        List.of(
            "Thu, 01 Jan 2026 12:00:00 +0000",
            "Thu, 01 Jan 2026 12:00:00 +0000",
            "Thu, 01 Jan 2026 12:00:02 +0000",
            "Thu, 01 Jan 2026 12:00:02 +0000"),
        application.sent(STATUS, "Timestamp"));
  }

  @Test
  void disturbedCallbacksComeLateAndAgainButKeepTheirNumbers() {
    application.twiml(CALL, "<Pause length=\"1\"/><Say>0123456789</Say>");
    boolean disordered = false;
    boolean repeated = false;
    for (int seed = 0; seed < 20; seed++) {
      application.requests.clear();
      TwilioCaller caller =
          twilio
              .from("+14155550177")
              .to("+14155550100")
              .allStatusCallbacks()
              .disturbed(seed)
              .start()
              .untilIdle();
      List<String> numbers = application.sent(STATUS, "SequenceNumber");
      assertEquals(List.of("0", "1", "2", "3"), List.copyOf(new TreeSet<>(numbers)));
      disordered |= !numbers.stream().sorted().toList().equals(numbers);
      repeated |= numbers.size() > 4;
      assertEquals(CALL, application.paths().get(0), "the first webhook comes first");
      assertTrue(
          at(caller, Kind.ENDED).plusSeconds(3).compareTo(lastAt(caller)) > 0,
          "nothing comes more than 1.5 s late, and again 1.5 s later");
    }
    assertTrue(disordered && repeated);
  }

  @Test
  void theSameSeedGivesTheSameEventsEachTime() {
    application.twiml(CALL, "<Gather timeout=\"1\"><Say>Hello.</Say></Gather>");
    List<TimelineEvent> first = eventsOfDisturbedCall();
    assertEquals(first, eventsOfDisturbedCall());
  }

  @Test
  void aRepeatedWebhookIsTheSameRequestAgain() {
    application.twiml(CALL, "<Gather/>");
    TwilioCaller caller = call().untilIdle().repeatLastWebhook();
    WebRequest first = application.requests.get(0);
    WebRequest again = application.requests.get(1);
    assertEquals(first.path(), again.path());
    assertEquals(first.headers(), again.headers());
    assertEquals(FakeApplication.form(first), FakeApplication.form(again));
    assertEquals(
        List.of(false, true),
        caller.exchanges().stream().map(exchange -> exchange.delivery().repeated()).toList());
  }

  @Test
  void beforeAnythingWasSentThereIsNothingToRepeat() {
    application.twiml(CALL, "<Gather/>");
    assertThrows(IllegalStateException.class, call()::repeatLastWebhook);
  }

  @Test
  void everyWebhookIsSignedAndHasTheParametersOfItsCall() {
    application.twiml(CALL, "<Gather numDigits=\"1\" method=\"GET\"/>");
    TwilioCaller caller =
        twilio
            .from("+14155550177")
            .to("+442071838750")
            .webhookByGet()
            .parameter("ForwardedFrom", "+14155550199")
            .start()
            .press("7");
    caller.silentFor(Duration.ofMillis(1)).hangUp().untilIdle();
    OfficialSignatures.assertGenuine(twilio, application);
    for (WebRequest request : application.requests) {
      Map<String, String> sent = FakeApplication.form(request);
      assertEquals(caller.carrierId(), sent.get("CallSid"));
      assertEquals(sent.get("From"), sent.get("Caller"));
      assertEquals(sent.get("To"), sent.get("Called"));
      assertEquals("US", sent.get("FromCountry"));
      assertEquals("", sent.get("ToCountry"));
      assertEquals("+14155550199", sent.get("ForwardedFrom"));
    }
    assertEquals("GET", application.requests.get(0).method());
    assertEquals("POST", last().method());
  }

  @Test
  void aTestCanSignARequestOfItsOwn() {
    WebRequest request = twilio.signed("POST", "/call-status", Map.of("CallSid", "CA1"));
    RequestValidator official = new RequestValidator(twilio.settings().get("TWILIO_AUTH_TOKEN"));
    assertTrue(
        official.validate(
            "https://voice.example.test/call-status",
            Map.of("CallSid", "CA1"),
            request.header("X-Twilio-Signature")));
  }

  @Test
  void anInstanceOfAnotherNameHasItsOwnAccountSettingsAndPaths() {
    application.twiml("/sales/incoming-call", "<Hangup/>");
    SimulatedTwilio sales = SimulatedTwilio.create(time, "sales").attach(application);
    sales.from("anonymous").to("+14155550100").start().untilIdle();
    assertEquals(List.of("/sales/incoming-call", "/sales/call-status"), application.paths());
    assertNotEquals(
        twilio.settings().get("TWILIO_ACCOUNT_SID"),
        sales.settings().get("SALES_TWILIO_ACCOUNT_SID"));
    assertEquals("true", sales.settings().get("SALES_TWILIO_ENABLE"));
  }

  @Test
  void whatIsMissingIsSaid() {
    assertThrows(
        IllegalStateException.class, () -> SimulatedTwilio.create(time).from("1").to("2").start());
    assertThrows(IllegalStateException.class, () -> twilio.from("+14155550177").start());
    application.twiml(CALL, "<Gather/>");
    assertThrows(IllegalArgumentException.class, () -> call().press("1x"));
    assertThrows(IllegalStateException.class, () -> call().record());
  }

  private TwilioCaller call() {
    return twilio.from("+14155550177").to("+14155550100").start();
  }

  private List<TimelineEvent> eventsOfDisturbedCall() {
    ManualTimekeeper own = Timekeeper.manual();
    List<TimelineEvent> events =
        SimulatedTwilio.create(own)
            .attach(application)
            .from("+14155550177")
            .to("+14155550100")
            .allStatusCallbacks()
            .disturbed(7)
            .start()
            .silentFor(Duration.ofMinutes(1))
            .untilIdle()
            .events();
    own.close();
    return events;
  }

  private WebResponse slowly(int seconds) {
    try {
      return time.await(new CompletableFuture<WebResponse>(), Duration.ofSeconds(seconds));
    } catch (TimeoutException e) {
      return WebResponse.of(200, "text/xml", "<Response/>");
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private WebRequest last() {
    return application.requests.get(application.requests.size() - 1);
  }

  private static List<Kind> kinds(TwilioCaller caller) {
    return caller.events().stream().map(TimelineEvent::kind).toList();
  }

  private static Duration at(TwilioCaller caller, Kind kind) {
    return caller.events().stream()
        .filter(event -> event.kind() == kind)
        .findFirst()
        .orElseThrow()
        .at();
  }

  private static Duration lastAt(TwilioCaller caller) {
    List<TimelineEvent> events = caller.events();
    return events.get(events.size() - 1).at();
  }
}
