package io.callrouter.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.CallRouter;
import io.callrouter.call.Action;
import io.callrouter.call.CallFacts.Detail;
import io.callrouter.call.CallRecord;
import io.callrouter.call.Direction;
import io.callrouter.call.EndCause;
import io.callrouter.call.EndedBy;
import io.callrouter.call.FlowFunction;
import io.callrouter.call.Match;
import io.callrouter.call.Outcome;
import io.callrouter.call.Reason;
import io.callrouter.call.Target;
import io.callrouter.config.Settings;
import io.callrouter.media.Endpoints;
import io.callrouter.testkit.CallSetup;
import io.callrouter.testkit.telnyx.SimulatedTelnyx;
import io.callrouter.testkit.telnyx.TelnyxCaller;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls over Telnyx's Call Control, by its events and commands alone. */
class TelnyxInVirtualTimeTest {
  private static final String SALES = "+14155550122";

  private final ManualTimekeeper time = Timekeeper.manual();
  private final SimulatedTelnyx telnyx = SimulatedTelnyx.create(time);
  private final List<Outcome> outcomes = new ArrayList<>();
  private final List<CallRecord> records = new ArrayList<>();
  private @Nullable CallRouter router;

  @AfterEach
  void close() {
    closeRouter();
    time.close();
  }

  @Test
  void eachActionIsOverWhenItsEventSaysSo() {
    TelnyxCaller caller =
        call(
            flow -> {
              outcomes.clear();
              outcomes.add(flow.run(Action.gather("Your number, please.").digits(3)));
              outcomes.add(flow.run(Action.say("Thank you.")));
              outcomes.add(
                  flow.run(Action.play(URI.create("https://files.example.test/bell.wav"))));
              outcomes.add(flow.run(Action.record(Duration.ofSeconds(30))));
            });
    caller.press("123").speak(Tones.samples(2000)).untilIdle();
    assertEquals(
        List.of(
            "answer", "gather_using_speak", "speak", "playback_start", "record_start", "hangup"),
        caller.commands());
    assertTrue(outcomes.stream().allMatch(outcome -> outcome.is(Outcome.Kind.DONE)));
    assertEquals("123", outcomes.get(0).digits());
    assertEquals(EndCause.COMPLETED, caller.record().cause());
    assertEquals(EndedBy.HOST, caller.record().endedBy());
    assertEquals(1, caller.record().recordings().size());
    assertEquals(List.of(), caller.alerts());
  }

  @Test
  void callThatIsRejectedIsNotAnswered() {
    TelnyxCaller caller = call(flow -> flow.run(Action.reject(Reason.BUSY)));
    caller.untilIdle();
    assertEquals(List.of("reject"), caller.commands());
    assertEquals(EndCause.REJECTED, caller.record().cause());
  }

  @Test
  void callerWhoHangsUpInTheMenuEndsTheCall() {
    TelnyxCaller caller = call(flow -> flow.run(Action.gather("Press one.").digits(1)));
    caller.untilIdle();
    caller.repeatLastWebhook().hangUp().untilIdle();
    assertEquals(EndCause.COMPLETED, caller.record().cause());
    assertEquals(EndedBy.FAR_END, caller.record().endedBy());
    assertEquals("normal_clearing", caller.record().carrierCode());
    assertEquals(200, caller.record().sipStatus());
    assertEquals(List.of(), caller.alerts());
  }

  @Test
  void messageOfACallerWhoHangsUpInItIsInTheRecord() {
    TelnyxCaller caller = call(flow -> flow.run(Action.record(Duration.ofMinutes(3))));
    caller.speak(Tones.samples(2000)).silentFor(Duration.ofSeconds(1)).hangUp().untilIdle();
    assertEquals(EndCause.COMPLETED, caller.record().cause());
    assertEquals(EndedBy.FAR_END, caller.record().endedBy());
    assertEquals(1, caller.record().recordings().size());
    assertTrue(
        caller.record().recordings().get(0).id().startsWith(callLegId(caller) + "@"),
        "the event has no id of the recording");
  }

