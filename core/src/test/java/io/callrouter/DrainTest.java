package io.callrouter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.call.Action;
import io.callrouter.call.CallRecord;
import io.callrouter.call.EndCause;
import io.callrouter.call.EndedBy;
import io.callrouter.call.Match;
import io.callrouter.spi.Store;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Closing with a deadline: who may go on, who is told, who is cut. */
class DrainTest {
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private final ManualTimekeeper time = Timekeeper.manual();

  private Node node(UnaryOperator<CallRouterBuilder> host) {
    return new Node(
        time,
        builder ->
            host.apply(
                builder
                    .route("keys", Match.from("+15550222"), Action.gather("a key please"))
                    .route("office", Match.any(), Action.connect("agent"))));
  }

  private Caller open(Node node, String carrierId) {
    Caller caller = new Caller(node, carrierId);
    caller.arrives();
    caller.opensMedia();
    return caller;
  }

  private CompletableFuture<Duration> drain(Node node) {
    CompletableFuture<Duration> took = new CompletableFuture<>();
    long began = time.nanoTime();
    time.executor("closing")
        .execute(
            () -> {
              node.router.close(DEADLINE);
              took.complete(Duration.ofNanos(time.nanoTime() - began));
            });
    time.runReady();
    return took;
  }

  private Duration finished(CompletableFuture<Duration> drain) {
    assertTrue(time.advanceUntil(drain::isDone, Duration.ofMinutes(1)));
    return drain.join();
  }

  private static Map<String, EndCause> causes(Node node) {
    return node.records.stream()
        .collect(Collectors.toMap(record -> record.call().carrierId(), CallRecord::cause));
  }

  private static long counter(Node node, String name) {
    return node.router.counters().getOrDefault(name, 0L);
  }

  @Test
  void anIdleRouterClosesAtOnce() {
    Node node = node(host -> host);

    assertEquals(Duration.ZERO, finished(drain(node)));
    assertTrue(node.provider.closed);
  }

  @Test
  void newCallsAreRefusedAndLiveOnesGoOn() {
    Node node = node(host -> host);
    Caller live = open(node, "CA1");
    CompletableFuture<Duration> drain = drain(node);

    Caller late = new Caller(node, "CA2");
    assertEquals("reject BUSY", late.arrives());
    late.tells("ended", "cause=BUSY");
    time.advance(Duration.ofSeconds(5));
    assertFalse(live.socket().isClosed());
    node.lastEndpoint().context().finish("");
    time.runReady();
    assertEquals("hangup", live.asks(""));
    live.tells("ended", "");

    // The record is given its two seconds: there is time.
    assertEquals(Duration.ofSeconds(7), finished(drain));
    assertEquals(Map.of("CA1", EndCause.COMPLETED, "CA2", EndCause.AT_CAPACITY), causes(node));
    assertEquals("closing", node.records.get(0).route());
    assertEquals(1, counter(node, "calls.refused.closing"));
    assertEquals(1, counter(node, "drain.ended"));
    assertEquals(0, counter(node, "drain.told") + counter(node, "drain.left"));
  }

  @Test
  void aLiveCallMayOpenItsMediaWhileTheRouterDrains() {
    Node node = node(host -> host);
    Caller caller = new Caller(node, "CA1");
    caller.arrives();
    CompletableFuture<Duration> drain = drain(node);

    caller.opensMedia();

    assertFalse(caller.socket().isClosed());
    assertEquals(1, node.endpoints.size());
    finished(drain);
  }

  @Test
  void whoIsLeftIsToldAndWhoCannotBeToldIsCut() {
    Node node = node(host -> host);
    Caller told = open(node, "CA1");
    open(node, "CA2");
    Caller keys = new Caller(node, "CA3");
    keys.arrivesFrom("+15550222");
    CompletableFuture<Duration> drain = drain(node);
    time.advance(DEADLINE);

    assertTrue(told.socket().isClosed());
    assertEquals("hangup", told.asks(""));
    assertEquals("hangup", keys.asks("digits=1"));
    told.tells("ended", "");
    keys.tells("ended", "");

    assertEquals(DEADLINE.plusMillis(500), finished(drain));
    assertEquals(3, node.records.size());
    for (CallRecord record : node.records) {
      assertEquals(EndCause.ROUTER_CLOSED, record.cause());
      assertEquals(EndedBy.ROUTER, record.endedBy());
    }
    assertEquals(2, counter(node, "drain.told"));
    assertEquals(1, counter(node, "drain.left"));
  }

