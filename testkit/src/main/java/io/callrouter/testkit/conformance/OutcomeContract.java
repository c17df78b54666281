package io.callrouter.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.call.Action;
import io.callrouter.call.CallState;
import io.callrouter.call.EndCause;
import io.callrouter.call.Outcome;
import io.callrouter.call.Target;
import io.callrouter.testkit.CallSetup;
import io.callrouter.testkit.SimulatedCaller;
import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Every action the carrier has comes out as it should, and the flow goes on to its end. */
interface OutcomeContract extends Contract {
  /** Whom the flow dials. */
  Target FAR_END = Target.phone(Bench.FAR_END);

  @Test
  default void aSentenceIsHeardAndDone() {
    needs(CarrierFeature.SAY);
    try (Bench bench = Bench.doing(this, Agent::new, Action.say("Hello."), Action.hangup())) {
      SimulatedCaller caller = bench.caller().start().untilIdle();
      assertCameOut(bench, caller, Outcome.Kind.DONE);
      assertTrue(caller.heardSpeech().contains("Hello."), caller.heardSpeech()::toString);
    }
  }

  @Test
  default void aFileIsPlayedAndDone() {
    needs(CarrierFeature.PLAY);
    assertOutcome(
        Action.play(URI.create("https://media.example.test/hello.wav")),
        caller -> {},
        Outcome.Kind.DONE);
  }

  @Test
  default void aPauseTakesItsTimeAndIsDone() {
    needs(CarrierFeature.PAUSE);
    Duration length = Duration.ofSeconds(7);
    try (Bench bench = Bench.doing(this, Agent::new, Action.pause(length), Action.hangup())) {
      SimulatedCaller caller = bench.caller().start().silentFor(length.minusMillis(100));
      assertFalse(caller.isOver(), "over before its time");
      caller.untilIdle();
      assertCameOut(bench, caller, Outcome.Kind.DONE);
    }
  }

  @Test
  default void keysThatAreGatheredAreInTheOutcome() {
    needs(CarrierFeature.GATHER);
    Action gather = Action.gather().digits(3);
    try (Bench bench = Bench.doing(this, Agent::new, gather, Action.hangup())) {
      SimulatedCaller caller = bench.caller().start().untilIdle().press("407").untilIdle();
      assertCameOut(bench, caller, Outcome.Kind.DONE);
      assertEquals("407", bench.outcomes().get(0).digits());
    }
  }

  @Test
  default void aGatherIsCompletedByItsFinishingKey() {
    needs(CarrierFeature.GATHER);
    Action gather = Action.gather().finishOn("#");
    try (Bench bench = Bench.doing(this, Agent::new, gather, Action.hangup())) {
      SimulatedCaller caller = bench.caller().start().untilIdle().press("40#").untilIdle();
      assertCameOut(bench, caller, Outcome.Kind.DONE);
      assertEquals("40", bench.outcomes().get(0).digits());
    }
  }

  @Test
  default void aGatherWithoutAKeyTimesOut() {
    needs(CarrierFeature.GATHER);
    assertOutcome(
        Action.gather().digits(1).timeout(Duration.ofSeconds(4)),
        caller -> caller.untilIdle().silentFor(Duration.ofSeconds(6)),
        Outcome.Kind.TIMED_OUT);
  }

  @Test
  default void aMessageIsRecordedAndStandsInTheRecord() {
    needs(CarrierFeature.RECORD);
    Action record = Action.record(Duration.ofSeconds(30));
    try (Bench bench = Bench.doing(this, Agent::new, record, Action.hangup())) {
      SimulatedCaller caller = bench.caller().start().untilIdle();
      caller.speak(MediaContract.CALLER_TONE.samples(3000)).press("#").untilIdle();
      assertCameOut(bench, caller, Outcome.Kind.DONE);
      assertEquals(1, bench.record().recordings().size(), "recordings in the record");
      assertEquals(1, caller.recordings().size(), "recordings the carrier keeps");
    }
  }

  @Test
  default void aBusyFarEndIsBusy() {
    assertDial(setup -> setup.busy(Bench.FAR_END), Outcome.Kind.BUSY);
  }

  @Test
  default void aFarEndThatDoesNotAnswerDoesNotAnswer() {
    assertDial(setup -> setup.noAnswer(Bench.FAR_END), Outcome.Kind.NO_ANSWER);
  }

  @Test
  default void aFarEndThatRefusesIsBusyOrDeclined() {
    needs(CarrierFeature.DIAL);
    try (Bench bench = Bench.doing(this, Agent::new, Action.dial(FAR_END), Action.hangup())) {
      SimulatedCaller caller = bench.caller().declines(Bench.FAR_END).start();
      caller.silentFor(Duration.ofSeconds(40)).untilIdle();
      assertFalse(bench.outcomes().isEmpty(), "an action came out");
      Outcome.Kind kind = bench.outcomes().get(0).kind();
      assertTrue(
          kind == Outcome.Kind.DECLINED || kind == Outcome.Kind.BUSY, () -> "came out as " + kind);
      bench.assertNothingIsHeld();
    }
  }

  @Test
  default void aFarEndThatCannotBeReachedHasFailed() {
    assertDial(setup -> setup.fails(Bench.FAR_END), Outcome.Kind.FAILED);
  }