  private static String callLegId(TelnyxCaller caller) {
    return String.valueOf(caller.record().call().details().get("call_leg_id"));
  }

  @Test
  void callerHearsHimselfInAnEchoAndTheFlowGoesOnWhenItsStreamIsOver() {
    TelnyxCaller caller =
        call(
            flow -> {
              flow.run(Action.connect("echo"));
              flow.run(Action.say("Goodbye."));
            });
    caller.speak(Tones.samples(1000)).untilIdle();
    assertEquals(1000, millisOfSound(caller.heard()), 40, "the caller hears what he said");
    caller.cutMedia().untilIdle();
    assertEquals(List.of("answer", "speak", "hangup"), caller.commands());
    assertEquals(List.of("Goodbye."), caller.heardSpeech());
    assertEquals(EndCause.COMPLETED, caller.record().cause());
  }

  @Test
  void commandCutsWhatTheCallerHears() {
    TelnyxCaller caller = call(flow -> flow.run(Action.gather("Press one.").digits(1)));
    caller.untilIdle();
    caller.call().run(Action.say("We are closing."));
    caller.untilIdle();
    assertEquals(
        List.of("answer", "gather_using_speak", "gather_stop", "speak", "hangup"),
        caller.commands());
    assertEquals(EndCause.COMPLETED, caller.record().cause());
  }

  @Test
  void whatTelnyxKnowsOfTheCallerIsInTheFactsOfTheCall() {
    TelnyxCaller caller = call(flow -> flow.run(Action.reject(Reason.DECLINED)));
    caller.untilIdle();
    Map<String, String> details = caller.record().call().details();
    assertEquals("A", details.get(Detail.STIR));
    assertTrue(details.containsKey("call_leg_id"), details.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"PCMU", "PCMA", "L16/8000", "L16/16000"})
  void mediaAreInTheCodecThatIsSet(String codec) {
    Map<String, String> settings = new HashMap<>(telnyx.settings());
    settings.put("TELNYX_CODEC", codec);
    router =
        CallRouter.builder()
            .discoverProviders(Settings.of(settings))
            .timekeeper(time)
            .http(telnyx.http())
            .endpoint("echo", context -> Endpoints.echo())
            .route("all", Match.any(), Action.connect("echo"))
            .build();
    telnyx.attach(router);
    TelnyxCaller caller = telnyx.from("+14155550177").to("+14155550100").start();
    caller.speak(Tones.samples(1000)).untilIdle();
    assertEquals(1000, millisOfSound(caller.heard()), 40);
    caller.hangUp().untilIdle();
    assertEquals(EndCause.COMPLETED, caller.record().cause());
    assertEquals(List.of(), caller.alerts());
  }

  @Test
  void callerIsJoinedWithTheSipAddressThatAnswersAndBothHaveARecord() {
    String room = "sip:room@sip.example.test";
    TelnyxCaller caller =
        dialling(
            Action.dial(Target.sip(room)), setup -> setup.answers(room, Duration.ofSeconds(30)));
    caller.untilIdle();
    assertEquals(Outcome.Kind.DONE, outcomes.get(0).kind());
    assertEquals(Duration.ofSeconds(30), outcomes.get(0).duration());
    assertEquals(List.of("answer", "bridge", "hangup"), caller.commands());
    assertEquals(2, records.size());
    assertEquals(
        1, records.stream().map(record -> record.call().correlationId()).distinct().count());
    assertEquals(
        List.of(Direction.INBOUND, Direction.OUTBOUND),
        records.stream().map(record -> record.call().direction()).sorted().toList());
  }

