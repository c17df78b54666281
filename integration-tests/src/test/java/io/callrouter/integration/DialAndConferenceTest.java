package io.callrouter.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.callrouter.call.Action;
import io.callrouter.call.Call;
import io.callrouter.call.CallEvent;
import io.callrouter.call.CallState;
import io.callrouter.call.EndCause;
import io.callrouter.call.EndedBy;
import io.callrouter.call.Match;
import io.callrouter.call.Outcome;
import io.callrouter.call.Recording;
import io.callrouter.call.Target;
import io.callrouter.testkit.TimelineEvent.Kind;
import io.callrouter.testkit.twilio.TwilioCallSetup;
import io.callrouter.testkit.twilio.TwilioCaller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a flow is told of those it dials, and of the conference it was in. */
class DialAndConferenceTest {
  private static final String SALES = "+14155550122";
  private static final String HOST = "+14155550101";
  private static final String DESK = "sip:desk@pbx.example.test";

  private final List<Outcome> outcomes = new ArrayList<>();
  private final List<String> legs = new ArrayList<>();
  private Action action = Action.dial(Target.phone(SALES));
  private final VirtualOffice office =
      VirtualOffice.of(
          builder ->
              builder
                  .listener(this::noteLeg)
                  .route("host", Match.to(HOST), Action.conference("weekly").endOnExit(true))
                  .route(
                      "office",
                      Match.any(),
                      flow -> {
                        Outcome outcome = flow.run(action);
                        flow.run(Action.say("Good bye."));
                        outcomes.add(outcome);
                      }));

  @AfterEach
  void close() {
    office.close();
  }

  @Test
  void anAnsweredDialIsDoneWithHowLongTheyTalkedAndTheLegsId() {
    TwilioCaller caller = call(setup -> setup.answers(SALES, Duration.ofSeconds(75)));
    Outcome dial = outcomes.get(0);
    assertEquals(Outcome.Kind.DONE, dial.kind());
    assertEquals(Duration.ofSeconds(75), dial.duration());
    assertEquals(caller.farEnd(SALES).carrierId(), dial.detail(Outcome.Detail.CARRIER_ID));
    assertEquals(List.of("Dial", "Say"), caller.verbs());
    assertEquals(List.of(), caller.alerts());
  }

  @Test
  void theLegIsHeardOfUnderTheCallThatDialled() {
    String id = call(setup -> setup.answers(SALES, Duration.ofSeconds(1))).call().facts().id();
    assertEquals(
        List.of(
            id + " twilio:dial-initiated",
            id + " twilio:dial-ringing",
            id + " twilio:dial-in-progress",
            id + " twilio:dial-completed"),
        legs);
  }

  @Test
  void whyNobodyWasReachedIsTheOutcome() {
    call(setup -> setup.busy(SALES));
    call(setup -> setup.noAnswer(SALES));
    call(setup -> setup.fails(SALES));
    call(setup -> setup.declines(SALES));
    assertEquals(
        List.of(Outcome.Kind.BUSY, Outcome.Kind.NO_ANSWER, Outcome.Kind.FAILED, Outcome.Kind.BUSY),
        outcomes.stream().map(Outcome::kind).toList());
  }

  @Test
  void aSipAddressThatDeclinesIsToldFromABusyOne() {
    action = Action.dial(Target.sip(DESK));
    call(setup -> setup.declines(DESK));
    call(setup -> setup.busy(DESK));
    assertEquals(
        List.of(Outcome.Kind.DECLINED, Outcome.Kind.BUSY),
        outcomes.stream().map(Outcome::kind).toList());
    assertEquals("603", outcomes.get(0).detail(Outcome.Detail.SIP_STATUS));
  }

  @Test
  void aCallThatNobodyAnsweredIsAnsweredByWhatComesNext() {
    TwilioCaller caller = office.caller().allStatusCallbacks().start().untilIdle();
    assertEquals(CallState.RINGING, caller.call().state());
    caller.silentFor(Duration.ofSeconds(30)).untilIdle();
    assertEquals(Outcome.Kind.NO_ANSWER, outcomes.get(0).kind());
    assertEquals(List.of("Good bye."), caller.heardSpeech());
    assertEquals(caller.record().call().arrivedAt().plusSeconds(30), caller.record().answeredAt());
  }

  @Test
  void itRingsAsLongAsTheActionSaysAndTalksNoLonger() {
    action =
        Action.dial(Target.phone(SALES))
            .ringTimeout(Duration.ofSeconds(12))
            .timeLimit(Duration.ofMinutes(2));
    TwilioCaller late = office.caller().start().silentFor(Duration.ofSeconds(12)).untilIdle();
    assertEquals("no-answer", late.farEnd(SALES).status());
    TwilioCaller talkative = office.caller().answers(SALES).start().untilIdle();
    talkative.silentFor(Duration.ofMinutes(2)).untilIdle();
    assertEquals(Duration.ofMinutes(2), outcomes.get(1).duration());
    assertEquals(EndCause.COMPLETED, talkative.record().cause());
  }

