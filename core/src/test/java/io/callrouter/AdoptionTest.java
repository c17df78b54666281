package io.callrouter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.call.Action;
import io.callrouter.call.CallRecord;
import io.callrouter.call.EndCause;
import io.callrouter.call.Flow;
import io.callrouter.call.Match;
import io.callrouter.call.Outcome;
import io.callrouter.spi.Store;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import io.callrouter.web.WebResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a dead node's calls, on the other nodes and in its own next life. */
class AdoptionTest {
  private static final Duration NOTICED = Duration.ofSeconds(20);

  private final ManualTimekeeper time = Timekeeper.manual();
  private final Store store = Store.inMemory(time::now);
  private final List<CallRecord> offered = new CopyOnWriteArrayList<>();
  private final List<Node> living = new ArrayList<>();
  private volatile boolean crmIsDown;

  @AfterEach
  void close() {
    living.forEach(Node::close);
    time.close();
  }

  private Node node(Life life) {
    return new Node(time, host -> hosted(life.host(host)));
  }

  private Node survivor(Store shared) {
    Node node = new Node(time, host -> hosted(host.store(shared)).tokenSecret(Node.SECRET));
    living.add(node);
    return node;
  }

  private CallRouterBuilder hosted(CallRouterBuilder host) {
    return host.recordSink("crm", this::offer)
        .route("slow", Match.from("+15550222"), this::slow)
        .route("office", Match.any(), AdoptionTest::office);
  }

  private static void office(Flow flow) {
    String key = flow.run(Action.gather("key?").digits(1)).digits();
    Outcome talk = flow.run(Action.connect("agent").with("key", key));
    flow.run(Action.say("the talk " + talk.kind() + " after key " + key));
  }

  private void slow(Flow flow) {
    waitFor(Duration.ofSeconds(3));
    flow.run(Action.say("slowly"));
  }

  private void waitFor(Duration length) {
    try {
      time.await(new CompletableFuture<@Nullable Void>(), length);
    } catch (TimeoutException | InterruptedException e) {
      // That was the time.
    }
  }

  private void offer(CallRecord record) throws IOException {
    offered.add(record);
    if (crmIsDown) {
      throw new IOException("the CRM is down");
    }
  }

  @Test
  void mediaOfADeadNodeHaveFailedAndTheFlowGoesOn() {
    Life life = new Life(time, store);
    Node a = node(life);
    Node b = survivor(store);
    Caller caller = new Caller(a, "CA1");
    caller.arrives();
    caller.asks("digits=7");
    caller.opensMedia();
    life.end();
    time.advanceUntil(() -> b.router.health().adoptedCalls() == 1, NOTICED);

    assertEquals(1, b.router.activeCalls());
    assertEquals("say the talk FAILED after key 7", caller.at(b).asks(""));
    caller.asks("");
    caller.tells("ended", "");
    time.advance(Duration.ofSeconds(3));
    assertEquals(1, b.records.size());
    assertEquals(0, b.router.activeCalls());
  }

  @Test
  void aCallWithLostMediaWhoseCarrierDoesNotAskIsEnded() {
    Life life = new Life(time, store);
    Node a = node(life);
    Node b = survivor(store);
    Caller caller = new Caller(a, "CA1");
    caller.arrives();
    caller.asks("digits=7");
    caller.opensMedia();
    life.end();
    time.advance(NOTICED.plusSeconds(20));

    assertEquals(EndCause.CARRIER_SILENT, b.records.get(0).cause());
    assertEquals(0, b.router.held());
  }

  @Test
  void aCallThatNobodyComesBackForIsEndedByTheWatchdogOfWhoTookItOver() {
    Life life = new Life(time, store);
    Node a = node(life);
    Node b = survivor(store);
    new Caller(a, "CA1").arrives();
    life.end();
    time.advance(Duration.ofMinutes(5));

    assertEquals(EndCause.WEBHOOK_LOST, b.records.get(0).cause());
  }

