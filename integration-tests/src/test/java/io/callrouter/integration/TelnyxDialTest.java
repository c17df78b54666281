package io.callrouter.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.call.Action;
import io.callrouter.call.CallRecord;
import io.callrouter.call.Direction;
import io.callrouter.call.EndCause;
import io.callrouter.call.EndedBy;
import io.callrouter.call.Flow;
import io.callrouter.call.Match;
import io.callrouter.call.Outcome;
import io.callrouter.call.Target;
import io.callrouter.testkit.telnyx.RestFault;
import io.callrouter.testkit.telnyx.TelnyxCaller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A dial over Telnyx, which the router does by legs of its own that it joins with the call. */
class TelnyxDialTest {
  private static final String DESK = "sip:desk@pbx.example.com";
  private static final String SALES = "+14155550122";

  private final List<Outcome> outcomes = new ArrayList<>();
  private Action.Dial dial = Action.dial(Target.sip(DESK)).answerOnBridge(false);
  private final TelnyxOffice office =
      new TelnyxOffice(routes -> routes.route("office", Match.any(), this::answer));

  private void answer(Flow flow) {
    Outcome outcome = flow.run(dial);
    flow.once("noted", () -> note(outcome));
    flow.run(Action.say("Goodbye."));
  }

  private String note(Outcome outcome) {
    outcomes.add(outcome);
    return "noted";
  }

  @AfterEach
  void close() {
    office.close();
  }

  private CallRecord recordOfLeg(TelnyxCaller caller, String address) {
    List<CallRecord> legs =
        office.records.stream()
            .filter(one -> one.call().carrierId().equals(caller.farEnd(address).carrierId()))
            .toList();
    assertEquals(1, legs.size(), () -> address + " " + office.records);
    return legs.get(0);
  }

  private void settle() {
    office.time.advance(Duration.ofSeconds(12));
  }

  @Test
  void callerIsJoinedWithAnAddressThatAnswersAndTheFlowGoesOnAfterwards() {
    TelnyxCaller caller = office.caller().answers(DESK, Duration.ofSeconds(75)).start();
    caller.untilIdle();
    settle();

    assertEquals(List.of("answer", "bridge", "speak", "hangup"), caller.commands());
    assertEquals(Outcome.Kind.DONE, outcomes.get(0).kind());
    Duration joined = outcomes.get(0).duration();
    assertTrue(joined != null && joined.toSeconds() >= 74 && joined.toSeconds() <= 76);
    CallRecord leg = recordOfLeg(caller, DESK);
    assertEquals(EndCause.COMPLETED, leg.cause());
    assertEquals(Direction.OUTBOUND, leg.call().direction());
    assertEquals(caller.record().call().id(), leg.call().correlationId());
    assertEquals(EndCause.COMPLETED, caller.record().cause());
    assertEquals(2, office.records.size());
    assertEquals(List.of(), caller.alerts());
  }

  @Test
  void farLegsFailureIsToldToTheFlowAndRecorded() {
    TelnyxCaller caller = office.caller().busy(DESK).start();
    caller.untilIdle();
    settle();

    assertEquals(Outcome.Kind.BUSY, outcomes.get(0).kind());
    assertEquals("486", outcomes.get(0).detail(Outcome.Detail.SIP_STATUS));
    assertEquals(List.of("answer", "speak", "hangup"), caller.commands());
    assertEquals(EndCause.BUSY, recordOfLeg(caller, DESK).cause());
  }

  @Test
  void ofTwoThatRingTheFirstThatAnswersIsJoinedAndTheOtherDropped() {
    dial = Action.dial(Target.sip(DESK), Target.phone(SALES));
    TelnyxCaller caller =
        office.caller().answers(SALES, Duration.ofSeconds(20)).noAnswer(DESK).start();
    caller.untilIdle();
    settle();

    assertEquals(Outcome.Kind.DONE, outcomes.get(0).kind());
    assertEquals(
        caller.farEnd(SALES).carrierId(), outcomes.get(0).detail(Outcome.Detail.CARRIER_ID));
    assertEquals(EndedBy.ROUTER, recordOfLeg(caller, DESK).endedBy());
    assertEquals(3, office.records.size());
  }

  @Test
  void nobodyWhoAnswersIsNoAnswerAfterTheRingTime() {
    TelnyxCaller caller = office.caller().noAnswer(DESK).start();
    caller.untilIdle();
    settle();

    assertEquals(Outcome.Kind.NO_ANSWER, outcomes.get(0).kind());
    assertEquals(EndCause.NO_ANSWER, recordOfLeg(caller, DESK).cause());
  }

  @Test
  void callerWhoHangsUpWhileTheyTalkEndsBoth() {
    TelnyxCaller caller = office.caller().answers(DESK).start();
    office.time.advance(Duration.ofSeconds(20));
    caller.hangUp().untilIdle();
    settle();

    assertEquals(2, office.records.size());
    assertEquals(EndCause.COMPLETED, caller.record().cause());
    assertEquals(EndCause.COMPLETED, recordOfLeg(caller, DESK).cause());
    assertEquals(List.of(), outcomes);
  }

  @Test
  void dialWithoutAnAnswerOfTelnyxCallsNobodyTwice() {
    office.telnyx.next("dial", RestFault.silentAfter());
    TelnyxCaller caller = office.caller().answers(DESK, Duration.ofSeconds(20)).start();
    caller.untilIdle();
    settle();

    assertEquals(Outcome.Kind.DONE, outcomes.get(0).kind());
    assertEquals(2, office.records.size());
    assertEquals(
        1,
        office.telnyx.commands().stream()
            .filter(command -> command.name().equals("dial") && command.isDone())
            .count());
  }
}
