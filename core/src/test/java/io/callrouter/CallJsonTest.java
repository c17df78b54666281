package io.callrouter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.call.Action;
import io.callrouter.call.CallFacts;
import io.callrouter.call.Direction;
import io.callrouter.call.EndCause;
import io.callrouter.call.EndedBy;
import io.callrouter.call.Outcome;
import io.callrouter.call.Reason;
import io.callrouter.call.Recording;
import io.callrouter.call.Speech;
import io.callrouter.call.StoreException;
import io.callrouter.call.Target;
import io.callrouter.spi.CarrierEvent;
import io.callrouter.spi.StepReference;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallJsonTest {
  private static final Instant T = Instant.parse("2026-01-01T12:00:00.000000001Z");

  static Action[] actions() {
    return new Action[] {
      Action.connect("agent").with("language", "en").tap("recorder"),
      Action.connect("agent").detectKeys(),
      Action.startTap("recorder").with("language", "en"),
      Action.stopTap("recorder"),
      Action.say("Grüß Gott").language("de-AT").voice("Anna"),
      Action.say("plain"),
      Action.play(URI.create("https://voice.example.com/a.wav?b=c")),
      Action.gather("Press one.").digits(1).timeout(Duration.ofSeconds(9)).finishOn("*"),
      Action.gather(),
      Action.gather().prompt(Action.play(URI.create("https://voice.example.com/a.wav"))),
      Action.gather("Say one.").speech(Speech.in("de-DE").hints(List.of("eins"))),
      Action.gather().speech(Speech.in("fr-FR").silence(Duration.ofSeconds(2)).keys(false)),
      Action.record(Duration.ofMinutes(3)).finishOn("*0").beep(false).trim(false),
      Action.dial(
              Target.phone("+14155550122"),
              Target.sip("sip:sales@pbx.example.com;transport=tls?X-A=b"),
              Target.client("alice").with("name", "Alice"))
          .inTurn(true)
          .callerId("+14155550100")
          .recorded(true),
      Action.dial(Target.phone("+14155550122")),
      Action.conference("team")
          .waitAudio(Action.Conference.SILENCE)
          .label("host")
          .beep(Action.Beep.NEVER)
          .endOnExit(true),
      Action.conference("team").waitAudio(URI.create("https://voice.example.com/wait.mp3")),
      Action.pause(Duration.ofSeconds(2)),
      Action.reject(Reason.DECLINED),
      Action.hangup(),
      Action.custom("fake:dance", Map.of("how", "slowly")),
    };
  }

  static CallValue value(Action action) {
    CallFacts facts =
        new CallFacts(
            "abcdefgh",
            "ijklmnop",
            "fake",
            "CA1",
            Direction.OUTBOUND,
            "",
            "sip:a@b",
            T,
            Map.of(CallFacts.Detail.STIR, "A"));
    Outcome outcome =
        new Outcome(
            Outcome.Kind.TIMED_OUT,
            "result",
            "12#",
            Duration.ofSeconds(7),
            recording("RE1"),
            Map.of("carrier", "said so"));
    FlowState flow =
        FlowState.ofFlow("office")
            .following("voicemail", Map.of("a", "b"))
            .deciding(action)
            .at(Whereabouts.TAKEN)
            .cameOut(action, outcome)
            .remembering("dice", "4")
            .deciding(action);
    CarrierEvent ended =
        new CarrierEvent.Ended(
            EndCause.BUSY, "busy", 486, T.plusSeconds(9), Duration.ofMillis(1500));
    return CallValue.arrived(facts, "office", flow)
        .answeredAt(T.plusNanos(1))
        .mediaIn(new StepReference("abcdefgh", 1, 1), MediaState.Phase.OPEN)
        .withTap(
            new TapState(new StepReference("abcdefgh", 1, 0), Action.startTap("meter"), "node"))
        .withNote("a note")
        .doomed(EndCause.FLOW_FAILED, EndedBy.ROUTER)
        .fold(new CarrierEvent.Recorded("RE2", recording("RE2")), T)
        .fold(new CarrierEvent.Recorded("RE3", null), T)
        .fold(ended, T);
  }

  private static Recording recording(String id) {
    return new Recording(
        id, URI.create("https://carrier.example.com/" + id), T, Duration.ofSeconds(7));
  }

  @ParameterizedTest
  @MethodSource("actions")
  void aCallWithAnyActionComesBackAsItWas(Action action) {
    CallValue call = value(action);

    assertEquals(call, CallJson.read(CallJson.write(call), CallValue.class));
  }

  @Test
  void everyKindOfActionIsTried() {
    Set<String> kinds =
        java.util.Arrays.stream(actions())
            .map(action -> action.getClass().getSimpleName())
            .collect(java.util.stream.Collectors.toSet());

    assertEquals(
        java.util.Arrays.stream(Action.class.getPermittedSubclasses())
            .map(Class::getSimpleName)
            .collect(java.util.stream.Collectors.toSet()),
        kinds);
  }

  @Test
  void aClosedCallComesBackAsItWas() {
    CallValue call = value(Action.hangup()).close(Set.of("file", "crm"));

    assertEquals(call, CallJson.read(CallJson.write(call), CallValue.class));
  }

  @Test
  void aNewCallComesBackAsItWas() {
    CallValue call =
        CallValue.arrived(
            value(Action.hangup()).facts(), "otherwise", FlowState.ofAction(Action.hangup()));

    assertEquals(call, CallJson.read(CallJson.write(call), CallValue.class));
  }

  /** As an earlier version wrote them, without what came later. */
  @Test
  void olderValuesAreStillRead() {
    assertEquals(
        Action.gather("One?").digits(1),
        CallJson.read(
            bytes(
                "{'kind':'gather','prompt':{'kind':'say','text':'One?'},'digits':1,"
                    + "'timeout':'PT5S','finishOn':'#'}"),
            Action.class));
    assertEquals(
        Outcome.digits("12"),
        CallJson.read(
            bytes("{'kind':'DONE','result':'','digits':'12','details':{}}"), Outcome.class));
    CallValue call =
        CallValue.arrived(
            value(Action.hangup()).facts(), "otherwise", FlowState.ofAction(Action.hangup()));
    String json = new String(CallJson.write(call), StandardCharsets.UTF_8);
    String older = json.replaceFirst("\"recordings\":\\{[^}]*},", "");
    assertNotEquals(json, older);
    assertEquals(call, CallJson.read(older.getBytes(StandardCharsets.UTF_8), CallValue.class));
  }

  private static byte[] bytes(String singleQuoted) {
    return singleQuoted.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void whatAnotherVersionAddedIsPassedOver() {
    String json = new String(CallJson.write(value(Action.say("hi"))), StandardCharsets.UTF_8);
    String more =
        json.replace("{\"kind\":\"say\"", "{\"kind\":\"say\",\"loudness\":[1,{}]")
            .replaceFirst("\\{", "{\"new\":{\"a\":1},");
    assertTrue(more.contains("loudness"));

    assertEquals(
        value(Action.say("hi")),
        CallJson.read(more.getBytes(StandardCharsets.UTF_8), CallValue.class));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "null", "{}", "[]", "42", "{\"facts\":", "\u0000\u0001", "{\"notes\":7}"})
  void garbageIsAStoreException(String garbage) {
    byte[] bytes = garbage.getBytes(StandardCharsets.UTF_8);

    assertThrows(StoreException.class, () -> CallJson.read(bytes, CallValue.class));
  }

  @ParameterizedTest
  @ValueSource(strings = {"kind\":\"say", "12:00:00.000000001Z", "\"PT1.5S\"", "TIMED_OUT"})
  void aValueThatMakesNoSenseIsAStoreException(String word) {
    String json = new String(CallJson.write(value(Action.say("hi"))), StandardCharsets.UTF_8);
    assertTrue(json.contains(word));
    String broken = json.replace(word, word.replaceAll("[A-Za-z0-9]{3}", "???"));

    assertThrows(
        StoreException.class,
        () -> CallJson.read(broken.getBytes(StandardCharsets.UTF_8), CallValue.class));
  }

  @Test
  void theMessageOfAStoreExceptionDoesNotShowTheNumbers() {
    String json = new String(CallJson.write(value(Action.hangup())), StandardCharsets.UTF_8);
    String broken = json.replace("\"OUTBOUND\"", "\"SIDEWAYS\"").replace("sip:a@b", "+15550177");

    StoreException thrown =
        assertThrows(
            StoreException.class,
            () -> CallJson.read(broken.getBytes(StandardCharsets.UTF_8), CallValue.class));

    assertTrue(!String.valueOf(thrown.getMessage()).contains("15550177"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"OUTBOUND", "2026-01-01T12:00:00.000000001Z", "BUSY"})
  void theMessageOfAStoreExceptionNamesTheFieldAndNotWhatStandsInIt(String word) {
    String json = new String(CallJson.write(value(Action.hangup())), StandardCharsets.UTF_8);
    String broken = json.replace("\"" + word + "\"", "\"+15550177\"");

    StoreException thrown =
        assertThrows(
            StoreException.class,
            () -> CallJson.read(broken.getBytes(StandardCharsets.UTF_8), CallValue.class));

    assertTrue(!String.valueOf(thrown.getMessage()).contains("15550177"), thrown::getMessage);
    assertTrue(thrown.getMessage().matches(".*: \\w+ (facts|times|end) .*"), thrown::getMessage);
  }

  @Test
  void aConnectThatWasStoredBeforeKeysWereSoughtInAudioSeeksNone() {
    CallValue call = value(Action.connect("agent"));
    String json = new String(CallJson.write(call), StandardCharsets.UTF_8);
    String old = json.replace(",\"keysInAudio\":false", "");
    assertTrue(old.length() < json.length());

    assertEquals(call, CallJson.read(old.getBytes(StandardCharsets.UTF_8), CallValue.class));
  }

  @Test
  void aCallThatWasStoredBeforeThereWereTapsHasNone() {
    CallValue call = value(Action.connect("agent")).withoutTap(new StepReference("abcdefgh", 1, 0));
    String json = new String(CallJson.write(call), StandardCharsets.UTF_8);
    String old = json.replace(",\"taps\":[]", "");
    assertEquals(3, json.split("\"taps\":\\[\\]", -1).length - 1, "two connects and the call");
    assertTrue(!old.contains("taps"), old);

    assertEquals(call, CallJson.read(old.getBytes(StandardCharsets.UTF_8), CallValue.class));
  }
}
