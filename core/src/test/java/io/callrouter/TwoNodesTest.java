package io.callrouter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.call.Action;
import io.callrouter.call.CallState;
import io.callrouter.call.EndCause;
import io.callrouter.call.Flow;
import io.callrouter.call.Match;
import io.callrouter.spi.Store;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two routers with one secret on one store that keeps only bytes: one call, one record. */
class TwoNodesTest {
  private final ManualTimekeeper time = Timekeeper.manual();
  private final Store store = Store.inMemory(time::now);
  private final AtomicInteger lookUps = new AtomicInteger();
  private final Node a = node();
  private final Node b = node();
  private final Caller caller = new Caller(a, "CA1");

  private Node node() {
    return new Node(
        time,
        host ->
            host.store(store)
                .tokenSecret(Node.SECRET)
                .flow("voicemail", flow -> flow.run(Action.say("leave a message")))
                .route("slow", Match.from("+15550222"), this::slow)
                .route("office", Match.any(), TwoNodesTest::office));
  }

  private static void office(Flow flow) {
    String key = flow.run(Action.gather("key?").digits(1)).digits();
    String given = flow.run(Action.connect("agent").with("key", key)).result();
    flow.run(Action.say("agent gave " + given));
  }

  private void slow(Flow flow) {
    String given = flow.run(Action.connect("agent")).result();
    String id = flow.once("crm", () -> lookUp(given));
    flow.run(Action.say(id));
  }

  private String lookUp(String given) {
    try {
      time.await(new CompletableFuture<@Nullable Void>(), Duration.ofSeconds(3));
    } catch (TimeoutException | InterruptedException e) {
      // It took its time.
    }
    return given + " " + lookUps.incrementAndGet();
  }

  @AfterEach
  void close() {
    a.close();
    b.close();
    store.close();
  }

  private List<String> events() {
    return Stream.concat(a.events.stream(), b.events.stream()).sorted().toList();
  }

  @Test
  void aCallGoesThroughBothNodesAndGivesOneRecord() {
    caller.arrives();
    String first = caller.step();
    caller.at(b).arrives();
    assertEquals(first, caller.step());

    assertEquals("connect agent", caller.at(a).asks("digits=7"));
    caller.at(b).opensMedia();
    assertEquals(List.of(), a.endpoints);
    assertEquals("7", b.lastEndpoint().connect.attributes().get("key"));
    assertEquals(CallState.ANSWERED, a.call("CA1").state());
    caller.at(a).tells("progress", "state=ANSWERED");
    b.lastEndpoint().context().finish("a lot");
    time.runReady();
    assertEquals("say agent gave a lot", caller.at(a).asks(""));
    assertEquals("hangup", caller.at(b).asks(""));
    caller.at(a).tells("ended", "");
    caller.at(b).tells("ended", "");
    time.advance(Duration.ofSeconds(10));

    assertEquals(1, a.records.size() + b.records.size());
    assertEquals(0, a.router.held() + b.router.held());
    assertEquals(1, b.lastEndpoint().closed.get());
    assertEquals(
        List.of(
            "ACTION 0 gather",
            "ACTION 1 connect",
            "ACTION 2 say",
            "ACTION 3 hangup",
            "ARRIVED",
            "MEDIA_ENDED",
            "MEDIA_STARTED",
            "OUTCOME 0 gather DONE",
            "OUTCOME 1 connect DONE",
            "OUTCOME 2 say DONE",
            "RECORD COMPLETED",
            "STATE ANSWERED",
            "STATE ENDED"),
        events());
  }

  @Test
  void requestsThatOverlapOnBothNodesMakeOneCall() {
    var first = a.post("/fake/arrive", "carrier=CA1");
    var second = b.post("/fake/arrive", "carrier=CA1");
    time.advance(Duration.ofSeconds(1));

    assertEquals(Node.text(first.join()), Node.text(second.join()));
    assertEquals(1, a.router.activeCalls() + b.router.activeCalls());
  }

  @Test
  void oneCallsRequestsOfDifferentGuiseMakeOneCall() {
    var first = a.post("/fake/arrive", "carrier=CA1 n=1");
    var second = b.post("/fake/arrive", "carrier=CA1 n=2");
    time.advance(Duration.ofSeconds(1));

    assertEquals(Node.text(first.join()), Node.text(second.join()));
    assertEquals(1, events().stream().filter("ARRIVED"::equals).count());
  }