  @Test
  void whenAllAreToldItIsOverBeforeTheTimeForThat() {
    Node node = node(host -> host);
    Caller told = open(node, "CA1");
    CompletableFuture<Duration> drain = drain(node);
    time.advance(DEADLINE.plusMillis(100));
    told.asks("");
    told.tells("ended", "");

    assertTrue(finished(drain).compareTo(DEADLINE.plusMillis(200)) < 0);
  }

  @Test
  void theClosingActionMayBeASentence() {
    Node node =
        node(
            host ->
                host.whenClosing(Action.say("we are closing"))
                    .limits(
                        Limits.defaults().with(TimeLimit.CLOSING_ACTION, Duration.ofSeconds(5))));
    Caller caller = open(node, "CA1");
    CompletableFuture<Duration> drain = drain(node);
    time.advance(DEADLINE);

    assertEquals("say we are closing", caller.asks(""));
    time.advance(Duration.ofSeconds(3));
    assertEquals("hangup", caller.asks(""));
    caller.tells("ended", "");
    finished(drain);

    assertEquals(Map.of("CA1", EndCause.ROUTER_CLOSED), causes(node));
    assertEquals(1, counter(node, "drain.told"));
  }

  @Test
  void aCallThatWasHungUpBeforeTheDeadlineKeepsItsCause() {
    Node node = node(host -> host);
    Caller caller = open(node, "CA1");
    CompletableFuture<Duration> drain = drain(node);
    time.advance(DEADLINE.minusMillis(100));
    node.lastEndpoint().context().finish("");
    time.runReady();
    assertEquals("hangup", caller.asks(""));

    finished(drain);

    assertEquals(Map.of("CA1", EndCause.COMPLETED), causes(node));
  }

  @Test
  void closingAtOnceCutsADrainShort() {
    Node node = node(host -> host);
    open(node, "CA1");
    CompletableFuture<Duration> drain = drain(node);
    time.advance(Duration.ofSeconds(1));

    node.close();

    assertTrue(finished(drain).compareTo(Duration.ofSeconds(2)) < 0);
    assertEquals(Map.of("CA1", EndCause.ROUTER_CLOSED), causes(node));
  }

  @Test
  void aSecondDrainLeavesTheFirstAlone() {
    Node node = node(host -> host);
    open(node, "CA1");
    CompletableFuture<Duration> drain = drain(node);

    assertEquals(Duration.ZERO, finished(drain(node)));
    assertFalse(drain.isDone());
    assertEquals(DEADLINE.plusMillis(500), finished(drain));
  }

  @Test
  void nothingIsLeftAfterwards() {
    Node node = node(host -> host);
    for (int i = 0; i < 5; i++) {
      open(node, "CA" + i);
    }
    finished(drain(node));
    time.runReady();

    assertEquals(0, node.router.held());
    assertNull(time.untilNextTimer());
    assertEquals(5, node.records.size());
  }

  @Test
  void inAStoreThatWasPassedInLiveCallsStayForTheNextStart() {
    Store store = Store.inMemory(time::now);
    UnaryOperator<CallRouterBuilder> shared = host -> host.store(store).tokenSecret(Node.SECRET);
    Node node = node(shared);
    Caller keys = new Caller(node, "CA1");
    keys.arrivesFrom("+15550222");

    finished(drain(node));

    assertEquals(Map.of(), causes(node));
    try (Node next = node(shared)) {
      assertEquals("hangup", keys.at(next).asks("digits=1"));
    }
  }
}
