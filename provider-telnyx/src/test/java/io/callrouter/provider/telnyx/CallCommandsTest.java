package io.callrouter.provider.telnyx;

import static io.callrouter.provider.telnyx.SentCommands.answered;
import static io.callrouter.provider.telnyx.SentCommands.ringing;
import static io.callrouter.provider.telnyx.SentCommands.send;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.callrouter.call.Action;
import io.callrouter.call.CallEndedException;
import io.callrouter.call.Reason;
import io.callrouter.call.Target;
import io.callrouter.spi.Directive.Handover;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CallCommandsTest {
  private static final String ANSWER =
      """
      {"webhook_url":"https://voice.example.test/telnyx/webhook","webhook_url_method":"POST"}""";

  private final SentCommands sent = new SentCommands();
  private final CallCommands calls = new CallCommands(sent.sender);

  @AfterEach
  void close() {
    sent.close();
  }

  @Test
  void answersForADial() {
    assertEquals(Handover.ANSWERING, send(calls.answer(ringing())));
    sent.assertSent("answer", "dial", ANSWER);
  }

  @Test
  void actionOnACallThatIsNotAnsweredAnswersIt() {
    PromptCommands prompts = new PromptCommands(sent.sender, sent.options);
    assertEquals(Handover.ANSWERING, send(prompts.say(Action.say("Hello"), ringing())));
    sent.assertSent("answer", "say", ANSWER);
  }

  @ParameterizedTest
  @CsvSource({"BUSY, USER_BUSY", "DECLINED, CALL_REJECTED"})
  void rejects(Reason reason, String cause) {
    assertEquals(Handover.DONE, send(calls.reject(Action.reject(reason), ringing())));
    sent.assertSent("reject", "reject", "{\"cause\":\"" + cause + "\"}");
  }

  @Test
  void hangsUpInAnyState() {
    assertEquals(Handover.DONE, send(calls.hangup(Action.hangup(), ringing())));
    sent.assertSent("hangup", "hangup", "{}");
  }

  @Test
  void hangingUpACallThatIsOverSaysSo() {
    sent.http.reply(
        ScriptedHttp.answer(422, ScriptedHttp.error("90018", "Call has already ended", "")));
    send(calls.reject(Action.reject(Reason.BUSY), ringing()));
    assertThrows(CallEndedException.class, () -> send(calls.hangup(Action.hangup(), answered())));
  }

  static Stream<Arguments> cuts() {
    URI file = URI.create("https://files.example.test/a.mp3");
    return Stream.of(
        Arguments.of(Action.say("Hello"), "playback_stop", "{\"stop\":\"all\"}"),
        Arguments.of(Action.play(file), "playback_stop", "{\"stop\":\"all\"}"),
        Arguments.of(Action.gather("One?"), "gather_stop", "{}"),
        Arguments.of(Action.record(Duration.ofSeconds(9)), "record_stop", "{}"),
        Arguments.of(Action.connect("agent"), "streaming_stop", "{}"));
  }

  @ParameterizedTest
  @MethodSource("cuts")
  void cutsWhatIsUnderWayAndLeavesTheLegsState(Action action, String command, String body) {
    assertEquals(Handover.DONE, send(calls.cut(action, answered())));
    sent.assertSent(command, "", body);
  }

  static Stream<Action> nothingToCut() {
    return Stream.of(
        Action.dial(Target.phone("+14155550122")),
        Action.pause(Duration.ofSeconds(1)),
        Action.startTap("recorder"),
        Action.custom("telnyx:transfer", Map.of("to", "+14155550122")));
  }

  @ParameterizedTest
  @MethodSource("nothingToCut")
  void nothingIsSentWhereNothingCanBeCut(Action action) {
    assertEquals(Handover.DONE, send(calls.cut(action, answered())));
    assertEquals(Handover.DONE, send(calls.cut(Action.say("Hello"), ringing())));
    assertEquals(List.of(), sent.http.requests());
  }
}