  @Test
  void anAwaitedSocketOfADeadNodesCallMayComeInAtAnother() {
    Life life = new Life(time, store);
    Node a = node(life);
    time.advance(Duration.ofSeconds(14));
    Node b = survivor(store);
    Caller caller = new Caller(a, "CA1");
    caller.arrives();
    life.end();
    time.advance(Duration.ofSeconds(14));
    caller.at(b).asks("digits=7");
    time.advance(Duration.ofSeconds(4));
    caller.opensMedia();
    b.lastEndpoint().context().finish("good");
    time.runReady();

    assertEquals(1, b.router.health().adoptedCalls());
    assertEquals("say the talk DONE after key 7", caller.asks(""));
  }

  @Test
  void aRecordThatADeadNodeOwedIsDeliveredByAnother() {
    Life life = new Life(time, store);
    Node a = node(life);
    Node b = survivor(store);
    Caller caller = new Caller(a, "CA1");
    crmIsDown = true;
    caller.arrives();
    caller.tells("ended", "");
    time.advance(Duration.ofSeconds(4));
    life.end();
    int before = offered.size();
    crmIsDown = false;
    time.advance(NOTICED);

    assertTrue(before > 0);
    assertEquals(before + 1, offered.size());
    assertEquals(1, Set.copyOf(offered).size());
    assertEquals(1, a.records.size() + b.records.size());
    assertEquals(Set.of(), store.list("live/").keySet());
    assertFalse(b.router.counters().containsKey("calls.ended.COMPLETED"));
    assertEquals(0, b.router.activeCalls());
  }

  @Test
  void whoClosesARecordOwesItAlthoughAnotherNodeOwnedTheCall() {
    Life life = new Life(time, store);
    FailingStore awayForA = new FailingStore(store);
    Node a = survivor(awayForA);
    Node b = node(life);
    Caller caller = new Caller(a, "CA1");
    caller.arrives();
    crmIsDown = true;
    caller.at(b).tells("ended", "");
    awayForA.fail(true);
    time.advance(Duration.ofSeconds(3));
    awayForA.fail(false);
    assertEquals(1, b.records.size());
    life.end();
    crmIsDown = false;
    time.advance(NOTICED);

    assertEquals(1, Set.copyOf(offered).size());
    assertEquals(1, a.router.health().adoptedCalls());
    assertEquals(Set.of(), store.list("live/").keySet());
  }

  @Test
  void nobodyIsJudgedByAStoreThatHasJustComeBack() {
    Node a = survivor(store);
    Node b = survivor(store);
    Caller caller = new Caller(a, "CA1");
    time.advance(Duration.ofMinutes(1));
    caller.arrives();
    store.list("node/").keySet().forEach(store::remove);
    time.advance(Duration.ofSeconds(50));

    assertEquals(0, b.router.health().adoptedCalls());
    assertEquals(1, a.router.activeCalls());
  }

  @Test
  void aNodeThatComesBackFromThoughtToBeDeadGivesUpTheMediaThatCountAsLost() {
    FailingStore awayForA = new FailingStore(store);
    Node a = survivor(awayForA);
    Node b = survivor(store);
    time.advance(Duration.ofSeconds(16));
    Caller caller = new Caller(a, "CA1");
    caller.arrives();
    caller.asks("digits=7");
    caller.opensMedia();
    awayForA.fail(true);
    speaks(caller, 60);
    assertEquals(1, b.router.health().adoptedCalls());
    assertFalse(caller.socket().isClosed());
    awayForA.fail(false);
    speaks(caller, 6);

    assertTrue(caller.socket().isClosed());
    assertEquals(1, a.lastEndpoint().closed.get());
    time.advance(Duration.ofSeconds(30));
    assertEquals(1, a.records.size() + b.records.size());
  }

  private void speaks(Caller caller, int seconds) {
    for (int i = 0; i < seconds; i++) {
      caller.socket().says("audio");
      time.advance(Duration.ofSeconds(1));
    }
  }

