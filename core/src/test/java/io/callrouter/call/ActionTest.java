package io.callrouter.call;

import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ActionTest {
  private static final Target PHONE = Target.phone("+14155550122");
  private static final URI AUDIO = URI.create("https://voice.example.com/hello.wav");

  @Test
  void everyKindHasItsWord() {
    List<Action> actions =
        List.of(
            Action.connect("agent"),
            Action.startTap("recorder"),
            Action.stopTap("recorder"),
            Action.say("hello"),
            Action.play(AUDIO),
            Action.gather(),
            Action.record(Duration.ofMinutes(1)),
            Action.dial(Target.phone("+14155550122")),
            Action.conference("team"),
            Action.pause(Duration.ofSeconds(1)),
            Action.reject(Reason.BUSY),
            Action.hangup(),
            Action.custom("twilio:redirect", Map.of()));

    assertEquals(
        List.of(
            "connect",
            "start-tap",
            "stop-tap",
            "say",
            "play",
            "gather",
            "record",
            "dial",
            "conference",
            "pause",
            "reject",
            "hangup",
            "custom"),
        actions.stream().map(Action::kind).toList());
  }

  @Test
  void actionsAreValues() {
    assertEquals(Action.gather("press").digits(1), Action.gather("press").digits(1));
    assertEquals(Action.hangup(), Action.hangup());
    assertFalse(Action.say("a").equals(Action.say("a").language("en")));
  }

  @Test
  void aConnectKeepsItsOwnCopyOfTheAttributes() {
    Map<String, String> attributes = new HashMap<>(Map.of("language", "en"));
    Action.Connect connect = new Action.Connect("agent", attributes, List.of(), false);

    attributes.put("language", "fr");
    Action.Connect more = connect.with("tone", "calm").with("language", "de");

    assertEquals(Map.of("language", "en"), connect.attributes());
    assertEquals(Map.of("language", "de", "tone", "calm"), more.attributes());
  }

  @Test
  void aGatherWaitsFiveSecondsAndEndsOnHashUnlessToldOtherwise() {
    Action.Gather gather = Action.gather("Press a key.");

    assertEquals(Action.say("Press a key."), gather.prompt());
    assertEquals(0, gather.digits());
    assertEquals(Duration.ofSeconds(5), gather.timeout());
    assertEquals("#", gather.finishOn());
    assertEquals("*", gather.finishOn("*").finishOn());
    assertEquals("", gather.finishOn("").finishOn());
    assertEquals(Action.play(AUDIO), gather.prompt(Action.play(AUDIO)).prompt());
  }

  @ParameterizedTest
  @ValueSource(strings = {"##", "a", "+", " ", "12"})
  void aGatherEndsOnOneKeyOfAPhone(String key) {
    assertRefused("finishOn", () -> Action.gather().finishOn(key));
  }

  @Test
  void aPromptIsASayOrAPlay() {
    assertRefused("pause", () -> Action.gather().prompt(Action.pause(Duration.ofSeconds(1))));
  }

  @Test
  void aGatherTakesNoNegativeNumberOfDigits() {
    assertRefused("digits", () -> Action.gather().digits(-1));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1000, 999, 1500})
  void timesAreWholeSecondsAtLeastOne(long ms) {
    assertRefused("timeout", () -> Action.gather().timeout(Duration.ofMillis(ms)));
    Duration time = Duration.ofMillis(ms);
    assertRefused("length", () -> Action.pause(time));
    assertRefused("max", () -> Action.record(time));
    assertRefused("silence", () -> Action.record(Duration.ofSeconds(1)).silence(time));
    assertRefused("silence", () -> Speech.in("en-US").silence(time));
    assertRefused("ringTimeout", () -> Action.dial(PHONE).ringTimeout(time));
    assertRefused("timeLimit", () -> Action.dial(PHONE).timeLimit(time));
    assertRefused("timeLimit", () -> Action.conference("team").timeLimit(time));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n"})
  void namesAndTextsAreNotBlank(String blank) {
    assertRefused("endpoint", () -> Action.connect(blank));
    assertRefused("text", () -> Action.say(blank));
    assertRefused("text", () -> Action.gather(blank));
    assertRefused("to", () -> Dial.to(blank));
    assertRefused("name", () -> Action.conference(blank));
    assertRefused("label", () -> Action.conference("team").label(blank));
    assertRefused("identity", () -> Target.client(blank));
    assertRefused("callerId", () -> Action.dial(PHONE).callerId(blank));
    assertRefused("language", () -> Speech.in(blank));
    assertRefused("hint", () -> Speech.in("en-US").hints(List.of(blank)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"hello.wav", "/hello.wav", "file:///hello.wav", "https:hello", "//host/a"})
  void aPlayNeedsAnAddressThatTheCarrierCanFetch(String address) {
    URI uri = URI.create(address);
    assertRefused("http or https", () -> Action.play(uri));
    assertRefused("http or https", () -> Action.conference("team").waitAudio(uri));
  }

  @Test
  void aRefusedAddressIsNotRepeatedSinceItMayHoldAKey() {
    IllegalArgumentException thrown =
        assertThrows(
            IllegalArgumentException.class,
            () -> Action.play(URI.create("ftp://host/a?key=s3cret")));

    assertFalse(thrown.getMessage().contains("s3cret"), thrown::getMessage);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "redirect", ":redirect", "twilio:", "Twilio:redirect", "twilio:a b"})
  void aCustomActionNamesItsProviderType(String name) {
    assertRefused("name", () -> Action.custom(name, Map.of()));
  }

  @Test
  void aDialMasksItsNumbersInLogs() {
    String text = Dial.to("+14155550111").from("+14155550100").via("twilio").toString();

    assertEquals("dial ***11 from ***00 via twilio, then hangup", text);
  }

  @Test
  void speechIsTakenBesideKeysUnlessToldOtherwise() {
    assertNull(Action.gather("Yes?").spokenInput());
    assertEquals(
        new Speech("en-US", List.of(), null, true), Action.gather("Yes?").speech().spokenInput());
    Speech german =
        Speech.in("de-DE").hints(List.of("ja", "nein")).silence(Duration.ofSeconds(2)).keys(false);
    assertEquals(new Speech("de-DE", List.of("ja", "nein"), Duration.ofSeconds(2), false), german);
    Action.Gather gather = Action.gather().speech(german);
    assertEquals(german, gather.digits(1).finishOn("*").timeout(ofSeconds(9)).spokenInput());
  }

  @Test
  void aHintWithACommaWouldBeTwo() {
    assertRefused("comma", () -> Speech.in("en-US").hints(List.of("sales, please")));
  }

  @Test
  void aRecordBeepsAndEndsByFiveSecondsOfSilenceOrOnHash() {
    Action.Record record = Action.record(Duration.ofMinutes(3));

    assertEquals(new Action.Record(Duration.ofMinutes(3), ofSeconds(5), "#", true, true), record);
    assertEquals(
        new Action.Record(Duration.ofMinutes(3), ofSeconds(2), "*0", false, false),
        record.silence(ofSeconds(2)).finishOn("*0").beep(false).trim(false));
    assertEquals("", record.finishOn("").finishOn());
    assertRefused("finishOn", () -> record.finishOn("A"));
  }

  @Test
  void aDialRingsAllForHalfAMinuteAndLastsFourHoursAtMost() {
    Action.Dial dial = Action.dial(PHONE, Target.client("alice"));

    assertEquals(
        new Action.Dial(
            List.of(PHONE, Target.client("alice")),
            false,
            ofSeconds(30),
            Duration.ofHours(4),
            null,
            true,
            false),
        dial);
    assertEquals(
        new Action.Dial(
            dial.targets(), true, ofSeconds(9), ofSeconds(60), "+14155550100", false, true),
        dial.inTurn(true)
            .ringTimeout(ofSeconds(9))
            .timeLimit(ofSeconds(60))
            .callerId("+14155550100")
            .answerOnBridge(false)
            .recorded(true));
    assertRefused("target", Action::dial);
  }

  @Test
  void aConferenceStartsWithItsSecondParticipantAndPlaysTheCarriersMusicUntilThen() {
    Action.Conference conference = Action.conference("team");

    assertEquals(
        new Action.Conference(
            "team",
            false,
            Action.Beep.ALWAYS,
            true,
            false,
            null,
            null,
            0,
            Duration.ofHours(4),
            false),
        conference);
    assertEquals(
        new Action.Conference(
            "team", true, Action.Beep.ON_EXIT, false, true, AUDIO, "host", 3, ofSeconds(60), true),
        conference
            .muted(true)
            .beep(Action.Beep.ON_EXIT)
            .startOnEnter(false)
            .endOnExit(true)
            .waitAudio(AUDIO)
            .label("host")
            .maxParticipants(3)
            .timeLimit(ofSeconds(60))
            .recorded(true));
    assertEquals(
        Action.Conference.SILENCE, conference.waitAudio(Action.Conference.SILENCE).waitAudio());
    assertRefused("maxParticipants", () -> conference.maxParticipants(-1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "4155550122", "+", "+0155", "+1 415 555 0122", "+1234567890123456"})
  void aPhoneIsDialledByItsE164NumberWhichIsNotRepeated(String number) {
    assertRefused("E.164", () -> Target.phone(number));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sip:",
        "pbx.example.com",
        "tel:+1415",
        "sip:a b@c",
        "sip:bob:s3cret@pbx",
        "sip:a@pbx\u0019",
        "sip:é@pbx",
        "sip:<a@pbx>"
      })
  void aSipAddressIsAUriWithoutAPassword(String address) {
    IllegalArgumentException thrown =
        assertThrows(IllegalArgumentException.class, () -> Target.sip(address));

    assertFalse(thrown.getMessage().contains("s3cret"), thrown::getMessage);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sip:sales@pbx.example.com",
        "sips:+14155550122@pbx.example.com:5061;transport=tls?X-Tenant=7",
        "SIP:pbx.example.com",
        "sip:[2001:db8::1]:5060"
      })
  void aSipAddressMayHaveParametersAndHeaders(String address) {
    assertEquals(new Target.Sip(address), Target.sip(address));
  }

  @Test
  void whomADialIsForIsMaskedInLogs() {
    assertEquals(
        "dial [phone ***22, sip:***, client:***] from ***00",
        Action.dial(
                PHONE,
                Target.sip("sip:alice@pbx.example.com"),
                Target.client("alice").with("name", "Alice"))
            .callerId("+14155550100")
            .toString());
  }

  @Test
  void aRecordingDoesNotShowItsAddress() {
    Recording recording =
        new Recording("RE1", URI.create("https://carrier.example.com/k3y"), null, ofSeconds(7));

    assertEquals("recording RE1 of 7 s", recording.toString());
  }

  private static void assertRefused(String word, Executable making) {
    IllegalArgumentException thrown = assertThrows(IllegalArgumentException.class, making);

    assertTrue(thrown.getMessage().contains(word), thrown::getMessage);
  }

  @Test
  void anActionTellsItsLongestTimeWhereItCan() {
    assertEquals(Duration.ofSeconds(9), Action.pause(Duration.ofSeconds(9)).longest());
    assertEquals(Duration.ofSeconds(3), Action.say("0123456789").longest());
    assertEquals(
        Duration.ofSeconds(3 + 3 * 4),
        Action.gather("0123456789").digits(2).timeout(Duration.ofSeconds(4)).longest());
    assertEquals(Duration.ofSeconds(33 * 5), Action.gather().longest());
    assertEquals(Duration.ofSeconds(33 * 5 + 60), Action.gather().speech().longest());
    assertEquals(Duration.ofSeconds(185), Action.record(Duration.ofMinutes(3)).longest());
    assertEquals(
        Duration.ofSeconds(4 * 3600 + 30), Action.dial(PHONE, Target.client("a")).longest());
    assertEquals(
        Duration.ofSeconds(2 * 30 + 60),
        Action.dial(PHONE, Target.client("a")).inTurn(true).timeLimit(ofSeconds(60)).longest());
    assertEquals(Duration.ofHours(4), Action.conference("team").longest());
    assertEquals(Duration.ZERO, Action.hangup().longest());
    assertEquals(Duration.ZERO, Action.reject(Reason.BUSY).longest());
  }

  @Test
  void whatOnlyTheCarrierKnowsAnActionDoesNotTell() {
    Action play = Action.play(URI.create("https://voice.example.com/a.wav"));

    assertNull(play.longest());
    assertNull(Action.gather().prompt(play).longest());
    assertNull(Action.connect("agent").longest());
    assertNull(Action.custom("fake:dance", Map.of()).longest());
  }
}
