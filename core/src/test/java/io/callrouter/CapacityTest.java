package io.callrouter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.call.Action;
import io.callrouter.call.CallRecord;
import io.callrouter.call.EndCause;
import io.callrouter.call.EndedBy;
import io.callrouter.call.Match;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** How many calls a node takes, and what becomes of one too many. */
class CapacityTest {
  private final ManualTimekeeper time = Timekeeper.manual();

  private Node node(int most, UnaryOperator<CallRouterBuilder> host) {
    return new Node(
        time,
        builder ->
            host.apply(
                builder
                    .limits(Limits.defaults().with(CountLimit.CONCURRENT_CALLS, most))
                    .route("office", Match.any(), Action.connect("agent"))));
  }

  private static long counter(Node node, String name) {
    return node.router.counters().getOrDefault(name, 0L);
  }

  @Test
  void aCallTooManyIsRefusedAsBusyAndHasItsRecord() {
    try (Node node = node(2, host -> host)) {
      assertEquals("connect agent", new Caller(node, "CA1").arrives());
      assertEquals("connect agent", new Caller(node, "CA2").arrives());
      Caller third = new Caller(node, "CA3");

      assertEquals("reject BUSY", third.arrives());
      assertEquals(2, node.router.activeCalls());
      assertEquals(1, counter(node, "calls.refused.full"));
      assertEquals(3, counter(node, "calls.arrived"));
      third.tells("ended", "cause=BUSY");
      time.advance(Duration.ofSeconds(3));

      CallRecord record = node.records.get(0);
      assertEquals(1, node.records.size());
      assertEquals("CA3", record.call().carrierId());
      assertEquals("full", record.route());
      assertEquals(EndCause.AT_CAPACITY, record.cause());
      assertEquals(EndedBy.ROUTER, record.endedBy());
      assertEquals(Duration.ZERO, record.duration());
    }
  }

  @Test
  void aRefusedCallWhoseCarrierSaysNothingMoreHasItsRecordToo() {
    try (Node node = node(1, host -> host)) {
      new Caller(node, "CA1").arrives();
      new Caller(node, "CA2").arrives();
      time.advance(Duration.ofSeconds(11));

      assertEquals(EndCause.AT_CAPACITY, node.records.get(0).cause());
    }
  }

  @Test
  void aRefusedCallerMayBeToldSoAndIsThenHungUpOn() {
    try (Node node = node(1, host -> host.whenFull(Action.say("all lines are busy")))) {
      new Caller(node, "CA1").arrives();
      Caller second = new Caller(node, "CA2");

      assertEquals("say all lines are busy", second.arrives());
      assertEquals("hangup", second.asks(""));
      assertEquals(1, node.router.activeCalls());
      second.tells("ended", "");
      time.advance(Duration.ofSeconds(3));

      assertEquals(EndCause.AT_CAPACITY, node.records.get(0).cause());
      assertEquals(EndedBy.ROUTER, node.records.get(0).endedBy());
    }
  }

  @Test
  void aCallThatEndsMakesRoom() {
    try (Node node = node(1, host -> host)) {
      Caller first = new Caller(node, "CA1");
      first.arrives();
      first.tells("ended", "");

      assertEquals("connect agent", new Caller(node, "CA2").arrives());
    }
  }

  @Test
  void anAdmittedCallIsNotRefusedWhenItsFirstRequestComesAgainInOtherWords() {
    try (Node node = node(1, host -> host)) {
      Caller first = new Caller(node, "CA1");
      first.arrives();

      assertEquals("connect agent", first.arrivesFrom("+15550178"));
      assertEquals(1, node.router.activeCalls());
    }
  }

  @Test
  void aRefusedCallStaysRefusedWhenItsFirstRequestComesAgainAndThereIsRoom() {
    try (Node node = node(1, host -> host)) {
      Caller first = new Caller(node, "CA1");
      first.arrives();
      Caller second = new Caller(node, "CA2");
      second.arrives();
      first.tells("ended", "");

      assertEquals("reject BUSY", second.arrives());
      assertEquals("reject BUSY", second.arrivesFrom("+15550178"));
      assertEquals(0, node.router.activeCalls());
      assertEquals(1, counter(node, "calls.refused.full"));
    }
  }

  @Test
  void aCallThatCannotBeStoredDoesNotCount() {
    FailingStore store = new FailingStore(time);
    try (Node node = node(1, store::host)) {
      store.fail(true);
      new Caller(node, "CA1").arrives();

      assertEquals(0, node.router.activeCalls());
    }
  }

  @Test
  void twoRequestsThatBringTheSameCallAtOnceCountOnce() {
    try (Node node = node(2, host -> host)) {
      var one = node.post("/fake/arrive", "carrier=CA1 from=+15550177");
      var two = node.post("/fake/arrive", "carrier=CA1 from=+15550178");
      time.advanceUntil(() -> one.isDone() && two.isDone(), Duration.ofSeconds(1));

      assertEquals(1, node.router.activeCalls());
      assertEquals(1, counter(node, "calls.arrived"));
    }
  }

  @Test
  void ofAThousandCallsAtOnceExactlyAsManyAreAdmittedAsThereIsRoomFor() throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(32);
    try (CallRouter router =
        CallRouter.builder()
            .provider(new FakeProvider("fake"))
            .endpoint("agent", FakeEndpoint::new)
            .route("office", Match.any(), Action.connect("agent"))
            .build()) {
      CountDownLatch start = new CountDownLatch(1);
      List<Future<String>> answers = new ArrayList<>();
      for (int i = 0; i < 1000; i++) {
        byte[] body = ("carrier=CA" + i).getBytes(StandardCharsets.UTF_8);
        var arrival =
            new io.callrouter.web.WebRequest("POST", "/fake/arrive", null, Map.of(), body);
        answers.add(
            callers.submit(
                () -> {
                  start.await();
                  return Node.text(router.web().handle(arrival)).replaceFirst(" @.*", "");
                }));
      }
      start.countDown();
      List<String> words = new ArrayList<>();
      for (Future<String> answer : answers) {
        words.add(answer.get());
      }

      assertEquals(150, words.stream().filter("connect agent"::equals).count());
      assertEquals(850, words.stream().filter("reject BUSY"::equals).count());
      assertEquals(150, router.activeCalls());
      assertEquals(850L, router.counters().get("calls.refused.full"));
    } finally {
      callers.shutdownNow();
    }
  }

  @Test
  void nothingIsAdmittedOnceItDrainsAndNothingGoesBack() {
    Capacity capacity = new Capacity(2);
    assertEquals(Capacity.Verdict.ADMITTED, capacity.admit("a"));
    assertTrue(capacity.drain());
    assertFalse(capacity.drain());

    assertEquals(Capacity.Verdict.CLOSING, capacity.admit("b"));
    assertEquals(Capacity.Verdict.ADMITTED, capacity.admit("a"));
    assertEquals(1, capacity.active());
    assertTrue(capacity.close());
    assertFalse(capacity.close());
    assertFalse(capacity.drain());
    assertEquals(RouterState.CLOSED, capacity.state());
  }
}
