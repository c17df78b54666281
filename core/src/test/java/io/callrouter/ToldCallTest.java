package io.callrouter;

import static io.callrouter.ToldCarrier.failing;
import static io.callrouter.ToldCarrier.step;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.call.Action;
import io.callrouter.call.CallEndedException;
import io.callrouter.call.CallRecord;
import io.callrouter.call.CallState;
import io.callrouter.call.CarrierRefusedException;
import io.callrouter.call.CarrierUnreachableException;
import io.callrouter.call.EndCause;
import io.callrouter.call.EndedBy;
import io.callrouter.call.Flow;
import io.callrouter.call.Match;
import io.callrouter.call.Outcome;
import io.callrouter.call.OutcomeUnknownException;
import io.callrouter.call.RateLimitedException;
import io.callrouter.call.Reason;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A carrier that is told gets a call's actions by commands, each once, whatever overtakes what. */
class ToldCallTest {
  private final ManualTimekeeper time = Timekeeper.manual();
  private final ToldCarrier carrier = new ToldCarrier();
  private final List<Outcome> outcomes = new CopyOnWriteArrayList<>();
  private final Node node =
      new Node(
          time,
          carrier,
          host ->
              host.route("reject", Match.from("+15550199"), Action.reject(Reason.BUSY))
                  .route("office", Match.any(), this::office));

  private void office(Flow flow) {
    String key = flow.run(Action.gather("key?").digits(1)).digits();
    Outcome said = flow.run(Action.say("hello " + key));
    flow.once("said", () -> note(said));
  }

  private String note(Outcome outcome) {
    outcomes.add(outcome);
    return "noted";
  }

  @AfterEach
  void close() {
    node.close();
  }

  private String tell(String kind, String words) {
    return node.ask("/fake/" + kind, ("carrier=CA1 " + words).strip());
  }

  private void over(String command, String words) {
    assertEquals("204 ", node.ask("/fake/over/" + step(command), ("carrier=CA1 " + words).strip()));
    time.runReady();
  }

  private void arrives() {
    assertEquals("204 ", tell("arrive", "from=+15550177"));
    time.runReady();
  }

  private void answered() {
    tell("progress", "state=ANSWERED");
    time.runReady();
  }

  private CallRecord settled() {
    time.advance(Duration.ofSeconds(12));
    assertEquals(1, node.records.size());
    assertEquals(0, node.router.held());
    return node.records.get(0);
  }

  @Test
  void aFlowIsCarriedOutByCommandsFromTheAnswerToTheHangUp() {
    arrives();
    assertEquals(List.of("answer"), carrier.words());
    answered();
    over(carrier.last(), "digits=7");
    over(carrier.last(), "");
    assertEquals(List.of("answer", "gather 1", "say hello 7", "hangup"), carrier.words());
    tell("ended", "");

    CallRecord record = settled();
    assertEquals(EndCause.COMPLETED, record.cause());
    assertEquals(EndedBy.HOST, record.endedBy());
    assertEquals(List.of(Outcome.done()), outcomes);
    assertEquals(carrier.commands.size(), carrier.sent.size());
    assertEquals(
        List.of(
            "ARRIVED",
            "ACTION 0 gather",
            "STATE ANSWERED",
            "OUTCOME 0 gather DONE",
            "ACTION 1 say",
            "OUTCOME 1 say DONE",
            "ACTION 2 hangup",
            "STATE ENDED",
            "RECORD COMPLETED"),
        node.events);
  }

  @Test
  void aCallWhoseEndIsToldBeforeItselfHasEndedAndTheCarrierIsToldNothing() {
    assertEquals("204 ", tell("ended", "cause=CANCELED code=originator-cancel"));
    arrives();

    CallRecord record = settled();
    assertEquals(EndCause.CANCELED, record.cause());
    assertEquals("originator-cancel", record.carrierCode());
    assertEquals(List.of(), carrier.words());
  }

  @Test
  void anEndOfLongAgoIsNotThatOfACallWhichComesNow() {
    tell("ended", "");
    time.advance(Duration.ofMinutes(3));
    arrives();

    assertEquals(List.of("answer"), carrier.words());
  }

  @Test
  void aWebhookIsAcknowledgedBeforeTheCarrierIsToldAnything() {
    carrier.script("answer", () -> waitFor(Duration.ofSeconds(3)));

    assertEquals("204 ", tell("arrive", ""));
    assertEquals(List.of(), carrier.words());
    time.advance(Duration.ofSeconds(3));
    assertEquals(List.of("answer"), carrier.words());
  }

