package io.callrouter.testkit.twilio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.testkit.TimelineEvent.Kind;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import io.callrouter.web.WebResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A gather that listens to what the caller says. */
class SimulatedSpeechTest {
  private static final String CALL = "/incoming-call";

  private final ManualTimekeeper time = Timekeeper.manual();
  private final FakeApplication application =
      new FakeApplication()
          .page("/call-status", request -> WebResponse.noContent())
          .twiml("/said", "<Hangup/>");
  private final SimulatedTwilio twilio = SimulatedTwilio.create(time).attach(application);

  @AfterEach
  void everyRequestIsGenuineToTheOfficialSdk() {
    OfficialSignatures.assertGenuine(twilio, application);
    time.close();
  }

  @Test
  void whatIsSaidIsTheResultWithItsConfidence() {
    listening("input=\"speech\" speechTimeout=\"auto\"", "");
    TwilioCaller caller = call().untilIdle();
    assertFalse(caller.isOver(), "it waits for the caller");
    caller.say("sales, please & thank you", 0.42).untilIdle();
    assertEquals(List.of("sales, please & thank you"), application.sent("/said", "SpeechResult"));
    assertEquals(List.of("0.42"), application.sent("/said", "Confidence"));
    assertEquals(Arrays.asList((String) null), application.sent("/said", "Digits"));
    assertTrue(caller.isOver());
    assertEquals(List.of(), caller.alerts());
  }

  @Test
  void speechTakesItsTimeAndThenThePauseThatEndsIt() {
    listening("input=\"speech\" speechTimeout=\"3\"", "");
    TwilioCaller caller = call().say("0123456789").untilIdle();
    assertEquals(Duration.ofMillis(600), at(caller, Kind.SPOKEN));
    assertEquals(Duration.ofMillis(3600), at(caller, Kind.ENDED));
  }

  @Test
  void withoutAPauseOfItsOwnTheTimeoutEndsSpeech() {
    listening("input=\"speech\" timeout=\"7\"", "");
    TwilioCaller caller = call().say("0123456789").untilIdle();
    assertEquals(Duration.ofMillis(7600), at(caller, Kind.ENDED));
  }

  @Test
  void speechCutsAPromptWhereItIs() {
    listening("input=\"dtmf speech\" speechTimeout=\"1\"", "<Say>0123456789</Say>");
    TwilioCaller caller = call().silentFor(Duration.ofMillis(300)).say("yes").untilIdle();
    assertEquals(List.of("01234"), caller.heardSpeech());
    assertEquals(List.of("yes"), application.sent("/said", "SpeechResult"));
  }

  @Test
  void whatComesFirstIsTheInputAndTheRestIsKept() {
    application.twiml("/said", "<Gather input=\"speech\" action=\"/again\"/>");
    application.twiml("/again", "<Hangup/>");
    listening("input=\"dtmf speech\" numDigits=\"2\"", "");
    call().press("12").say("later").untilIdle();
    assertEquals(List.of("12"), application.sent("/said", "Digits"));
    assertEquals(Arrays.asList((String) null), application.sent("/said", "SpeechResult"));
    assertEquals(List.of("later"), application.sent("/again", "SpeechResult"));
  }

  @Test
  void oneSayingIsOneAnswer() {
    application.twiml("/said", "<Gather input=\"speech\" action=\"/again\"/>");
    application.twiml("/again", "<Hangup/>");
    listening("input=\"speech\"", "");
    call().say("sales").say("yes").untilIdle();
    assertEquals(List.of("sales"), application.sent("/said", "SpeechResult"));
    assertEquals(List.of("yes"), application.sent("/again", "SpeechResult"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"input=\"speech\"", "input=\"dtmf speech\"", "input=\"dtmf\""})
  void withoutInputTheDocumentGoesOn(String input) {
    listening(input + " timeout=\"2\"", "");
    TwilioCaller caller = call().untilIdle().silentFor(Duration.ofSeconds(2)).untilIdle();
    assertEquals(List.of("Nothing."), caller.heardSpeech());
    assertEquals(List.of(), application.sent("/said", "SpeechResult"));
  }

  @Test
  void aGatherForSpeechTakesNoKeysAndOneForKeysNoSpeech() {
    listening("input=\"speech\" timeout=\"1\"", "");
    TwilioCaller caller = call().press("1").untilIdle();
    assertEquals(List.of(), caller.heardSpeech(), "a key is nothing to it");
    caller.silentFor(Duration.ofSeconds(1)).untilIdle();
    assertEquals(List.of("Nothing."), caller.heardSpeech());
    listening("timeout=\"1\"", "");
    caller = call().say("one").untilIdle().silentFor(Duration.ofSeconds(1)).untilIdle();
    assertEquals(List.of("Nothing."), caller.heardSpeech());
  }

  @Test
  void anEmptyResultIsAskedForWhereThatIsWanted() {
    listening("input=\"speech\" timeout=\"1\" actionOnEmptyResult=\"true\"", "");
    call().silentFor(Duration.ofSeconds(1)).untilIdle();
    assertEquals(1, application.sent("/said", "CallSid").size());
  }

  @Test
  void aCallerWhoHangsUpInTheMiddleOfAWordIsNotAskedFor() {
    listening("input=\"speech\"", "");
    TwilioCaller caller = call().say("0123456789").silentFor(Duration.ofMillis(200)).hangUp();
    caller.untilIdle();
    assertEquals(List.of(CALL, "/call-status"), application.paths());
    assertEquals("completed", caller.status());
  }

  @Test
  void whatCannotBeSaidIsRefused() {
    listening("input=\"speech\"", "");
    TwilioCaller caller = call().untilIdle();
    assertThrows(IllegalArgumentException.class, () -> caller.say(" "));
    assertThrows(IllegalArgumentException.class, () -> caller.say("yes", 1.1));
    assertThrows(IllegalArgumentException.class, () -> caller.say("yes", Double.NaN));
  }

  private void listening(String attributes, String prompt) {
    application.twiml(
        CALL,
        "<Gather action=\"/said\" " + attributes + ">" + prompt + "</Gather><Say>Nothing.</Say>");
  }

  private TwilioCaller call() {
    return twilio.from("+14155550177").to("+14155550100").start();
  }

  private static Duration at(TwilioCaller caller, Kind kind) {
    return caller.events().stream()
        .filter(event -> event.kind() == kind)
        .findFirst()
        .orElseThrow()
        .at();
  }
}
