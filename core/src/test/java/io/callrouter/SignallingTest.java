package io.callrouter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.call.Action;
import io.callrouter.call.CallRecord;
import io.callrouter.call.CallState;
import io.callrouter.call.EndCause;
import io.callrouter.call.EndedBy;
import io.callrouter.call.Match;
import io.callrouter.call.Outcome;
import io.callrouter.call.Recording;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import io.callrouter.web.WebHandler;
import io.callrouter.web.WebRequest;
import io.callrouter.web.WebResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A carrier's requests: who is answered how, and what becomes of what they report. */
class SignallingTest {
  private final ManualTimekeeper time = Timekeeper.manual();
  private final Node node =
      new Node(time, host -> host.route("office", Match.any(), Action.say("hello")));
  private final Caller caller = new Caller(node, "CA1");

  @AfterEach
  void close() {
    node.close();
  }

  private int status(String method, String path, Map<String, List<String>> headers, int bytes) {
    return node.router
        .web()
        .handle(new WebRequest(method, path, null, headers, new byte[bytes]))
        .status();
  }

  @Test
  void aPathOfNobodyIsNotFound() {
    assertFalse(node.router.web().claims("/elsewhere"));
    assertEquals(404, status("GET", "/elsewhere", Map.of(), 0));
  }

  @Test
  void aBodyThatIsTooLongIsRefused() {
    assertEquals(413, status("POST", "/fake/told", Map.of(), WebHandler.MAX_BODY_BYTES + 1));
    assertEquals(204, status("POST", "/fake/told", Map.of(), WebHandler.MAX_BODY_BYTES));
  }

  @Test
  void aBodyThatTheServerDidNotReadIsRefusedAndCounted() {
    WebRequest head = new WebRequest("POST", "/fake/told", null, Map.of(), new byte[0]);

    WebResponse answer = node.router.web().refuse(head, 408, "the body took longer than 10 s");

    assertEquals(408, answer.status());
    assertEquals("the body took longer than 10 s\n", answer.text());
    assertEquals(1L, node.router.counters().get("requests.refused.408"));
  }

  @Test
  void whatTheProviderRefusesIsAnsweredAndCounted() {
    assertEquals(403, status("POST", "/fake/arrive", Map.of("Forged", List.of("yes")), 0));
    assertEquals(1L, node.router.counters().get("requests.refused.403"));
  }

  @Test
  void aClosedRouterSaysThatItIsUnavailable() {
    node.close();

    assertEquals(503, status("POST", "/fake/arrive", Map.of(), 0));
    assertEquals(503, node.knock("/fake/media").status());
    assertEquals(1L, node.router.counters().get("sockets.refused.503"));
  }

  @Test
  void aStoreThatFailsIsUnavailableAndTheNextDeliveryIsProcessed() {
    FailingStore store = new FailingStore(time);
    try (Node shared =
        new Node(time, host -> store.host(host).route("a", Match.any(), Action.say("hi")))) {
      store.fail(true);
      assertEquals("503 this cannot be answered now", new Caller(shared, "CA2").arrives());
      store.fail(false);
      assertEquals("say hi", new Caller(shared, "CA2").arrives());
    }
  }

  @Test
  void aReportOnACallNobodyKnowsIsAcknowledged() {
    assertEquals("204 ", caller.tells("ended", ""));
    assertEquals(1L, node.router.counters().get("requests.unknown-call"));
  }

  @Test
  void aCallWhoseEndIsToldBeforeItselfHasOneRecordWithItsCause() {
    caller.tells("ended", "cause=CANCELED code=canceled");
    assertEquals("hangup", caller.arrives());

    time.advance(Duration.ofSeconds(12));
    assertEquals(1, node.records.size());
    assertEquals(EndCause.CANCELED, node.records.get(0).cause());
  }

  @Test
  void aQuestionOnACallNobodyKnowsIsNotFound() {
    assertTrue(node.ask("/fake/ask/abcdefgh/0.0", "carrier=CA1").startsWith("404 "));
  }

  @Test
  void aStepOfAnotherCallIsNotFound() {
    caller.arrives();

    assertTrue(node.ask("/fake/ask/" + caller.step(), "carrier=CA2").startsWith("404 "));
    assertEquals("hangup", caller.asks(""));
  }

  @Test
  void aRepeatedRequestGetsTheSameAnswerAndMakesNoSecondCall() {
    caller.arrives();
    String first = caller.step();
    caller.arrives();

    assertEquals(first, caller.step());
    assertEquals(1, node.router.activeCalls());
    assertEquals(1L, node.router.counters().get("calls.arrived"));
  }