  @ParameterizedTest
  @EnumSource(names = {"BUSY", "NO_ANSWER", "DECLINED", "FAILED"})
  void farEndThatIsNotReachedIsTheOutcomeOfTheDial(Outcome.Kind kind) {
    TelnyxCaller caller =
        dialling(
            Action.dial(Target.phone(SALES)),
            setup ->
                switch (kind) {
                  case BUSY -> setup.busy(SALES);
                  case NO_ANSWER -> setup.noAnswer(SALES);
                  case DECLINED -> setup.declines(SALES);
                  default -> setup.fails(SALES);
                });
    caller.untilIdle();
    assertEquals(kind, outcomes.get(0).kind(), outcomes.toString());
    assertEquals(EndCause.COMPLETED, caller.record().cause());
    assertEquals(2, records.size());
  }

  @Test
  void transferComesOutWhenTheOtherLegIsOver() {
    Action transfer = Action.custom("telnyx:transfer", Map.of("to", SALES));
    TelnyxCaller busy = dialling(transfer, setup -> setup.busy(SALES));
    busy.untilIdle();
    assertEquals(Outcome.Kind.BUSY, outcomes.get(0).kind(), outcomes.toString());
    assertEquals(List.of("answer", "transfer", "hangup"), busy.commands());
    assertEquals(EndedBy.HOST, busy.record().endedBy());
    closeRouter();
    TelnyxCaller answered =
        dialling(transfer, setup -> setup.answers(SALES, Duration.ofSeconds(30)));
    answered.untilIdle();
    assertEquals(Outcome.Kind.DONE, outcomes.get(0).kind(), outcomes.toString());
    assertEquals(EndCause.COMPLETED, answered.record().cause());
    assertTrue(answered.record().duration().compareTo(Duration.ofSeconds(30)) >= 0);
    assertEquals(2, records.size(), "the other leg is no call of the router");
  }

  private void closeRouter() {
    if (router != null) {
      router.close();
    }
  }

  private TelnyxCaller dialling(Action dial, UnaryOperator<CallSetup> farEnd) {
    route(
        flow -> {
          outcomes.clear();
          outcomes.add(flow.run(dial));
        });
    return (TelnyxCaller) farEnd.apply(telnyx.from("+14155550177").to("+14155550100")).start();
  }

  @Test
  void commandEndsTheMediaAndGivesTheCallSomethingElse() {
    TelnyxCaller caller = call(flow -> flow.run(Action.connect("echo")));
    caller.speak(Tones.samples(200)).untilIdle();
    caller.call().run(Action.say("We are closing."));
    caller.untilIdle();
    assertEquals(List.of("We are closing."), caller.heardSpeech());
    assertEquals(EndCause.COMPLETED, caller.record().cause());
    assertEquals(EndedBy.HOST, caller.record().endedBy());
  }

  @Test
  void oneConnectFollowsAnotherOnTheSameStream() {
    TelnyxCaller caller =
        call(
            flow -> {
              flow.run(Action.connect("bell"));
              flow.run(Action.connect("echo"));
            });
    caller.silentFor(Duration.ofSeconds(1)).speak(Tones.samples(1000)).untilIdle();
    assertEquals(1500, millisOfSound(caller.heard()), 60);
    caller.hangUp().untilIdle();
    assertEquals(List.of("answer"), caller.commands());
  }

  private static double millisOfSound(short[] heard) {
    int frame = 160;
    double loud = 0;
    for (int at = 0; at + frame <= heard.length; at += frame) {
      int from = at;
      loud += IntStream.range(from, from + frame).anyMatch(i -> Math.abs(heard[i]) > 4000) ? 1 : 0;
    }
    return loud * 20;
  }

  private TelnyxCaller call(FlowFunction flow) {
    route(flow);
    return telnyx.from("+14155550177").to("+14155550100").start();
  }

  private void route(FlowFunction flow) {
    router =
        telnyx
            .prepare(CallRouter.builder())
            .endpoint("echo", context -> Endpoints.echo())
            .endpoint("bell", context -> Endpoints.player(Tones.clip(500)))
            .route("all", Match.any(), flow)
            .recordSink("test", records::add)
            .build();
    telnyx.attach(router);
  }
}
