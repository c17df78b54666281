package io.callrouter;

import static io.callrouter.ToldCarrier.failing;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.call.Action;
import io.callrouter.call.Call;
import io.callrouter.call.CallEndedException;
import io.callrouter.call.CallRecord;
import io.callrouter.call.Capability;
import io.callrouter.call.CarrierUnreachableException;
import io.callrouter.call.EndCause;
import io.callrouter.call.EndedBy;
import io.callrouter.call.Match;
import io.callrouter.call.Outcome;
import io.callrouter.call.PendingOutcome;
import io.callrouter.spi.Store;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The host commands a told carrier's call in any state from any node; what was under way is cut.
 */
class ToldCommandTest {
  private final ManualTimekeeper time = Timekeeper.manual();
  private final Store store = Store.inMemory(time::now);
  private final ToldCarrier carrier = new ToldCarrier();
  private final Node a = node();
  private final Node b = node();
  private final ToldCaller caller = new ToldCaller(a, carrier, "CA1");

  private Node node() {
    return new Node(
        time,
        carrier,
        host ->
            host.store(store)
                .tokenSecret(Node.SECRET)
                .flow("voicemail", flow -> flow.run(Action.say("for " + flow.attributes())))
                .route("media", Match.from("+15550188"), Action.connect("agent"))
                .route("wait", Match.from("+15550166"), Action.pause(Duration.ofMinutes(1)))
                .route("office", Match.any(), Action.gather().digits(4)));
  }

  @AfterEach
  void close() {
    a.close();
    b.close();
    store.close();
  }

  private void gathers() {
    caller.arrives();
    caller.answers();
    assertEquals(List.of("answer", "gather 4"), carrier.words());
  }

  private CallRecord settled() {
    time.advance(Duration.ofSeconds(12));
    assertEquals(1, a.records.size() + b.records.size());
    return a.records.isEmpty() ? b.records.get(0) : a.records.get(0);
  }

  @Test
  void aHangUpGoesOutAtOnceFromAnyNodeWithoutACut() {
    gathers();
    b.call("CA1").hangup();
    time.runReady();
    assertEquals(List.of("answer", "gather 4", "hangup"), carrier.words());
    caller.tells("ended", "");

    assertEquals(EndCause.COMPLETED, settled().cause());
    assertEquals(EndedBy.HOST, settled().endedBy());
  }

  @Test
  void aCallThatIsNotAnsweredCanBeHungUp() {
    caller.arrives();
    a.call("CA1").hangup();
    time.runReady();

    assertEquals(List.of("answer", "hangup"), carrier.words());
    assertThrows(CallEndedException.class, () -> a.call("CA1").run(Action.say("late")));
    assertFalse(a.call("CA1").capabilities().contains(Capability.HANGUP));
  }

  @Test
  void whatIsUnderWayIsCutAndItsEndAwaitedBeforeTheNextActionGoesOut() {
    gathers();
    PendingOutcome pending = b.call("CA1").run(Action.say("listen"));
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    time.executor("host").execute(() -> complete(outcome, pending));
    time.runReady();
    assertEquals(List.of("answer", "gather 4", "cut gather"), carrier.words());
    time.advance(Duration.ofMillis(1900));
    assertEquals(3, carrier.commands.size());
    caller.over(carrier.last("gather"), "digits=12");
    assertEquals(List.of("answer", "gather 4", "cut gather", "say listen"), carrier.words());
    assertFalse(outcome.isDone());
    caller.over("");

    assertEquals(Outcome.done(), outcome.getNow(null));
    assertEquals("hangup", carrier.words().get(4));
  }

