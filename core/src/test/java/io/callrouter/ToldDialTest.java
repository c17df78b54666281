package io.callrouter;

import static io.callrouter.ToldCarrier.failing;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.call.Action;
import io.callrouter.call.Call;
import io.callrouter.call.CallEndedException;
import io.callrouter.call.CallRecord;
import io.callrouter.call.Capability;
import io.callrouter.call.CarrierRefusedException;
import io.callrouter.call.Direction;
import io.callrouter.call.EndCause;
import io.callrouter.call.EndedBy;
import io.callrouter.call.Flow;
import io.callrouter.call.Match;
import io.callrouter.call.Outcome;
import io.callrouter.call.OutcomeUnknownException;
import io.callrouter.call.Target;
import io.callrouter.call.UnsupportedCapabilityException;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A dial of a told carrier is the router's work: each leg is a call, one is joined. */
class ToldDialTest {
  private static final Target SALES = Target.sip("sip:sales@pbx.example.com");
  private static final Target MOBILE = Target.phone("+14155550122");

  private final ManualTimekeeper time = Timekeeper.manual();
  private final ToldCarrier carrier = new ToldCarrier();
  private final List<Outcome> outcomes = new CopyOnWriteArrayList<>();
  private volatile Action.Dial dial = Action.dial(SALES).answerOnBridge(false);
  private final Node node =
      new Node(time, carrier, host -> host.route("office", Match.any(), this::office));
  private final ToldCaller caller = new ToldCaller(node, carrier, "CA1");

  private void office(Flow flow) {
    Outcome outcome = flow.run(dial);
    flow.once("noted", () -> note(outcome));
    flow.run(Action.say("bye"));
  }

  private String note(Outcome outcome) {
    outcomes.add(outcome);
    return "noted";
  }

  @AfterEach
  void close() {
    node.close();
  }

  private String step() {
    return node.call("CA1").id() + "/0.0";
  }

  private String carrierId(int leg) {
    return "LEG-" + node.call("CA1").id() + "-0.0-" + leg;
  }

  /** A leg's event, which can make its call, as each may be the first. */
  private void leg(int number, String kind, String words) {
    String carrierId = carrierId(number);
    node.ask("/fake/leg", "carrier=" + carrierId + " for=" + step() + " event=" + kind);
    node.ask("/fake/" + kind, ("carrier=" + carrierId + " " + words).strip());
    time.runReady();
  }

  private void legAnswers(int number) {
    leg(number, "progress", "state=ANSWERED");
  }

  private CallRecord recordOf(String carrierId) {
    List<CallRecord> records =
        node.records.stream().filter(one -> one.call().carrierId().equals(carrierId)).toList();
    assertEquals(1, records.size(), () -> carrierId + " " + node.records);
    return records.get(0);
  }

  private void settled(int calls) {
    time.advance(Duration.ofSeconds(12));
    assertEquals(calls, node.records.size());
    assertEquals(0, node.router.held());
  }

  @Test
  void theCallerIsAnsweredFirstThenTheTargetIsDialledAndJoinedWhenItAnswers() {
    caller.arrives();
    assertEquals(List.of("answer"), carrier.words());
    caller.answers();
    assertEquals(List.of("answer", "dial 0 " + SALES), carrier.words());
    legAnswers(0);
    assertEquals("join " + carrierId(0), carrier.words().get(2));
    time.advance(Duration.ofSeconds(42));
    leg(0, "ended", "sip=200");
    assertEquals("say bye", carrier.words().get(3));

    assertEquals(Outcome.Kind.DONE, outcomes.get(0).kind());
    assertEquals(Duration.ofSeconds(42), outcomes.get(0).duration());
    assertEquals(
        Map.of(Outcome.Detail.CARRIER_ID, carrierId(0), Outcome.Detail.SIP_STATUS, "200"),
        outcomes.get(0).details());
    caller.tells("ended", "");
    settled(2);
  }