  @Test
  void aCallThatItsCarrierGivesBackGoesOnInItsFlow() {
    try (Node office =
        new Node(
            time,
            host ->
                host.route(
                    "office",
                    Match.any(),
                    flow -> {
                      Outcome back = flow.run(Action.custom("fake:away", Map.of()));
                      flow.run(Action.say("back, " + back.kind()));
                    }))) {
      Caller guest = new Caller(office, "CA2");
      assertEquals("away", guest.arrives());
      assertEquals("away", guest.arrives(), "the same request again is no return");
      assertEquals("say back, DONE", guest.arrivesFrom("+15550177 state=answered"));
      assertEquals("say back, DONE", guest.arrivesFrom("+15550177 state=answered"));
      assertEquals("say back, DONE", guest.arrivesFrom("+15550177 again=1"));
      assertEquals("hangup", guest.asks(""));
    }
  }

  @Test
  void aCallThatNobodyGaveAwayIsToldTheSameAgain() {
    assertEquals("say hello", caller.arrives());
    assertEquals("say hello", caller.arrivesFrom("+15550177 again=1"));
    assertEquals("hangup", caller.asks(""));
  }

  @Test
  void whatWasRecordedIsHeardOnceAndStandsInTheRecord() {
    caller.arrives();
    String step = caller.step();
    caller.tells("recorded", "id=RE2 seconds=7");
    caller.tells("recorded", "id=RE1 seconds=3");
    caller.tells("recorded", "id=RE1 seconds=3 again=1");
    node.ask("/fake/recorded/" + step, "id=RE3 seconds=1");
    caller.tells("recorded", "id=RE2");
    caller.tells("ended", "");
    time.advance(Duration.ofSeconds(3));
    caller.tells("recorded", "id=RE4 seconds=9");
    time.runReady();

    assertEquals(
        List.of("RE1", "RE3"),
        node.records.get(0).recordings().stream().map(Recording::id).toList());
    assertEquals(
        List.of("RE2 false", "RE1 false", "RE3 false", "RE2 true"),
        node.events.stream()
            .filter(event -> event.startsWith("RECORDING "))
            .map(event -> event.substring("RECORDING ".length()))
            .toList());
    assertEquals(1L, node.router.counters().get("events.after-record"));
  }

  @Test
  void aReportThatNamesNeitherCallNorStepIsOnNobody() {
    caller.arrives();

    assertEquals("204 ", node.ask("/fake/recorded", "id=RE3 seconds=1"));
    assertEquals(1L, node.router.counters().get("requests.unknown-call"));
  }

  @Test
  void aRequestThatOverlapsTheFirstGetsItsAnswer() {
    try (Node slow =
        new Node(
            time,
            host ->
                host.route(
                    "office",
                    Match.any(),
                    flow -> {
                      flow.once("slow", () -> slowly(Duration.ofSeconds(3)));
                      flow.run(Action.say("hello"));
                    }))) {
      var first = slow.post("/fake/arrive", "carrier=CA2");
      time.advance(Duration.ofSeconds(1));
      var second = slow.post("/fake/arrive", "carrier=CA2");
      time.advance(Duration.ofSeconds(3));

      assertTrue(Node.text(first).startsWith("say hello"));
      assertEquals(Node.text(first), Node.text(second));
    }
  }

  private String slowly(Duration length) {
    try {
      time.await(new java.util.concurrent.CompletableFuture<String>(), length);
    } catch (java.util.concurrent.TimeoutException | InterruptedException e) {
      // It took its time.
    }
    return "slow";
  }

  @Test
  void statesAreFoldedAndSeenByTheHost() {
    caller.arrives();
    assertEquals(CallState.INITIATED, node.call("CA1").state());

    caller.tells("progress", "state=RINGING");
    assertEquals(CallState.RINGING, node.call("CA1").state());

    caller.tells("progress", "state=ANSWERED");
    assertEquals(CallState.ANSWERED, node.call("CA1").state());
  }

  @Test
  void theRecordClosesTwoSecondsAfterTheFinalWord() {
    caller.arrives();
    caller.tells("progress", "state=ANSWERED at=2026-01-01T12:00:01Z");
    caller.tells("ended", "at=2026-01-01T12:00:09Z seconds=8");

    time.advance(Duration.ofMillis(1999));
    assertEquals(List.of(), node.records);
    time.advance(Duration.ofMillis(1));

    CallRecord record = node.records.get(0);
    assertEquals(Instant.parse("2026-01-01T12:00:01Z"), record.answeredAt());
    assertEquals(Instant.parse("2026-01-01T12:00:09Z"), record.endedAt());
    assertEquals(Duration.ofSeconds(8), record.duration());
    assertEquals(record, node.call("CA1").record().orElseThrow());
  }

  @Test
  void theRecordClosesTenSecondsAfterTheHangUpIfNoFinalWordComes() {
    caller.arrives();
    caller.tells("progress", "state=ANSWERED");
    caller.asks("");

    time.advance(Duration.ofMillis(9999));
    assertEquals(List.of(), node.records);
    time.advance(Duration.ofMillis(1));

    assertEquals(EndCause.COMPLETED, node.records.get(0).cause());
    assertEquals(EndedBy.HOST, node.records.get(0).endedBy());
    assertEquals(CallState.ENDED, node.call("CA1").state());
  }

