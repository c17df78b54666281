package io.callrouter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.call.Action;
import io.callrouter.call.CallRecord;
import io.callrouter.call.CallState;
import io.callrouter.call.EndCause;
import io.callrouter.call.EndedBy;
import io.callrouter.call.Flow;
import io.callrouter.call.Match;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What nothing else ends, a watchdog ends: at its time, with its own cause and one record. */
class WatchdogTest {
  private static final URI FILE = URI.create("https://voice.example.com/a.wav");

  /** By the last digit of the caller's number. */
  private static final List<Action> ACTIONS =
      List.of(
          Action.pause(Duration.ofSeconds(30)),
          Action.say("0123456789"),
          Action.gather().digits(3).timeout(Duration.ofSeconds(7)),
          Action.gather("0123456789").timeout(Duration.ofSeconds(5)),
          Action.gather().prompt(Action.play(FILE)),
          Action.custom("fake:wait", Map.of()),
          Action.connect("agent"));

  private final ManualTimekeeper time = Timekeeper.manual();
  private final Node node = new Node(time, host -> host.route("office", Match.any(), this::office));
  private final Caller caller = new Caller(node, "CA1");

  private void office(Flow flow) {
    String from = flow.call().from();
    flow.run(ACTIONS.get(from.charAt(from.length() - 1) - '0'));
    flow.run(Action.say("and then"));
  }

  @AfterEach
  void close() {
    node.close();
  }

  private CallRecord settled() {
    time.advance(Duration.ofSeconds(11));
    assertEquals(1, node.records.size());
    assertEquals(0, node.router.held());
    return node.records.get(0);
  }

  private void assertEndsAfter(Duration wait, EndCause cause) {
    time.advance(wait.minusMillis(1));
    assertTrue(node.call("CA1").state() != CallState.ENDED);
    time.advance(Duration.ofMillis(1));
    assertEquals(CallState.ENDED, node.call("CA1").state());
    CallRecord record = settled();
    assertEquals(cause, record.cause());
    assertEquals(EndedBy.ROUTER, record.endedBy());
  }

  @ParameterizedTest
  @CsvSource({"0,90", "1,63", "2,88", "3,228", "4,3660", "5,3660"})
  void aCarrierThatNeverComesBackFromAnActionEndsTheCallAfterItsLongestTimeAndAMinute(
      int action, int seconds) {
    caller.arrivesFrom("+1555022" + action);

    assertEndsAfter(Duration.ofSeconds(seconds), EndCause.WEBHOOK_LOST);
    assertEquals(1L, node.router.counters().get("watchdogs.webhook"));
  }

  @Test
  void theTimeOfAnActionBeginsWhenTheCarrierGetsIt() {
    caller.arrivesFrom("+15550220");
    time.advance(Duration.ofSeconds(80));
    caller.tells("progress", "state=ANSWERED");
    caller.asks("");

    assertEndsAfter(Duration.ofMillis(60_000 + 8 * 300), EndCause.WEBHOOK_LOST);
  }

  @Test
  void newsOfTheCallDoNotMakeTheTimeOfAnActionLonger() {
    caller.arrivesFrom("+15550220");
    time.advance(Duration.ofSeconds(50));
    caller.tells("progress", "state=ANSWERED");
    caller.tells("told", "");

    assertEndsAfter(Duration.ofSeconds(40), EndCause.WEBHOOK_LOST);
  }

  @Test
  void aCarrierThatComesBackAfterAllIsToldToHangUp() {
    caller.arrivesFrom("+15550220");
    time.advance(Duration.ofSeconds(91));
    assertEquals("hangup", caller.asks(""));
    assertEquals(EndCause.WEBHOOK_LOST, settled().cause());
    assertEquals("hangup", caller.asks("again=1"));
    caller.tells("ended", "");
    time.advance(Duration.ofMinutes(5));

    assertEquals(1, node.records.size());
    assertEquals(0, node.router.held());
  }