  @Test
  void ofSeveralInTurnTheNextIsTriedWhereOneIsNotReached() {
    action =
        Action.dial(Target.phone(SALES), Target.client("alice"), Target.sip(DESK)).inTurn(true);
    TwilioCaller caller =
        call(setup -> setup.noAnswer(SALES).answers("client:alice", Duration.ofSeconds(8)));
    assertEquals(Duration.ofSeconds(8), outcomes.get(0).duration());
    assertEquals("no-answer", caller.farEnd(SALES).status());
    assertEquals(VirtualOffice.CALLER, caller.farEnd("client:alice").callerId());
  }

  @Test
  void aRecordedDialHasItsRecordingInTheOutcomeAndInTheRecord() {
    action = Action.dial(Target.phone(SALES)).recorded(true);
    TwilioCaller caller = call(setup -> setup.answers(SALES, Duration.ofSeconds(20)));
    assertNotNull(outcomes.get(0).recording());
    assertEquals(1, caller.record().recordings().size());
    assertEquals(Duration.ofSeconds(20), caller.record().recordings().get(0).duration());
  }

  @Test
  void aCallerWhoHangsUpDuringADialLeavesOneRecordWhetherTwilioAsksOrNot() {
    for (boolean asks : List.of(true, false)) {
      TwilioCallSetup setup = office.caller().answers(SALES);
      TwilioCaller caller = (asks ? setup.asksAfterHangUp() : setup).start().untilIdle();
      caller.silentFor(Duration.ofSeconds(5)).hangUp().untilIdle();
      assertEquals(EndCause.COMPLETED, caller.record().cause());
      assertEquals(EndedBy.FAR_END, caller.record().endedBy());
      assertEquals(List.of("Dial"), caller.verbs());
    }
    assertEquals(2, office.records.size());
  }

  @Test
  void twoCallersMeetInAConferenceAndTheOneWhoEndsItTakesTheOtherAlong() {
    action = Action.conference("weekly").startOnEnter(false);
    TwilioCaller guest = office.call().untilIdle();
    assertEquals(1, count(guest, Kind.CONFERENCE_WAIT));
    TwilioCaller host = office.twilio.from("+14155550178").to(HOST).start().untilIdle();
    assertEquals(1, count(guest, Kind.CONFERENCE));
    assertEquals(1, count(host, Kind.CONFERENCE));

    host.silentFor(Duration.ofMinutes(10)).hangUp().untilIdle();
    guest.untilIdle();
    assertEquals(List.of("Dial", "Say"), guest.verbs());
    assertEquals(Outcome.Kind.DONE, outcomes.get(0).kind());
    assertEquals(EndedBy.FAR_END, host.record().endedBy());
    assertEquals(EndedBy.HOST, guest.record().endedBy());
    assertEquals(List.of(), guest.alerts());
    assertEquals(2, office.records.size());
  }

  @Test
  void aRecordedConferenceIsInTheRecordOfTheOneWhoCameFirst() {
    action =
        Action.conference("weekly")
            .label("guest")
            .muted(true)
            .beep(Action.Beep.NEVER)
            .maxParticipants(5)
            .waitAudio(Action.Conference.SILENCE)
            .recorded(true);
    TwilioCaller guest = office.call().untilIdle();
    TwilioCaller host = office.twilio.from("+14155550178").to(HOST).start().untilIdle();
    host.silentFor(Duration.ofMinutes(3)).hangUp().untilIdle();
    guest.untilIdle();
    assertEquals(
        List.of(Duration.ofMinutes(3)),
        guest.record().recordings().stream().map(Recording::duration).toList());
    assertEquals(List.of(), host.record().recordings());
    assertEquals(List.of(), guest.alerts());
  }

  @Test
  void aConferenceThatIsFullFailsAndTheFlowGoesOn() {
    action = Action.conference("weekly").maxParticipants(1);
    office.call().untilIdle();
    TwilioCaller second = office.call().untilIdle();
    assertEquals(Outcome.Kind.FAILED, outcomes.get(0).kind());
    assertEquals(List.of("Dial", "Say"), second.verbs());
  }

  private TwilioCaller call(UnaryOperator<TwilioCallSetup> farEnds) {
    return farEnds.apply(office.caller()).start().untilIdle();
  }

  private void noteLeg(Call call, CallEvent event) {
    String carriers = event.details().getOrDefault("event", "");
    if (carriers.startsWith("twilio:dial-")) {
      legs.add(call.facts().id() + " " + carriers);
    }
  }

  private static long count(TwilioCaller caller, Kind kind) {
    return caller.events().stream().filter(event -> event.kind() == kind).count();
  }
}