  @Test
  void aLegIsACallOfItsOwnThatBelongsToTheCaller() {
    caller.arrives();
    caller.answers();
    legAnswers(0);
    Call leg = node.call(carrierId(0));

    assertEquals(node.call("CA1").id(), leg.correlationId());
    assertEquals(Direction.OUTBOUND, leg.facts().direction());
    assertEquals(SALES, Target.sip(leg.facts().to()));
    assertEquals(1, node.router.activeCalls());
    assertEquals(Set.of(Capability.HANGUP), leg.capabilities());
    assertThrows(UnsupportedCapabilityException.class, () -> leg.run(Action.say("hello")));
    leg(0, "ended", "");
    caller.tells("ended", "");
    settled(2);
    assertEquals("leg", recordOf(carrierId(0)).route());
    assertEquals(1L, node.router.counters().get("calls.legs"));
  }

  @Test
  void theHostCanHangALegUp() {
    caller.arrives();
    caller.answers();
    legAnswers(0);
    node.call(carrierId(0)).hangup();
    time.runReady();
    assertEquals("drop " + carrierId(0), carrier.words().get(3));
    leg(0, "ended", "");

    assertEquals("say bye", carrier.words().get(4));
    settledLeg(EndedBy.HOST);
  }

  private void settledLeg(EndedBy by) {
    time.advance(Duration.ofSeconds(12));
    assertEquals(by, recordOf(carrierId(0)).endedBy());
  }

  @Test
  void withAnswerOnBridgeTheCallerIsAnsweredWhenTheFarEndHas() {
    dial = Action.dial(SALES).answerOnBridge(true);
    caller.arrives();
    assertEquals(List.of("dial 0 " + SALES), carrier.words());
    legAnswers(0);
    assertEquals(List.of("dial 0 " + SALES, "answer"), carrier.words());
    caller.answers();

    assertEquals(List.of("dial 0 " + SALES, "answer", "join " + carrierId(0)), carrier.words());
  }

  @Test
  void ofSeveralTheFirstThatAnswersIsJoinedAndTheOthersAreDropped() {
    dial = Action.dial(SALES, MOBILE).answerOnBridge(false);
    caller.arrives();
    caller.answers();
    assertEquals(List.of("answer", "dial 0 " + SALES, "dial 1 " + MOBILE), carrier.words());
    legAnswers(1);
    assertEquals(
        List.of("join " + carrierId(1), "drop " + carrierId(0)), carrier.words().subList(3, 5));
    leg(0, "ended", "cause=CANCELED");
    leg(1, "ended", "");
    caller.tells("ended", "");

    assertEquals(carrierId(1), outcomes.get(0).detail(Outcome.Detail.CARRIER_ID));
    settled(3);
    assertEquals(EndCause.CANCELED, recordOf(carrierId(0)).cause());
    assertEquals(EndedBy.ROUTER, recordOf(carrierId(0)).endedBy());
    assertEquals(EndedBy.FAR_END, recordOf(carrierId(1)).endedBy());
  }

  @Test
  void inTurnTheNextIsDialledWhenTheOneBeforeIsOver() {
    dial = Action.dial(SALES, MOBILE).answerOnBridge(false).inTurn(true);
    caller.arrives();
    caller.answers();
    assertEquals(List.of("answer", "dial 0 " + SALES), carrier.words());
    leg(0, "ended", "cause=BUSY sip=486");
    assertEquals("dial 1 " + MOBILE, carrier.words().get(2));
    legAnswers(1);

    assertEquals("join " + carrierId(1), carrier.words().get(3));
  }

  @ParameterizedTest
  @CsvSource({
    "BUSY,486,BUSY",
    "NO_ANSWER,487,NO_ANSWER",
    "DECLINED,603,DECLINED",
    "FAILED,404,FAILED",
    "CANCELED,487,CANCELED"
  })
  void theLegsEndIsTheDialsOutcome(EndCause cause, int sip, Outcome.Kind kind) {
    caller.arrives();
    caller.answers();
    leg(0, "ended", "cause=" + cause + " sip=" + sip);

    assertEquals(kind, outcomes.get(0).kind());
    assertEquals(Integer.toString(sip), outcomes.get(0).detail(Outcome.Detail.SIP_STATUS));
    assertEquals(carrierId(0), outcomes.get(0).detail(Outcome.Detail.CARRIER_ID));
    assertEquals("say bye", carrier.words().get(2));
  }

