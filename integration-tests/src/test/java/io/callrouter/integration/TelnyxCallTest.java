package io.callrouter.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.CallRouterBuilder;
import io.callrouter.call.Action;
import io.callrouter.call.CallRecord;
import io.callrouter.call.EndCause;
import io.callrouter.call.EndedBy;
import io.callrouter.call.Match;
import io.callrouter.call.Outcome;
import io.callrouter.call.Reason;
import io.callrouter.call.Target;
import io.callrouter.testkit.telnyx.TelnyxCaller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whole calls on Telnyx, in virtual time. */
class TelnyxCallTest {
  private static final String SIP = "sip:agent@pbx.example.test";

  private final List<Outcome> outcomes = new ArrayList<>();
  private final TelnyxOffice office = new TelnyxOffice(this::routes);

  private CallRouterBuilder routes(CallRouterBuilder builder) {
    return builder
        .route(
            "menu",
            Match.to("+14155550101"),
            flow -> {
              Outcome key = flow.run(Action.gather("Press a key.").digits(2));
              flow.run(Action.say("You pressed " + key.digits() + "."));
            })
        .route(
            "sip",
            Match.to("+14155550102"),
            flow -> {
              Outcome dialled = flow.run(Action.dial(Target.sip(SIP)));
              flow.once("outcome", () -> noted(dialled));
              flow.run(Action.say("Goodbye."));
            })
        .route("long", Match.to("+14155550103"), Action.say("A very long story. ".repeat(100)))
        .otherwise(Action.reject(Reason.BUSY));
  }

  private String noted(Outcome outcome) {
    outcomes.add(outcome);
    return "";
  }

  @AfterEach
  void close() {
    office.close();
  }

  @Test
  void aMenuTakesKeysAndAnswersThem() {
    TelnyxCaller caller = office.telnyx.from(VirtualOffice.CALLER).to("+14155550101").start();
    caller.untilIdle().press("42").untilIdle();
    assertEquals(List.of("answer", "gather_using_speak", "speak", "hangup"), caller.commands());
    assertEquals(List.of("Press a key.", "You pressed 42."), caller.heardSpeech());
    assertEquals(EndCause.COMPLETED, caller.record().cause());
    assertEquals(EndedBy.HOST, caller.record().endedBy());
    assertEquals(List.of(), caller.alerts());
  }

  @Test
  void aCallNobodyRoutesIsRejected() {
    TelnyxCaller caller = office.telnyx.from(VirtualOffice.CALLER).to("+14155550199").start();
    caller.untilIdle();
    assertEquals(List.of("reject"), caller.commands());
    assertEquals(1, office.records.size());
  }

  @Test
  void aSipAddressThatIsBusyIsToldAndHasARecordOfItsOwn() {
    TelnyxCaller caller =
        office.telnyx.from(VirtualOffice.CALLER).to("+14155550102").busy(SIP).start();
    caller.untilIdle();
    assertEquals(List.of(Outcome.Kind.BUSY), kinds());
    assertEquals(List.of("Goodbye."), caller.heardSpeech());
    assertTwoRecordsThatBelongTogether(caller);
    assertEquals(EndCause.BUSY, far(caller).cause());
    assertEquals(EndCause.COMPLETED, caller.record().cause());
  }

  @Test
  void aSipAddressThatAnswersTalksToTheCaller() {
    TelnyxCaller caller =
        office
            .telnyx
            .from(VirtualOffice.CALLER)
            .to("+14155550102")
            .answers(SIP, Duration.ofSeconds(30))
            .start();
    assertTrue(caller.until(() -> caller.status().equals("bridged"), Duration.ofMinutes(1)));
    assertEquals("bridged", caller.farEnd(SIP).status());
    caller.untilIdle();
    assertEquals(List.of(Outcome.Kind.DONE), kinds());
    assertEquals(List.of("Goodbye."), caller.heardSpeech());
    assertTwoRecordsThatBelongTogether(caller);
    assertEquals(EndCause.COMPLETED, far(caller).cause());
  }

  @Test
  void aCallerWhoHangsUpWhileTheFarEndRingsEndsItToo() {
    TelnyxCaller caller = office.telnyx.from(VirtualOffice.CALLER).to("+14155550102").start();
    caller.untilIdle();
    assertEquals("ringing", caller.farEnd(SIP).status());
    caller.hangUp().untilIdle();
    assertEquals("hangup", caller.farEnd(SIP).status());
    assertTwoRecordsThatBelongTogether(caller);
    assertEquals(EndedBy.FAR_END, caller.record().endedBy());
  }

  @Test
  void theHostHangsUpInTheMiddleOfASentence() {
    TelnyxCaller caller = office.telnyx.from(VirtualOffice.CALLER).to("+14155550103").start();
    caller.silentFor(Duration.ofSeconds(3));
    caller.call().hangup();
    caller.untilIdle();
    assertTrue(caller.heardSpeech().get(0).startsWith("A very long story. "));
    assertTrue(caller.heardSpeech().get(0).length() < 60);
    assertEquals(EndedBy.HOST, caller.record().endedBy());
    assertEquals(1, office.records.size());
  }

  @Test
  void aCallThatIsDisturbedHasOneRecordAll() {
    for (long seed = 0; seed < 20; seed++) {
      office.records.clear();
      TelnyxCaller caller =
          office.telnyx.from(VirtualOffice.CALLER).to("+14155550101").disturbed(seed).start();
      caller.untilIdle().press("42").untilIdle();
      assertEquals(1, office.records.size(), "seed " + seed);
      assertEquals(EndCause.COMPLETED, caller.record().cause(), "seed " + seed);
      assertEquals(
          List.of("answer", "gather_using_speak", "speak", "hangup"),
          caller.commands(),
          "seed " + seed);
    }
  }

  private List<Outcome.Kind> kinds() {
    return outcomes.stream().map(Outcome::kind).toList();
  }

  private CallRecord far(TelnyxCaller caller) {
    return office.records.stream()
        .filter(record -> !record.call().id().equals(caller.record().call().id()))
        .findFirst()
        .orElseThrow();
  }

  private void assertTwoRecordsThatBelongTogether(TelnyxCaller caller) {
    assertEquals(2, office.records.size(), office.records.toString());
    assertEquals(caller.record().call().correlationId(), far(caller).call().correlationId());
  }
}