  @Test
  void whatEndedWhileANodeWasAwayCountsThereNoMore() {
    FailingStore awayForA = new FailingStore(store);
    Node a = survivor(awayForA);
    Node b = survivor(store);
    Caller caller = new Caller(a, "CA1");
    time.advance(Duration.ofSeconds(16));
    caller.arrives();
    awayForA.fail(true);
    time.advance(Duration.ofSeconds(21));
    caller.at(b).tells("ended", "");
    time.advance(Duration.ofSeconds(3));
    assertEquals(1, b.records.size());
    awayForA.fail(false);
    time.advance(Duration.ofSeconds(6));

    assertEquals(0, a.router.activeCalls());
    assertEquals(0, a.router.held());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
  void mediaThatBeganBeforeATakeoverIsTriedAgainAreNotLost(int operations) {
    Life life = new Life(time, store);
    Node a = node(life);
    time.advance(Duration.ofSeconds(14));
    FailingStore shared = new FailingStore(store);
    Node b = survivor(shared);
    Caller caller = new Caller(a, "CA1");
    caller.arrives();
    life.end();
    time.advance(Duration.ofSeconds(14));
    caller.at(b).asks("digits=7");
    shared.failAfter(operations);
    time.advance(Duration.ofSeconds(3));
    shared.fail(false);
    FakeSocket socket = caller.opensMedia();
    for (int i = 0; i < 10; i++) {
      socket.says("audio");
      time.advance(Duration.ofSeconds(1));
    }
    assertFalse(socket.isClosed());
    b.lastEndpoint().context().finish("good");
    time.runReady();

    assertEquals("say the talk DONE after key 7", caller.asks(""));
  }

  @Test
  void aNodeThatClosesLeavesItsCallsToTheOthers() {
    Node a = survivor(store);
    Node b = survivor(store);
    Caller caller = new Caller(a, "CA1");
    time.advance(Duration.ofSeconds(16));
    caller.arrives();
    a.close();
    time.advance(Duration.ofSeconds(5));

    assertEquals(1, b.router.activeCalls());
    assertEquals("connect agent", caller.at(b).asks("digits=7"));
  }

  @Test
  void aNodeThatDrainsTakesNothingOver() {
    Life life = new Life(time, store);
    Node a = node(life);
    Node b = survivor(store);
    new Caller(b, "CA0").arrives();
    new Caller(a, "CA1").arrives();
    time.executor("host").execute(() -> b.router.close(Duration.ofMinutes(1)));
    life.end();
    time.advance(Duration.ofSeconds(40));

    assertEquals(1, b.router.activeCalls());
    assertEquals(0, b.router.health().adoptedCalls());
  }

  @Test
  void whatFailsInTheMiddleIsTriedAgain() {
    Life life = new Life(time, store);
    Node a = node(life);
    FailingStore shared = new FailingStore(store);
    Node b = survivor(shared);
    for (int i = 0; i < 5; i++) {
      new Caller(a, "CA" + i).arrives();
    }
    time.advance(Duration.ofSeconds(16));
    life.end();
    time.advance(Duration.ofSeconds(13));
    shared.failAfter(7);
    time.advance(Duration.ofSeconds(6));
    int first = (int) b.router.health().adoptedCalls();
    shared.fail(false);
    time.advance(Duration.ofSeconds(30));

    assertTrue(first < 5, "it was to fail in the middle");
    assertEquals(5, b.router.health().adoptedCalls());
    assertEquals(5, b.router.activeCalls());
  }

  @Test
  void aRefusedCallIsTakenOverWithoutBeingCounted() {
    Life life = new Life(time, store);
    Node a =
        new Node(
            time,
            host ->
                hosted(life.host(host))
                    .limits(Limits.defaults().with(CountLimit.CONCURRENT_CALLS, 1)));
    Node b = survivor(store);
    new Caller(a, "CA1").arrives();
    new Caller(a, "CA2").arrives();
    life.end();
    time.advance(NOTICED);

    assertEquals(1, b.router.activeCalls());
    assertEquals(EndCause.AT_CAPACITY, b.records.get(0).cause());
  }

  private final Store file = new ExclusiveStore(time);

  private Node firstLife(Life life) {
    return new Node(time, host -> hosted(life.host(host)).process("first"));
  }

  @Test
  void theNextLifeOfOneProcessTakesOverAtOnce() {
    Life life = new Life(time, file);
    Node first = firstLife(life);
    Caller caller = new Caller(first, "CA1");
    caller.arrives();
    caller.asks("digits=7");
    caller.opensMedia();
    life.end();
    Node second = survivor(file);
    time.runReady();

    assertEquals(1, second.router.activeCalls());
    assertEquals(1, second.router.health().callsByFlow().get("office"));
    assertEquals("say the talk FAILED after key 7", caller.at(second).asks(""));
  }

  @Test
  void anEventThatWasBeingProcessedInTheLastLifeIsProcessedAtOnce() {
    Life life = new Life(time, file);
    Node first = firstLife(life);
    String words = "carrier=CA1 from=+15550222";
    CompletableFuture<WebResponse> cut = new CompletableFuture<>();
    time.executor("server")
        .execute(() -> life.run(() -> cut.complete(first.handle("/fake/arrive", words))));
    time.advance(Duration.ofSeconds(1));
    life.end();
    Node second = survivor(file);
    CompletableFuture<WebResponse> answer = second.post("/fake/arrive", words);
    time.advance(Duration.ofMillis(3100));

    assertFalse(cut.isDone());
    assertTrue(Node.text(answer).startsWith("say slowly"));
  }

  @Test
  void theOtherRouterOfTheSameProcessKeepsItsCalls() {
    Node first = survivor(file);
    new Caller(first, "CA1").arrives();
    Node second = survivor(file);
    time.advance(Duration.ofMinutes(1));

    assertEquals(0, second.router.health().adoptedCalls());
    assertEquals(1, first.router.activeCalls());
  }

  @Test
  void whatARouterOfTheSameProcessLeftWhenItClosedIsTakenOver() {
    Node first = survivor(file);
    new Caller(first, "CA1").arrives();
    first.close();
    Node second = survivor(file);
    time.runReady();

    assertEquals(1, second.router.activeCalls());
  }

  @Test
  void deadlinesThatPassedWhileNobodyWasThereLeaveTheCarrierTimeToTryAgain() {
    Life life = new Life(time, file);
    Node first = firstLife(life);
    Caller caller = new Caller(first, "CA1");
    caller.arrives();
    life.end();
    time.advance(Duration.ofMinutes(10));
    Node second = survivor(file);
    time.advance(Duration.ofSeconds(4));

    assertEquals("connect agent", caller.at(second).asks("digits=7"));
  }

  @Test
  void nothingIsLeftInAStoreOfOneProcessByLivesWithoutCalls() {
    for (int life = 0; life < 3; life++) {
      Life one = new Life(time, file);
      String process = "life" + life;
      Node node = new Node(time, host -> hosted(one.host(host)).process(process));
      time.runReady();
      one.end();
      assertEquals(0, node.router.activeCalls());
    }

    assertEquals(1, file.list("node/").size());
  }

  @Test
  void aCallThatThisVersionCannotReadHoldsUpNoOther() {
    Life life = new Life(time, file);
    Node first = firstLife(life);
    for (int i = 0; i < 3; i++) {
      new Caller(first, "CA" + i).arrives();
    }
    life.end();
    String unreadable = file.list("call/").keySet().stream().sorted().findFirst().orElseThrow();
    file.remove(unreadable);
    file.putIfAbsent(unreadable, "newer".getBytes(StandardCharsets.US_ASCII), Duration.ofDays(1));
    Node second = survivor(file);
    time.advance(Duration.ofSeconds(1));

    assertEquals(2, second.router.health().adoptedCalls());
    assertEquals(2, second.router.activeCalls());
  }

  @Test
  void anIndexEntryWithoutACallIsDropped() {
    store.putIfAbsent(
        "live/nobody", "dead-1".getBytes(StandardCharsets.US_ASCII), Duration.ofDays(1));
    Node node = survivor(store);
    time.advance(NOTICED);

    assertEquals(0, node.router.health().adoptedCalls());
    assertEquals(Set.of(), store.list("live/").keySet());
  }
}