  @Test
  void theCarriersOwnWordCountsThoughItComesAfterTheConclusion() {
    caller.arrivesFrom("+15550220");
    time.advance(Duration.ofSeconds(95));
    caller.tells("ended", "cause=FAILED code=failed");

    CallRecord record = settled();
    assertEquals(EndCause.FAILED, record.cause());
    assertEquals(EndedBy.FAR_END, record.endedBy());
  }

  @Test
  void aCarrierThatWasNeverAnsweredAndDoesNotAskAgainEndsTheCall() {
    FailingStore store = new FailingStore(time);
    try (Node shared =
        new Node(
            time,
            host ->
                store
                    .host(host)
                    .route(
                        "office",
                        flow -> true,
                        flow -> {
                          store.fail(true);
                          flow.run(Action.say("hi"));
                        }))) {
      new Caller(shared, "CA2").arrives();
      store.fail(false);
      time.advance(Duration.ofSeconds(60));
      assertEquals(CallState.ENDED, shared.call("CA2").state());
      time.advance(Duration.ofSeconds(10));
      assertEquals(EndCause.WEBHOOK_LOST, shared.records.get(0).cause());
      assertEquals(0, shared.router.held());
    }
  }

  @Test
  void aCallThatLastsTooLongIsHungUpThroughItsMedia() {
    caller.arrivesFrom("+15550226");
    caller.opensMedia();
    for (int i = 1; i < 4 * 60 * 12; i++) {
      time.advance(Duration.ofSeconds(5));
      caller.socket().says("audio 1");
    }
    assertFalse(caller.socket().isClosed());
    time.advance(Duration.ofSeconds(5));

    assertTrue(caller.socket().isClosed());
    assertEquals("hangup", caller.asks(""));
    caller.tells("ended", "");
    CallRecord record = settled();
    assertEquals(EndCause.TOO_LONG, record.cause());
    assertEquals(EndedBy.ROUTER, record.endedBy());
    assertEquals(1L, node.router.counters().get("watchdogs.call"));
  }

  @Test
  void aCallThatLastsTooLongAndDoesNotLetItselfBeHungUpIsOverAllTheSame() {
    caller.arrivesFrom("+15550226");
    caller.opensMedia();
    Instant arrived = node.call("CA1").facts().arrivedAt();
    for (int i = 0; i < 4 * 60 * 12; i++) {
      time.advance(Duration.ofSeconds(5));
      caller.socket().says("audio 1");
    }
    time.advance(Duration.ofSeconds(5));

    CallRecord record = settled();
    assertEquals(EndCause.TOO_LONG, record.cause());
    assertEquals(arrived.plus(Duration.ofHours(4)).plusSeconds(5), record.endedAt());
  }

  @Test
  void aCallThatLastsTooLongWithoutMediaIsTakenAsEnded() {
    Limits limits = Limits.defaults().with(TimeLimit.CALL, Duration.ofMinutes(30));
    try (Node brief =
        new Node(
            time,
            host ->
                host.limits(limits)
                    .route("pause", Match.any(), Action.pause(Duration.ofHours(1))))) {
      Caller other = new Caller(brief, "CA2");
      other.arrives();
      time.advance(Duration.ofMinutes(30));

      assertEquals(CallState.ENDED, brief.call("CA2").state());
      assertEquals("hangup", other.asks(""));
      time.advance(Duration.ofSeconds(10));
      assertEquals(EndCause.TOO_LONG, brief.records.get(0).cause());
      assertEquals(0, brief.router.held());
    }
  }

  @Test
  void aWatchdogThatCannotReachTheStoreLooksAgain() {
    FailingStore store = new FailingStore(time);
    try (Node shared =
        new Node(
            time,
            host ->
                store
                    .host(host)
                    .route("office", Match.any(), Action.pause(Duration.ofSeconds(5))))) {
      new Caller(shared, "CA2").arrives();
      store.fail(true);
      time.advance(Duration.ofSeconds(70));
      store.fail(false);
      time.advance(Duration.ofSeconds(5));
      assertEquals(CallState.ENDED, shared.call("CA2").state());
      time.advance(Duration.ofSeconds(10));
      assertEquals(1, shared.records.size());
    }
  }
}
