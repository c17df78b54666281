package io.callrouter.provider.telnyx;

import static io.callrouter.provider.telnyx.SentCommands.answered;
import static io.callrouter.provider.telnyx.SentCommands.ringing;
import static io.callrouter.provider.telnyx.TelnyxRequests.options;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.call.Action;
import io.callrouter.call.CallEndedException;
import io.callrouter.call.Reason;
import io.callrouter.call.Target;
import io.callrouter.call.UnsupportedCapabilityException;
import io.callrouter.spi.CarrierHttp;
import io.callrouter.spi.Directive;
import io.callrouter.spi.Directive.Handover;
import io.callrouter.spi.ProviderContext;
import io.callrouter.spi.Step;
import io.callrouter.time.Timekeeper;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TelnyxProviderTest {
  private static final Action.Dial DIAL = Action.dial(Target.phone("+15550100003"));

  /** Every action, and how it is handed over on a call that is answered. */
  record Handed(
      String command, BiFunction<TelnyxProvider, Step, Directive> action, Handover handover) {
    @Override
    public String toString() {
      return command;
    }
  }

  static List<Handed> actions() {
    Action.Gather gather = Action.gather("Yes?").digits(1);
    Action.Play play = Action.play(URI.create("https://files.example.test/a.mp3"));
    Action.Record record = Action.record(Duration.ofMinutes(1));
    Action.Custom keys = Action.custom("telnyx:send-dtmf", Map.of("digits", "1"));
    Action.Custom transfer = Action.custom("telnyx:transfer", Map.of("to", "+15550100003"));
    return List.of(
        handed("streaming_start", Handover.TAKEN, (p, s) -> p.connect(Action.connect("a"), s)),
        handed("streaming_start", Handover.DONE, (p, s) -> p.startTap(Action.startTap("t"), s)),
        handed(
            "streaming_stop",
            Handover.DONE,
            (p, s) -> p.stopTap(Action.stopTap("t"), s, s.reference())),
        handed("speak", Handover.TAKEN, (p, s) -> p.say(Action.say("Hello."), s)),
        handed("playback_start", Handover.TAKEN, (p, s) -> p.play(play, s)),
        handed("gather_using_speak", Handover.TAKEN, (p, s) -> p.gather(gather, s)),
        handed("record_start", Handover.TAKEN, (p, s) -> p.record(record, s)),
        handed("reject", Handover.DONE, (p, s) -> p.reject(Action.reject(Reason.BUSY), s)),
        handed("hangup", Handover.DONE, (p, s) -> p.hangup(Action.hangup(), s)),
        handed("send_dtmf", Handover.DONE, (p, s) -> p.custom(keys, s)),
        handed("transfer", Handover.TAKEN, (p, s) -> p.custom(transfer, s)),
        handed("gather_stop", Handover.DONE, (p, s) -> p.cut(gather, s)));
  }

  private static Handed handed(
      String command, Handover handover, BiFunction<TelnyxProvider, Step, Directive> action) {
    return new Handed(command, action, handover);
  }

  @ParameterizedTest
  @MethodSource("actions")
  void eachActionIsOneCommandToTheLeg(Handed handed) {
    RecordedHttp http = new RecordedHttp();
    TelnyxProvider provider = provider(http);
    Directive directive = handed.action().apply(provider, answered());
    assertEquals(handed.handover(), assertInstanceOf(Directive.Commands.class, directive).send());
    assertEquals(
        List.of("https://api.telnyx.com/v2" + SentCommands.LEG_PATH + handed.command()), http.urls);
  }

  @Test
  void callIsAnsweredForADialAndForWhatNeedsIt() {
    RecordedHttp http = new RecordedHttp();
    TelnyxProvider provider = provider(http);
    for (Directive directive :
        List.of(provider.answer(ringing()), provider.say(Action.say("Hello."), ringing()))) {
      assertEquals(
          Handover.ANSWERING, assertInstanceOf(Directive.Commands.class, directive).send());
    }
    assertEquals(2, http.urls.size());
    assertTrue(http.urls.stream().allMatch(url -> url.endsWith("/actions/answer")));
  }

  @Test
  void legsAreDialledJoinedAndDropped() {
    RecordedHttp http = new RecordedHttp();
    TelnyxProvider provider = provider(http);
    String leg = provider.dialLeg(Target.phone("+15550100003"), DIAL, answered(), 0);
    assertEquals("v3:leg", leg);
    provider.joinLeg(leg, DIAL, answered());
    provider.dropLeg(leg, answered().reference());
    assertEquals(
        List.of(
            "https://api.telnyx.com/v2/calls",
            "https://api.telnyx.com/v2" + SentCommands.LEG_PATH + "bridge",
            "https://api.telnyx.com/v2/calls/v3%3Aleg/actions/hangup"),
        http.urls);
  }

  @Test
  void legThatIsGoneIsACallThatHasEnded() {
    RecordedHttp http = new RecordedHttp();
    http.status = 422;
    http.body = "{\"errors\":[{\"code\":\"90018\",\"title\":\"Call has already ended\"}]}";
    Directive directive = provider(http).say(Action.say("Hello."), answered());
    assertThrows(
        CallEndedException.class,
        () -> assertInstanceOf(Directive.Commands.class, directive).send());
  }

  @Test
  void whatTelnyxCannotDoIsRefusedWithoutTraffic() {
    RecordedHttp http = new RecordedHttp();
    TelnyxProvider provider = provider(http);
    assertThrows(
        UnsupportedCapabilityException.class,
        () -> provider.conference(Action.conference("room"), answered()));
    assertThrows(
        UnsupportedCapabilityException.class,
        () -> provider.custom(Action.custom("twilio:redirect", Map.of()), answered()));
    assertEquals(List.of(), http.urls);
  }

  @Test
  void wayToTelnyxThatTheHostGaveIsNotClosed() {
    RecordedHttp http = new RecordedHttp();
    provider(http).close();
    assertFalse(http.closed);
  }

  private static TelnyxProvider provider(RecordedHttp http) {
    return TelnyxProvider.of(
        "telnyx", options().build(), new ProviderContext(Timekeeper.manual(), http));
  }

  /** Takes whatever is sent, and answers each with the same. */
  private static final class RecordedHttp implements CarrierHttp {
    private final List<String> urls = new ArrayList<>();
    private int status = 200;
    private String body = "{\"data\":{\"result\":\"ok\",\"call_control_id\":\"v3:leg\"}}";
    private boolean closed;

    @Override
    public Answer send(Request request, Duration timeout) {
      urls.add(request.url().toString());
      return new Answer(
          status,
          Map.of("content-type", List.of("application/json")),
          body.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
