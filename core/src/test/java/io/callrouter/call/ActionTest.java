package io.callrouter.call;

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
  private static final URI AUDIO = URI.create("https://voice.example.com/hello.wav");

  @Test
  void everyKindHasItsWord() {
    List<Action> actions =
        List.of(
            Action.connect("agent"),
            Action.say("hello"),
            Action.play(AUDIO),
            Action.gather(),
            Action.pause(Duration.ofSeconds(1)),
            Action.reject(Reason.BUSY),
            Action.hangup(),
            Action.custom("twilio:redirect", Map.of()));

    assertEquals(
        List.of("connect", "say", "play", "gather", "pause", "reject", "hangup", "custom"),
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
    Action.Connect connect = new Action.Connect("agent", attributes, List.of());

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
    assertRefused("length", () -> Action.pause(Duration.ofMillis(ms)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n"})
  void namesAndTextsAreNotBlank(String blank) {
    assertRefused("endpoint", () -> Action.connect(blank));
    assertRefused("text", () -> Action.say(blank));
    assertRefused("text", () -> Action.gather(blank));
    assertRefused("to", () -> Dial.to(blank));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"hello.wav", "/hello.wav", "file:///hello.wav", "https:hello", "//host/a"})
  void aPlayNeedsAnAddressThatTheCarrierCanFetch(String address) {
    assertRefused("http or https", () -> Action.play(URI.create(address)));
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