  private static void complete(CompletableFuture<Outcome> outcome, PendingOutcome pending) {
    try {
      outcome.complete(pending.await(Duration.ofSeconds(20)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aCutThatTheCarrierDoesNotConfirmIsWaitedForTwoSeconds() {
    gathers();
    a.call("CA1").follow("voicemail", Map.of("who", "sales"));
    time.advance(Duration.ofMillis(1999));
    assertEquals(3, carrier.commands.size());
    time.advance(Duration.ofMillis(2));

    assertEquals("say for {who=sales}", carrier.words().get(3));
    assertEquals(1L, counted("watchdogs.cut"));
  }

  private long counted(String name) {
    return a.router.counters().getOrDefault(name, 0L) + b.router.counters().getOrDefault(name, 0L);
  }

  @Test
  void aCutThatCannotBeSentHoldsNothingUp() {
    gathers();
    carrier.script("cut", failing(new CarrierUnreachableException("no route", null)));
    a.call("CA1").follow("voicemail");
    time.runReady();

    assertEquals(List.of("answer", "gather 4", "say for {}"), carrier.words());
  }

  @Test
  void ofTwoCommandsTheSecondOneStandsAndTheCutIsOne() {
    gathers();
    a.call("CA1").run(Action.say("first"));
    b.call("CA1").run(Action.say("second"));
    time.runReady();
    caller.over(carrier.last("gather"), "digits=12");

    assertEquals(List.of("answer", "gather 4", "cut gather", "say second"), carrier.words());
  }

  @Test
  void aCallThatIsBeingAnsweredIsNotAnsweredTwice() {
    caller.arrives();
    a.call("CA1").run(Action.say("instead"));
    time.advance(Duration.ofSeconds(3));
    assertEquals(List.of("answer"), carrier.words());
    caller.answers();

    assertEquals(List.of("answer", "say instead"), carrier.words());
  }

  @Test
  void anOpenStreamIsCutByClosingItsSocket() {
    caller.tells("arrive", "from=+15550188");
    FakeSocket socket = caller.opensMedia();
    b.call("CA1").run(Action.say("instead"));
    time.runReady();
    assertEquals(1000, socket.code());
    assertEquals(List.of("connect agent"), carrier.words());
    caller.over(carrier.last("connect"), "");

    assertEquals(List.of("connect agent", "say instead"), carrier.words());
  }

  @Test
  void aHangUpDoesNotWaitForAnOpenStream() {
    caller.tells("arrive", "from=+15550188");
    FakeSocket socket = caller.opensMedia();
    b.call("CA1").hangup();
    time.runReady();

    assertEquals(List.of("connect agent", "hangup"), carrier.words());
    assertTrue(socket.isClosed());
    caller.tells("ended", "");
    assertEquals(EndedBy.HOST, settled().endedBy());
  }

  @Test
  void aStreamThatIsAwaitedIsCutByCommand() {
    caller.tells("arrive", "from=+15550188");
    a.call("CA1").run(Action.say("instead"));
    time.runReady();
    assertEquals(List.of("connect agent", "cut connect"), carrier.words());
    assertTrue(caller.opensMedia().isClosed());
    caller.answers();
    caller.over(carrier.last("connect"), "");

    assertEquals(List.of("connect agent", "cut connect", "say instead"), carrier.words());
  }

  @Test
  void aPauseEndsWithTheCommandAndNothingIsCut() {
    caller.tells("arrive", "from=+15550166");
    caller.answers();
    a.call("CA1").run(Action.say("instead"));
    time.runReady();

    assertEquals(List.of("say instead"), carrier.words());
  }

  @Test
  void aLiveCallCanBeHungUpAndRedirectedInAnyState() {
    caller.arrives();
    Call call = b.call("CA1");
    assertTrue(call.capabilities().containsAll(Set.of(Capability.HANGUP, Capability.REDIRECT)));
    caller.tells("ended", "");

    assertEquals(Set.of(), call.capabilities());
  }

  @Test
  void aRouterWhoseStoreGoesWithItHangsItsCallsUp() {
    ToldCarrier another = new ToldCarrier();
    Node alone =
        new Node(
            time, another, host -> host.route("office", Match.any(), Action.gather().digits(4)));
    new ToldCaller(alone, another, "CA2").arrives();
    alone.close();

    assertEquals(List.of("answer", "hangup"), another.words());
    assertEquals(EndCause.ROUTER_CLOSED, alone.records.get(0).cause());
  }

  @Test
  void aNodeOfASharedStoreLeavesItsCallsToTheOthersAtItsEnd() {
    gathers();
    a.close();
    time.advance(Duration.ofSeconds(20));
    caller.at(b).over(carrier.last("gather"), "digits=1234");

    assertEquals(List.of("answer", "gather 4", "hangup"), carrier.words());
    caller.tells("ended", "");
    assertEquals(EndCause.COMPLETED, settled().cause());
  }

  @Test
  void aDrainTellsTheClosingAction() {
    gathers();
    CompletableFuture<Boolean> closed = new CompletableFuture<>();
    time.executor("closing")
        .execute(
            () -> {
              a.router.close(Duration.ofSeconds(5));
              closed.complete(true);
            });
    assertTrue(time.advanceUntil(closed::isDone, Duration.ofMinutes(1)));

    assertEquals(List.of("answer", "gather 4", "hangup"), carrier.words());
    assertEquals(1L, a.router.counters().get("drain.told"));
    caller.at(b).tells("ended", "");
    assertEquals(EndCause.ROUTER_CLOSED, settled().cause());
  }
}