  @Test
  void aTokenIsSpentOnceOnBothNodes() {
    caller.arrives();
    caller.asks("digits=1");

    assertTrue(a.knock("/fake/media/" + caller.token()).isAdmitted());
    assertFalse(b.knock("/fake/media/" + caller.token()).isAdmitted());
  }

  @Test
  void aHangUpAtOneNodeClosesTheMediaAtTheOther() {
    caller.arrives();
    caller.asks("digits=1");
    caller.at(b).opensMedia();
    a.call("CA1").hangup();
    time.runReady();

    assertTrue(caller.socket().isClosed());
    assertEquals("hangup", caller.at(a).asks(""));
  }

  @Test
  void aWaitAtOneNodeEndsWithAnEventAtTheOther() {
    caller.arrives();
    CompletableFuture<Boolean> ended = new CompletableFuture<>();
    time.executor("host")
        .execute(
            () -> {
              try {
                b.call("CA1").awaitEnded(Duration.ofMinutes(1));
                ended.complete(true);
              } catch (InterruptedException e) {
                ended.completeExceptionally(e);
              }
            });
    time.runReady();
    caller.tells("ended", "");
    time.runReady();

    assertTrue(ended.isDone());
  }

  @Test
  void aCarriersQuestionAtOneNodeWaitsForTheEndpointAtTheOther() {
    caller.arrives();
    caller.asks("digits=1");
    caller.at(b).opensMedia();
    var answer = a.post("/fake/ask/" + caller.step(), "carrier=CA1");
    time.advance(Duration.ofSeconds(1));
    assertFalse(answer.isDone());
    b.lastEndpoint().context().finish("sold");
    time.runReady();

    assertTrue(Node.text(answer.join()).startsWith("say agent gave sold"));
  }

  @Test
  void aFlowIsRunByOneNodeAtATime() {
    caller.arrivesFrom("+15550222");
    caller.at(b).opensMedia();
    b.lastEndpoint().context().finish("sold");
    time.runReady();
    var answer = a.post("/fake/ask/" + caller.step(), "carrier=CA1");
    time.advance(Duration.ofSeconds(4));

    assertTrue(Node.text(answer.join()).startsWith("say sold 1"));
    assertEquals(1, lookUps.get());
  }

  @Test
  void theOtherNodeGoesOnWhereOneWasClosed() {
    caller.arrives();
    caller.asks("digits=1");
    caller.opensMedia();
    a.close();

    assertEquals(1001, caller.socket().code());
    assertEquals("say agent gave the router closed", caller.at(b).asks(""));
    assertEquals("hangup", caller.asks(""));
    caller.tells("ended", "");
    time.advance(Duration.ofSeconds(2));
    assertEquals(1, a.records.size() + b.records.size());
  }

  @Test
  void aNodeThatIsClosedLeavesTheRecordsOfEndedCallsBehind() {
    caller.arrives();
    caller.tells("ended", "cause=CANCELED");
    a.close();

    assertEquals(1, a.records.size());
    time.advance(Duration.ofMinutes(1));
    assertEquals(0, b.records.size());
    assertEquals(EndCause.CANCELED, b.call("CA1").record().orElseThrow().cause());
  }

  @Test
  void callsOfSeveralNodesDoNotMeet() {
    List<Caller> callers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Caller one = new Caller(i % 2 == 0 ? a : b, "CA" + i);
      one.arrives();
      assertEquals("connect agent", one.at(i % 3 == 0 ? a : b).asks("digits=" + i % 10));
      one.opensMedia();
      callers.add(one);
    }
    for (Node node : List.of(a, b)) {
      node.endpoints.forEach(
          endpoint -> {
            String id = endpoint.connect.call().carrierId();
            assertTrue(id.endsWith(endpoint.connect.attributes().get("key") + ""));
            endpoint.context().finish(id);
          });
    }
    time.runReady();

    for (Caller one : callers) {
      assertEquals("say agent gave " + one.carrierId, one.asks(""));
    }
  }
}