  @Test
  default void aFarEndThatAnswersIsJoinedUntilItHangsUp() {
    Duration talk = Duration.ofSeconds(10);
    assertDial(setup -> setup.answers(Bench.FAR_END, talk), Outcome.Kind.DONE);
  }

  @Test
  default void theFarEndIsLetGoWhenTheCallerHangsUp() {
    needs(CarrierFeature.DIAL);
    try (Bench bench = Bench.doing(this, Agent::new, Action.dial(FAR_END), Action.hangup())) {
      SimulatedCaller caller = bench.caller().answers(Bench.FAR_END).start();
      caller.silentFor(Duration.ofSeconds(5));
      String talking = caller.farEnd(Bench.FAR_END).status();
      caller.hangUp().untilIdle();
      assertFalse(talking.equals(caller.farEnd(Bench.FAR_END).status()), "it still talks");
      bench.pass(Duration.ofMinutes(1));
      bench.assertNothingIsHeld();
    }
  }

  @Test
  default void aConferenceIsOverForOneWhoHangsUp() {
    needs(CarrierFeature.CONFERENCE);
    try (Bench bench =
        Bench.doing(this, Agent::new, Action.conference("conformance"), Action.hangup())) {
      SimulatedCaller first = bench.caller().start().untilIdle();
      SimulatedCaller second = bench.caller().start().untilIdle();
      second.hangUp().untilIdle();
      assertFalse(first.isOver(), "the other one stays");
      first.hangUp().untilIdle();
      assertEquals(2, bench.records().size(), "records");
      bench.records().forEach(it -> assertEquals(EndCause.COMPLETED, it.cause()));
      bench.assertNothingIsHeld();
    }
  }

  @Test
  default void whatAnEndpointGivesIsTheOutcome() {
    needs(CarrierFeature.LIVE_AUDIO);
    assertConnect(agent -> agent.context().finish("sold"), Outcome.Kind.DONE, "sold");
  }

  @Test
  default void anEndpointThatFailsFailsItsAction() {
    needs(CarrierFeature.LIVE_AUDIO);
    assertConnect(agent -> agent.context().fail("no model"), Outcome.Kind.FAILED, "no model");
  }

  @Test
  default void mediaThatBreakOffFailTheActionAndTheFlowGoesOn() {
    needs(CarrierFeature.LIVE_AUDIO);
    try (Bench bench = Bench.doing(this, Agent::new, Bench.connect(), Action.hangup())) {
      SimulatedCaller caller = bench.caller().start().untilIdle().cutMedia().untilIdle();
      assertCameOut(bench, caller, Outcome.Kind.FAILED);
      assertEquals(1, bench.agent().closings(), "closings of the endpoint");
    }
  }

  @Test
  default void aFlowConnectsTwiceOneAfterAnother() {
    needs(CarrierFeature.LIVE_AUDIO);
    try (Bench bench =
        Bench.doing(this, Agent::new, Bench.connect(), Bench.connect(), Action.hangup())) {
      SimulatedCaller caller = bench.caller().start().untilIdle();
      bench.agent().context().finish("first");
      caller.untilIdle();
      assertEquals(2, bench.agents().size(), "endpoints made");
      caller.speak(MediaContract.CALLER_TONE.samples(1000)).untilIdle();
      bench.agents().get(1).heard().assertIs(MediaContract.CALLER_TONE, 1000);
      bench.agents().get(1).context().finish("second");
      caller.untilIdle();
      assertTrue(caller.isOver(), "the flow came to its end");
      assertEquals("second", bench.outcomes().get(1).result());
      bench.record();
      bench.assertNothingIsHeld();
    }
  }

  private void assertConnect(Consumer<Agent> end, Outcome.Kind kind, String result) {
    try (Bench bench = Bench.doing(this, Agent::new, Bench.connect(), Action.hangup())) {
      SimulatedCaller caller = bench.caller().start().untilIdle();
      assertEquals(CallState.ANSWERED, caller.call().state());
      end.accept(bench.agent());
      caller.untilIdle();
      assertCameOut(bench, caller, kind);
      assertEquals(result, bench.outcomes().get(0).result());
      assertEquals(1, bench.agent().closings(), "closings of the endpoint");
    }
  }

  private void assertDial(UnaryOperator<CallSetup> farEnd, Outcome.Kind kind) {
    needs(CarrierFeature.DIAL);
    try (Bench bench = Bench.doing(this, Agent::new, Action.dial(FAR_END), Action.hangup())) {
      SimulatedCaller caller = farEnd.apply(bench.caller()).start();
      caller.silentFor(Duration.ofSeconds(40)).untilIdle();
      assertCameOut(bench, caller, kind);
    }
  }

  private void assertOutcome(Action action, Consumer<SimulatedCaller> acts, Outcome.Kind kind) {
    try (Bench bench = Bench.doing(this, Agent::new, action, Action.hangup())) {
      SimulatedCaller caller = bench.caller().start();
      acts.accept(caller);
      caller.untilIdle();
      assertCameOut(bench, caller, kind);
    }
  }

  private static void assertCameOut(Bench bench, SimulatedCaller caller, Outcome.Kind kind) {
    assertTrue(caller.isOver(), "the flow came to its end");
    assertFalse(bench.outcomes().isEmpty(), "an action came out");
    assertEquals(kind, bench.outcomes().get(0).kind(), () -> "of " + bench.outcomes());
    bench.record(caller);
    bench.assertNothingIsHeld();
  }
}