  @Test
  void ofSeveralThatFailTheLastOneThatWasOverIsTheOutcome() {
    dial = Action.dial(SALES, MOBILE).answerOnBridge(false);
    caller.arrives();
    caller.answers();
    leg(1, "ended", "cause=BUSY");
    assertEquals(List.of(), outcomes);
    leg(0, "ended", "cause=NO_ANSWER");

    assertEquals(Outcome.Kind.NO_ANSWER, outcomes.get(0).kind());
  }

  @Test
  void aLegsEventsMayOvertakeTheAnswerToTheDial() {
    carrier.script("dial", () -> tellsMeanwhile("progress", "state=ANSWERED"));
    caller.arrives();
    caller.answers();

    assertEquals(List.of("answer", "dial 0 " + SALES, "join " + carrierId(0)), carrier.words());
    leg(0, "ended", "");
    caller.tells("ended", "");
    settled(2);
  }

  private void tellsMeanwhile(String kind, String words) {
    String carrierId = carrierId(0);
    node.handle("/fake/leg", "carrier=" + carrierId + " for=" + step());
    node.handle("/fake/" + kind, ("carrier=" + carrierId + " " + words).strip());
  }

  @Test
  void aLegThatIsOverBeforeTheAnswerToTheDialIsNoted() {
    carrier.script("dial", () -> tellsMeanwhile("ended", "cause=BUSY"));
    caller.arrives();
    caller.answers();

    assertEquals(Outcome.Kind.BUSY, outcomes.get(0).kind());
    assertEquals("say bye", carrier.words().get(2));
  }

  @Test
  void aDialThatIsRefusedHasFailedAtOnce() {
    carrier.script("dial", failing(new CarrierRefusedException("not allowed", 403, "10010")));
    caller.arrives();
    caller.answers();

    assertEquals(Outcome.failed("not allowed"), outcomes.get(0));
    assertEquals(List.of("answer", "say bye"), carrier.words());
    caller.tells("ended", "");
    settled(1);
  }

  @Test
  void aDialOfUnknownOutcomeIsNotRepeatedButAwaitedByItsEvents() {
    carrier.script("dial", failing(new OutcomeUnknownException("no answer", null)));
    caller.arrives();
    caller.answers();
    time.advance(Duration.ofSeconds(20));
    assertEquals(List.of("answer"), carrier.words());
    legAnswers(0);

    assertEquals(List.of("answer", "join " + carrierId(0)), carrier.words());
    assertEquals(1, carrier.sentOf("dial").size());
  }

  @Test
  void aDialOfUnknownOutcomeWithoutEventsFailsAfterTheRingTimeAndTheSlack() {
    carrier.script("dial", failing(new OutcomeUnknownException("no answer", null)));
    caller.arrives();
    caller.answers();
    time.advance(Duration.ofSeconds(89));
    assertEquals(List.of(), outcomes);
    time.advance(Duration.ofSeconds(1));

    assertEquals(Outcome.failed("it is not known whether the target was dialled"), outcomes.get(0));
    assertEquals(List.of("answer", "say bye"), carrier.words());
    assertEquals(1, carrier.sentOf("dial").size());
  }

  @Test
  void aLegThatComesAfterThatIsDropped() {
    carrier.script("dial", failing(new OutcomeUnknownException("no answer", null)));
    caller.arrives();
    caller.answers();
    time.advance(Duration.ofSeconds(91));
    legAnswers(0);

    assertEquals(List.of("answer", "say bye", "drop " + carrierId(0)), carrier.words());
    time.advance(Duration.ofSeconds(12));
    assertEquals(EndedBy.ROUTER, recordOf(carrierId(0)).endedBy());
  }