  @Test
  void aCallerWhoHasGoneEndsTheCallThoughNoFinalWordComes() {
    caller.arrives();
    caller.tells("progress", "state=ANSWERED");

    assertEquals("hangup", caller.asks("gone=1"));
    assertEquals(CallState.ENDED, node.call("CA1").state());
    assertEquals(0, node.router.activeCalls());
    time.advance(Duration.ofSeconds(10));

    assertEquals(EndCause.COMPLETED, node.records.get(0).cause());
    assertEquals(EndedBy.FAR_END, node.records.get(0).endedBy());
  }

  @Test
  void whatComesWhileTheRecordSettlesCounts() {
    caller.arrives();
    caller.tells("progress", "state=ANSWERED");
    caller.asks("gone=1");
    time.advance(Duration.ofSeconds(9));
    caller.tells("ended", "cause=FAILED code=lost");
    time.advance(Duration.ofSeconds(2));

    assertEquals(EndCause.FAILED, node.records.get(0).cause());
    assertEquals("lost", node.records.get(0).carrierCode());
  }

  @Test
  void whatComesAfterTheRecordIsCountedOnly() {
    caller.arrives();
    caller.tells("ended", "");
    time.advance(Duration.ofSeconds(2));
    List<String> told = List.copyOf(node.events);
    caller.tells("ended", "cause=FAILED");
    caller.tells("progress", "state=RINGING");
    caller.tells("told", "");
    assertEquals("hangup", caller.asks(""));
    time.advance(Duration.ofHours(1));

    assertEquals(1, node.records.size());
    assertEquals(EndCause.COMPLETED, node.call("CA1").record().orElseThrow().cause());
    assertEquals(told, node.events);
    assertEquals(4L, node.router.counters().get("events.after-record"));
    assertEquals(0, node.router.held());
  }

  @Test
  void anEndedCallIsKnownFor25HoursAndThenItsAddressesAreRefused() {
    caller.arrives();
    caller.tells("ended", "");
    time.advance(Duration.ofHours(25));
    assertTrue(node.router.call("fake", "CA1").isPresent());

    time.advance(Duration.ofHours(1));
    assertTrue(node.router.call("fake", "CA1").isEmpty());
    assertTrue(caller.asks("digits=1").startsWith("404 "));
  }

  @Test
  void whatACarrierTellsInItsOwnWordsIsCountedAndChangesNothing() {
    caller.arrives();
    caller.tells("told", "");
    caller.tells("told", "n=2");

    assertEquals(2L, node.router.counters().get("events.custom"));
    assertEquals(CallState.INITIATED, node.call("CA1").state());
  }

  @Test
  void listenersHearEverythingOnceAndInOrder() {
    caller.arrives();
    caller.tells("progress", "state=RINGING");
    caller.tells("progress", "state=RINGING n=2");
    caller.tells("told", "");
    caller.tells("progress", "state=ANSWERED");
    caller.tells("progress", "state=RINGING n=3");
    caller.asks("");
    caller.tells("ended", "");
    caller.tells("told", "n=2");
    time.advance(Duration.ofSeconds(2));

    assertEquals(
        List.of(
            "ARRIVED",
            "ACTION 0 say",
            "STATE RINGING",
            "CARRIER fake:told",
            "STATE ANSWERED",
            "STATE RINGING late",
            "OUTCOME 0 say DONE",
            "ACTION 1 hangup",
            "STATE ENDED",
            "CARRIER fake:told late",
            "RECORD COMPLETED"),
        node.events);
  }

  @Test
  void aListenerThatThrowsOrBlocksHoldsNothingUp() {
    try (Node other =
        new Node(
            time,
            host ->
                host.listener(
                        (call, event) -> {
                          slowly(Duration.ofSeconds(60));
                          throw new IllegalStateException("a mistake");
                        })
                    .route("office", Match.any(), Action.say("hello")))) {
      Caller second = new Caller(other, "CA2");
      assertEquals("say hello", second.arrives());
      assertEquals("hangup", second.asks(""));
      second.tells("ended", "");
      time.advance(Duration.ofSeconds(2));
      assertEquals(1, other.records.size());

      time.advance(Duration.ofMinutes(10));
      assertEquals("RECORD COMPLETED", other.events.get(other.events.size() - 1));
      assertEquals(0, other.router.held());
    }
  }

  @Test
  void theFirstWebhookOfACallThatLastsLongerThanItsIdentityMakesNoSecondCall() {
    Limits aDay = Limits.defaults().with(TimeLimit.CALL, Duration.ofHours(27));
    try (Node patient =
        new Node(
            time,
            host ->
                host.limits(aDay)
                    .route("office", Match.any(), Action.pause(Duration.ofHours(27))))) {
      Caller one = new Caller(patient, "CA2");
      one.arrives();
      time.advance(Duration.ofHours(26));
      String step = one.step();
      one.arrives();

      assertEquals(step, one.step());
      assertEquals(1L, patient.router.counters().get("calls.arrived"));
    }
  }
}