  private void waitFor(Duration length) {
    try {
      time.await(new java.util.concurrent.CompletableFuture<Void>(), length);
    } catch (java.util.concurrent.TimeoutException e) {
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aCallThatTheRouterItselfRefusesWasRefusedForItsReason() {
    arrives(); // and keeps the router from closing at once
    time.executor("closing").execute(() -> node.router.close(Duration.ofSeconds(30)));
    time.runReady();
    node.ask("/fake/arrive", "carrier=CA2 from=+15550178");
    time.advance(Duration.ofSeconds(12));
    assertTrue(carrier.words().contains("reject BUSY"), carrier.words()::toString);
    assertEquals("CA2", node.records.get(0).call().carrierId());
    assertEquals(EndCause.AT_CAPACITY, node.records.get(0).cause());
    assertEquals(EndedBy.ROUTER, node.records.get(0).endedBy());
  }

  @Test
  void aRejectedCallIsNotAnswered() {
    tell("arrive", "from=+15550199");
    time.runReady();

    assertEquals(List.of("reject BUSY"), carrier.words());
    assertEquals(EndCause.REJECTED, settled().cause());
  }

  @Test
  void theAnswerMayOvertakeTheCommandThatAskedForIt() {
    carrier.script("answer", this::answeredMeanwhile);
    arrives();

    assertEquals(List.of("answer", "gather 1"), carrier.words());
  }

  private void answeredMeanwhile() {
    Node.text(node.handle("/fake/progress", "carrier=CA1 state=ANSWERED"));
  }

  @Test
  void theEndOfAnActionMayOvertakeTheCommandThatBeganIt() {
    carrier.script("gather", () -> overMeanwhile("digits=4"));
    arrives();
    answered();

    assertEquals(List.of("answer", "gather 1", "say hello 4"), carrier.words());
  }

  private void overMeanwhile(String words) {
    String latest = carrier.sent.get(carrier.sent.size() - 1);
    node.handle("/fake/over/" + step(latest), "carrier=CA1 " + words);
  }

  @Test
  void theEndOfTheCallMayOvertakeTheHangUp() {
    carrier.script("hangup", () -> node.handle("/fake/ended", "carrier=CA1"));
    arrives();
    answered();
    over(carrier.last(), "digits=7");
    over(carrier.last(), "");

    CallRecord record = settled();
    assertEquals(EndCause.COMPLETED, record.cause());
    assertEquals(EndedBy.HOST, record.endedBy());
  }

  @Test
  void aRepeatedOrLateEventMovesNothing() {
    arrives();
    answered();
    String gather = carrier.last();
    over(gather, "digits=7");
    over(gather, "digits=8");

    assertEquals(List.of("answer", "gather 1", "say hello 7"), carrier.words());
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of("refused", new CarrierRefusedException("no such voice", 422, "10015")),
        Arguments.of("rate-limited", new RateLimitedException("too many", Duration.ofSeconds(2))),
        Arguments.of("unreachable", new CarrierUnreachableException("no route", null)),
        Arguments.of("unknown", new OutcomeUnknownException("no answer", null)),
        Arguments.of("error", new IllegalStateException("a provider with a mistake in it")));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void anActionThatTheCarrierDoesNotTakeHasFailedAndTheFlowGoesOn(
      String kind, RuntimeException why) {
    carrier.script("say", failing(why));
    arrives();
    answered();
    over(carrier.last(), "digits=7");

    assertEquals(List.of("answer", "gather 1", "hangup"), carrier.words());
    assertEquals(List.of(Outcome.failed(String.valueOf(why.getMessage()))), outcomes);
    assertEquals(1L, node.router.counters().get("commands.failed." + kind));
  }

  @Test
  void aCallOfWhichTheCarrierSaysThatItIsOverSettlesWithoutItsFinalWord() {
    carrier.script("say", failing(new CallEndedException("call has already ended")));
    arrives();
    answered();
    over(carrier.last(), "digits=7");

    assertEquals(CallState.ENDED, node.call("CA1").state());
    assertEquals(EndedBy.FAR_END, settled().endedBy());
    assertEquals(EndCause.COMPLETED, node.records.get(0).cause());
    assertEquals(List.of(), outcomes);
    assertEquals(1L, node.router.counters().get("commands.call-ended"));
  }

  @Test
  void theFinalWordAfterThatCounts() {
    carrier.script("say", failing(new CallEndedException("call has already ended")));
    arrives();
    answered();
    over(carrier.last(), "digits=7");
    tell("ended", "cause=FAILED code=broken");

    assertEquals(EndCause.FAILED, settled().cause());
  }

  @Test
  void aHangUpThatIsNotTakenIsTriedAgain() {
    carrier.script(
        "hangup",
        failing(new CarrierUnreachableException("no route", null)),
        failing(new RateLimitedException("too many", Duration.ZERO)));
    arrives();
    answered();
    over(carrier.last(), "digits=7");
    over(carrier.last(), "");
    assertEquals(3, carrier.commands.size());
    time.advance(Duration.ofSeconds(2));

    assertEquals("hangup", carrier.words().get(3));
    assertEquals(3, carrier.sentOf("hangup").size());
    tell("ended", "");
    assertEquals(EndCause.COMPLETED, settled().cause());
  }

  @Test
  void aHangUpThatIsNeverTakenEndsTheCallAfterItsBoundWithItsOwnCause() {
    Runnable away = failing(new CarrierUnreachableException("no route", null));
    carrier.script("hangup", Stream.generate(() -> away).limit(100).toArray(Runnable[]::new));
    arrives();
    answered();
    over(carrier.last(), "digits=7");
    over(carrier.last(), "");
    time.advance(Duration.ofSeconds(59));
    assertEquals(CallState.ANSWERED, node.call("CA1").state());
    time.advance(Duration.ofSeconds(1));
    assertEquals(CallState.ENDED, node.call("CA1").state());

    CallRecord record = settled();
    assertEquals(EndCause.HANGUP_FAILED, record.cause());
    assertEquals(EndedBy.ROUTER, record.endedBy());
    int tries = carrier.sentOf("hangup").size();
    assertTrue(tries >= 6 && tries <= 12, () -> tries + " tries");
  }

  @Test
  void aHangUpThatIsRefusedIsNotTriedAgain() {
    carrier.script("hangup", failing(new CarrierRefusedException("no such key", 401, "10009")));
    arrives();
    answered();
    over(carrier.last(), "digits=7");
    over(carrier.last(), "");

    assertEquals(EndCause.HANGUP_FAILED, settled().cause());
    assertEquals(1, carrier.sentOf("hangup").size());
  }

  @Test
  void whatTheCallerDidBeforeHeHungUpReachesTheFlow() {
    arrives();
    answered();
    over(carrier.last(), "digits=7");
    String say = carrier.last();
    tell("ended", "");
    over(say, "gone=yes");

    assertEquals(List.of(Outcome.done()), outcomes);
    assertEquals(List.of("answer", "gather 1", "say hello 7"), carrier.words());
    assertEquals(EndedBy.FAR_END, settled().endedBy());
  }

  @Test
  void aCallThatIsNeverAnsweredIsHungUp() {
    arrives();
    time.advance(Duration.ofSeconds(60));

    assertEquals(List.of("answer", "hangup"), carrier.words());
    assertEquals(EndCause.WEBHOOK_LOST, settled().cause());
  }

  @Test
  void anActionThatTheCarrierNeverComesBackFromEndsWithAHangUpByCommand() {
    arrives();
    answered();
    over(carrier.last(), "digits=7");
    time.advance(Duration.ofSeconds(63));
    assertEquals(List.of("answer", "gather 1", "say hello 7", "hangup"), carrier.words());

    CallRecord record = settled();
    assertEquals(EndCause.WEBHOOK_LOST, record.cause());
    assertEquals(EndedBy.ROUTER, record.endedBy());
  }

  @Test
  void aCallThatLastsTooLongIsHungUpByCommand() {
    node.close();
    ToldCarrier another = new ToldCarrier();
    try (Node strict =
        new Node(
            time,
            another,
            host ->
                host.limits(Limits.defaults().with(TimeLimit.CALL, Duration.ofSeconds(20)))
                    .route("office", Match.any(), Action.gather().digits(3)))) {
      strict.ask("/fake/arrive", "carrier=CA2");
      strict.ask("/fake/progress", "carrier=CA2 state=ANSWERED");
      time.advance(Duration.ofSeconds(20));
      assertEquals(List.of("answer", "gather 3", "hangup"), another.words());
      time.advance(Duration.ofSeconds(12));

      assertEquals(EndCause.TOO_LONG, strict.records.get(0).cause());
    }
  }

  @Test
  void theRouterWaitsItself() {
    node.close();
    ToldCarrier another = new ToldCarrier();
    try (Node pausing =
        new Node(
            time,
            another,
            host ->
                host.route(
                    "office",
                    Match.any(),
                    flow -> {
                      flow.run(Action.say("one"));
                      flow.run(Action.pause(Duration.ofSeconds(90)));
                      flow.run(Action.say("two"));
                    }))) {
      pausing.ask("/fake/arrive", "carrier=CA2");
      pausing.ask("/fake/progress", "carrier=CA2 state=ANSWERED");
      pausing.ask("/fake/over/" + step(another.last()), "carrier=CA2");
      time.advance(Duration.ofMillis(89_999));
      assertEquals(List.of("answer", "say one"), another.words());
      time.advance(Duration.ofMillis(2));
      assertEquals(List.of("answer", "say one", "say two"), another.words());
      assertTrue(
          pausing.router.counters().keySet().stream().noneMatch(one -> one.contains("watchdog")));
    }
  }
}