  @Test
  void aLegThatRingsWithoutAnEndIsDroppedAndNobodyAnswered() {
    caller.arrives();
    caller.answers();
    leg(0, "progress", "state=RINGING");
    time.advance(Duration.ofSeconds(90));
    assertEquals("drop " + carrierId(0), carrier.words().get(2));
    time.advance(Duration.ofSeconds(12));

    assertEquals(Outcome.Kind.NO_ANSWER, outcomes.get(0).kind());
    assertEquals("say bye", carrier.words().get(3));
  }

  @Test
  void aCallerWhoHangsUpWhileItRingsHasTheLegsDropped() {
    dial = Action.dial(SALES, MOBILE).answerOnBridge(true);
    caller.arrives();
    caller.tells("ended", "cause=CANCELED");
    assertEquals(
        List.of("drop " + carrierId(0), "drop " + carrierId(1)), carrier.words().subList(2, 4));
    leg(0, "ended", "cause=CANCELED");

    settled(3);
    assertEquals(EndCause.CANCELED, recordOf(carrierId(1)).cause());
  }

  @Test
  void aCallerWhoHangsUpWhileTheyTalkHasTheLegDropped() {
    caller.arrives();
    caller.answers();
    legAnswers(0);
    caller.tells("ended", "");
    assertEquals("drop " + carrierId(0), carrier.words().get(3));
    leg(0, "ended", "");

    settled(2);
    assertEquals(EndCause.COMPLETED, recordOf(carrierId(0)).cause());
    assertEquals(EndedBy.ROUTER, recordOf(carrierId(0)).endedBy());
  }

  @Test
  void aLegThatCannotBeDroppedEndsWithItsOwnCause() {
    carrier.script("drop", failing(new CarrierRefusedException("no such key", 401, "10009")));
    caller.arrives();
    caller.answers();
    legAnswers(0);
    caller.tells("ended", "");

    settled(2);
    assertEquals(EndCause.HANGUP_FAILED, recordOf(carrierId(0)).cause());
  }

  @Test
  void aLegThatTheCarrierSaysIsOverNeedsNoDrop() {
    carrier.script("drop", failing(new CallEndedException("call has already ended")));
    caller.arrives();
    caller.answers();
    legAnswers(0);
    caller.tells("ended", "");

    settled(2);
    assertEquals(EndCause.COMPLETED, recordOf(carrierId(0)).cause());
  }

  @Test
  void aLegThatCannotBeJoinedIsDroppedAndTheDialHasFailed() {
    carrier.script("join", failing(new CarrierRefusedException("not possible", 422, "1")));
    caller.arrives();
    caller.answers();
    legAnswers(0);
    assertEquals("drop " + carrierId(0), carrier.words().get(2));
    leg(0, "ended", "");

    assertEquals(Outcome.Kind.FAILED, outcomes.get(0).kind());
    assertEquals("say bye", carrier.words().get(3));
  }

  @Test
  void aCommandCutsADialByDroppingItsLegsAndAwaitsTheirEnd() {
    caller.arrives();
    caller.answers();
    legAnswers(0);
    node.call("CA1").run(Action.say("instead"));
    time.runReady();
    assertEquals("drop " + carrierId(0), carrier.words().get(3));
    assertEquals(4, carrier.commands.size());
    leg(0, "ended", "");

    assertEquals("say instead", carrier.words().get(4));
    assertEquals(5, carrier.commands.size());
  }

  @Test
  void aLegsEndIsNotAwaitedForLongerThanACut() {
    caller.arrives();
    caller.answers();
    legAnswers(0);
    node.call("CA1").run(Action.say("instead"));
    time.advance(Duration.ofSeconds(2));

    assertEquals("say instead", carrier.words().get(4));
  }

  @Test
  void aHangUpWhileTheyTalkGoesOutAtOnceAndTheLegIsDropped() {
    caller.arrives();
    caller.answers();
    legAnswers(0);
    node.call("CA1").hangup();
    time.runReady();

    assertEquals(List.of("hangup", "drop " + carrierId(0)), carrier.words().subList(3, 5));
    caller.tells("ended", "");
    leg(0, "ended", "");
    settled(2);
    assertTrue(outcomes.isEmpty());
  }
}
