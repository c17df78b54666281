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
import io.callrouter.call.Outcome;
import io.callrouter.call.Timeline;
import io.callrouter.media.AudioEndpoint;
import io.callrouter.media.AudioFrame;
import io.callrouter.media.ConnectContext;
import io.callrouter.media.EndpointContext;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import io.callrouter.web.Admission;
import io.callrouter.web.WebRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Media sockets: who is let in, and how a flow goes on whatever ends the media. */
class MediaTest {
  private final ManualTimekeeper time = Timekeeper.manual();
  private final Node node =
      new Node(
          time,
          host ->
              host.endpoint(
                      "broken",
                      context -> {
                        throw new IllegalStateException("no model");
                      })
                  .endpoint("greeter", Greeter::new)
                  .endpoint("slow", this::slow)
                  .route("slow", Match.from("+15550666"), Action.connect("slow"))
                  .route("twice", Match.from("+15550222"), MediaTest::connectTwice)
                  .route("broken", Match.from("+15550333"), MediaTest::connectBroken)
                  .route("greeter", Match.from("+15550444"), MediaTest::connectGreeter)
                  .route("office", Match.any(), MediaTest::connect));
  private final Caller caller = new Caller(node, "CA1");
  private final List<FakeEndpoint> slow = new ArrayList<>();

  private static void connect(Flow flow) {
    say(flow, flow.run(Action.connect("agent").with("language", "en")));
  }

  private static void connectTwice(Flow flow) {
    String first = flow.run(Action.connect("agent")).result();
    say(flow, flow.run(Action.connect("agent").with("first", first)));
  }

  private static void connectBroken(Flow flow) {
    say(flow, flow.run(Action.connect("broken")));
  }

  private static void connectGreeter(Flow flow) {
    say(flow, flow.run(Action.connect("greeter")));
  }

  private static void say(Flow flow, Outcome outcome) {
    flow.run(Action.say(outcome.kind() + " " + outcome.result()));
  }

  private AudioEndpoint slow(ConnectContext context) throws InterruptedException {
    try {
      time.await(new CompletableFuture<>(), Duration.ofSeconds(3));
    } catch (TimeoutException e) {
      // As long as was wanted.
    }
    FakeEndpoint endpoint = new FakeEndpoint(context);
    slow.add(endpoint);
    return endpoint;
  }

  /** Says three frames and finishes. */
  private static final class Greeter implements AudioEndpoint {
    Greeter(ConnectContext context) {}

    @Override
    public void onStart(EndpointContext context) {
      var item = context.item("greeting");
      item.send(new byte[480]);
      item.end();
      context.finish("greeted");
    }

    @Override
    public void onAudio(EndpointContext context, AudioFrame frame) {}
  }

  @AfterEach
  void close() {
    node.close();
  }

  private Caller arrived(String from) {
    caller.arrivesFrom(from);
    return caller;
  }

  private CallRecord settled() {
    time.advance(Duration.ofSeconds(20));
    assertEquals(1, node.records.size());
    assertEquals(0, node.router.held());
    node.endpoints.forEach(endpoint -> assertEquals(1, endpoint.closed.get()));
    return node.records.get(0);
  }

  @Test
  void audioFlowsAndTheEndpointKnowsItsCall() {
    caller.arrives();
    FakeSocket socket = caller.opensMedia();
    time.runReady();
    socket.says("audio 1").says("audio 2");
    time.runReady();

    FakeEndpoint agent = node.lastEndpoint();
    assertEquals(2, agent.frames.get());
    assertEquals("CA1", agent.connect.call().carrierId());
    assertEquals(Map.of("language", "en"), agent.connect.attributes());
    assertEquals(CallState.ANSWERED, node.call("CA1").state());
    assertTrue(node.events.contains("MEDIA_STARTED"));
  }

  @Test
  void whatTheEndpointGivesGoesToTheFlow() {
    caller.arrives();
    FakeSocket socket = caller.opensMedia();
    node.lastEndpoint().context().finish("sold");
    time.runReady();

    assertEquals(1000, socket.code());
    assertEquals("say DONE sold", caller.asks(""));
    assertTrue(node.events.contains("MEDIA_ENDED"));
  }

  @Test
  void whatTheEndpointSaidIsHeardBeforeItFinishes() {
    arrived("+15550444");
    FakeSocket socket = FakeSocket.open(node.knock("/fake/media/" + caller.token()), time);
    assertEquals("connect greeter", caller.words());
    socket.says("start CA1");
    time.advance(Duration.ofMillis(20));
    assertEquals(3, socket.framesSent());
    assertFalse(socket.isClosed());

    assertTrue(time.advanceUntil(socket::isClosed, Duration.ofSeconds(10)));
    assertEquals("say DONE greeted", caller.asks(""));
  }

  @Test
  void anEndpointThatFailsComesOutAsFailed() {
    caller.arrives();
    caller.opensMedia();
    node.lastEndpoint().context().fail("the model is gone");
    time.runReady();

    assertEquals("say FAILED the model is gone", caller.asks(""));
  }

  @Test
  void anEndpointThatThrowsComesOutAsFailed() {
    caller.arrives();
    caller.opensMedia().says("digit 9");
    time.runReady();

    assertTrue(caller.asks("").startsWith("say FAILED"));
    assertEquals(1, node.lastEndpoint().closed.get());
  }

  @Test
  void aFactoryThatThrowsComesOutAsFailed() {
    arrived("+15550333");
    FakeSocket socket = caller.opensMedia();

    assertTrue(socket.isClosed());
    assertTrue(caller.asks("").startsWith("say FAILED"));
  }

  @Test
  void aSocketThatBreaksComesOutAsFailed() {
    caller.arrives();
    caller.opensMedia().breaks();
    time.runReady();

    assertEquals("say FAILED the media socket was closed with 1006", caller.asks(""));
  }

  @Test
  void aStreamTheCarrierStopsComesOutAsFailed() {
    caller.arrives();
    caller.opensMedia().says("stop");
    time.runReady();

    assertTrue(caller.socket().isClosed());
    assertEquals("say FAILED the carrier ended the media", caller.asks(""));
  }

  @Test
  void theCarriersQuestionWaitsForTheOutcomeItOvertook() {
    caller.arrives();
    caller.opensMedia();
    var answer = node.post("/fake/ask/" + caller.step(), "carrier=CA1");
    time.advance(Duration.ofMillis(1500));
    assertFalse(answer.isDone());
    node.lastEndpoint().context().finish("sold");
    time.runReady();

    assertTrue(Node.text(answer).startsWith("say DONE sold"));
  }

  @Test
  void aStreamTheCarrierHasAskedAboutIsNotTakenOver() {
    arrived("+15550222");
    FakeSocket socket = caller.opensMedia();
    var answer = node.post("/fake/ask/" + caller.step(), "carrier=CA1");
    time.advance(Duration.ofSeconds(1));
    node.lastEndpoint().context().finish("one");
    time.runReady();

    assertTrue(Node.text(answer).startsWith("connect agent"));
    assertTrue(socket.isClosed());
    assertEquals(1, node.endpoints.size());
  }

  @Test
  void aHangUpCountsThoughTheCarrierAsksAlready() {
    caller.arrives();
    caller.opensMedia();
    var answer = node.post("/fake/ask/" + caller.step(), "carrier=CA1");
    time.runReady();
    node.call("CA1").hangup();
    time.runReady();

    assertTrue(Node.text(answer).startsWith("hangup"));
    assertEquals(1, node.lastEndpoint().closed.get());
  }

  @Test
  void theCarriersQuestionWaitsTwoSecondsAtMostAndTheEndpointIsEnded() {
    caller.arrives();
    caller.opensMedia();
    long asked = time.nanoTime();

    assertEquals("say FAILED the carrier ended the media", caller.asks(""));
    assertEquals(Duration.ofSeconds(2), Duration.ofNanos(time.nanoTime() - asked));
    time.runReady();
    assertTrue(caller.socket().isClosed());
    assertEquals(1, node.lastEndpoint().closed.get());
  }

  @Test
  void theNextConnectTakesTheOpenStreamOver() {
    arrived("+15550222");
    FakeSocket socket = caller.opensMedia();
    node.lastEndpoint().context().finish("one");
    time.runReady();

    assertEquals(2, node.endpoints.size());
    assertFalse(socket.isClosed());
    assertEquals(1, node.endpoints.get(0).closed.get());
    assertEquals("one", node.lastEndpoint().connect.attributes().get("first"));
    socket.says("audio 1");
    time.runReady();
    assertEquals(1, node.lastEndpoint().frames.get());

    node.lastEndpoint().context().finish("two");
    time.runReady();
    assertTrue(socket.isClosed());
    assertEquals("say DONE two", caller.asks(""));
    assertEquals(1, node.events.stream().filter("MEDIA_STARTED"::equals).count());
    assertEquals(1, node.events.stream().filter("MEDIA_ENDED"::equals).count());
  }

  @Test
  void aStreamThatBrokeIsNotTakenOver() {
    arrived("+15550222");
    caller.opensMedia().breaks();
    time.runReady();

    assertEquals(1, node.endpoints.size());
    assertEquals("connect agent", caller.asks(""));
    caller.opensMedia();
    assertEquals(2, node.endpoints.size());
    assertTrue(node.lastEndpoint().isStarted());
  }

  @Test
  void aCarrierThatDoesNotAskAfterTheMediaEndsTheCallWithItsOwnCause() {
    caller.arrives();
    caller.opensMedia();
    node.lastEndpoint().context().finish("sold");
    time.advance(Duration.ofMillis(4999));
    assertEquals(CallState.ANSWERED, node.call("CA1").state());
    time.advance(Duration.ofMillis(1));
    assertEquals(CallState.ENDED, node.call("CA1").state());

    CallRecord record = settled();
    assertEquals(EndCause.CARRIER_SILENT, record.cause());
    assertEquals(EndedBy.ROUTER, record.endedBy());
  }

  @Test
  void aCarrierThatAsksInTimeIsNotSilent() {
    caller.arrives();
    caller.opensMedia();
    node.lastEndpoint().context().finish("sold");
    time.advance(Duration.ofSeconds(4));
    caller.asks("");
    time.advance(Duration.ofSeconds(60));

    assertEquals(CallState.ANSWERED, node.call("CA1").state());
    assertEquals(0, node.records.size());
  }

  @Test
  void aCarrierThatNeverStartsTheStreamMayStillAsk() {
    caller.arrives();
    time.advance(Duration.ofSeconds(12));

    assertEquals("say FAILED the carrier did not start the media stream", caller.asks(""));
    time.advance(Duration.ofSeconds(60));
    assertEquals(0, node.records.size());
  }

  @Test
  void aCarrierThatNeitherStartsTheStreamNorAsksEndsTheCallWithItsOwnCause() {
    caller.arrives();
    time.advance(Duration.ofSeconds(15));

    assertEquals(CallState.ENDED, node.call("CA1").state());
    assertEquals(EndCause.MEDIA_NOT_STARTED, settled().cause());
  }

  @Test
  void aCallThatEndsBeforeItsStreamStartsIsNotTheWatchdogsBusiness() {
    caller.arrives();
    time.advance(Duration.ofSeconds(9));
    caller.tells("ended", "cause=CANCELED");
    time.advance(Duration.ofSeconds(1));

    assertEquals(EndCause.CANCELED, settled().cause());
    assertFalse(node.events.contains("OUTCOME 0 connect FAILED"));
  }

  @Test
  void aCallThatEndsClosesItsMediaAndTheFlowHearsOfIt() {
    caller.arrives();
    caller.opensMedia();
    caller.tells("ended", "");
    time.runReady();

    assertTrue(caller.socket().isClosed());
    assertTrue(node.events.contains("OUTCOME 0 connect FAILED"));
    assertEquals(EndCause.COMPLETED, settled().cause());
  }

  @Test
  void aStaleQuestionDoesNotCutTheOpenStream() {
    caller.arrives();
    caller.opensMedia();
    node.ask("/fake/arrive", "carrier=CA1 from=anew");
    for (int i = 0; i < 12; i++) {
      time.advance(Duration.ofSeconds(5));
      caller.socket().says("audio 1");
    }

    assertFalse(caller.socket().isClosed());
    assertEquals(0, node.lastEndpoint().closed.get());
    node.lastEndpoint().context().finish("sold");
    time.runReady();
    assertEquals("say DONE sold", caller.asks(""));
  }

  @Test
  void aTokenIsGoodForOneSocket() {
    caller.arrives();
    assertTrue(node.knock("/fake/media/" + caller.token()).isAdmitted());

    Admission second = node.knock("/fake/media/" + caller.token());
    assertEquals(403, second.status());
    assertEquals("its media token has been used before", second.reason());
    assertEquals(1L, node.router.counters().get("sockets.refused.403"));
  }

  @Test
  void aTokenThatIsNotOursOrHasExpiredIsRefusedAtTheHandshakeWithTheReason() {
    caller.arrives();
    Admission foreign = node.knock("/fake/media/garbage");
    assertEquals(403, foreign.status());
    assertEquals("its media token is not ours", foreign.reason());

    time.advance(Duration.ofSeconds(31));
    Admission late = node.knock("/fake/media/" + caller.token());
    assertEquals(403, late.status());
    assertEquals("its media token has expired", late.reason());
  }

  @Test
  void aForgedHandshakeIsRefused() {
    Admission admission =
        node.router
            .web()
            .admit(
                new WebRequest(
                    "GET", "/fake/media", null, Map.of("forged", List.of("1")), new byte[0]));

    assertEquals(403, admission.status());
    assertEquals(404, node.knock("/elsewhere").status());
  }

  @Test
  void aTokenMayComeWithTheStartMessage() {
    caller.arrives();
    FakeSocket socket = FakeSocket.open(node.knock("/fake/media"), time);
    socket.says("start CA1 " + caller.token()).says("audio 1");
    time.runReady();
    assertEquals(1, node.lastEndpoint().frames.get());

    FakeSocket second = FakeSocket.open(node.knock("/fake/media"), time);
    second.says("start CA1 " + caller.token());
    time.runReady();
    assertEquals(1008, second.code());
    assertFalse(socket.isClosed());
  }

  @Test
  void aStartMessageWithoutATokenIsRefused() {
    caller.arrives();
    FakeSocket socket = FakeSocket.open(node.knock("/fake/media"), time);
    socket.says("start CA1");
    time.runReady();

    assertEquals(1008, socket.code());
    assertEquals(List.of(), node.endpoints);
  }

  @Test
  void theTokenOfAnotherCallIsRefusedAndStaysGood() {
    caller.arrives();
    new Caller(node, "CA2").arrives();
    FakeSocket foreign = FakeSocket.open(node.knock("/fake/media"), time);
    foreign.says("start CA2 " + caller.token());
    time.runReady();
    assertEquals(1008, foreign.code());

    FakeSocket socket = FakeSocket.open(node.knock("/fake/media"), time);
    socket.says("start CA1 " + caller.token());
    time.runReady();
    assertFalse(socket.isClosed());
  }

  @Test
  void aStreamNothingWaitsForIsClosed() {
    caller.arrives();
    String token = caller.token();
    caller.asks("");
    FakeSocket socket = FakeSocket.open(node.knock("/fake/media/" + token), time);
    socket.says("start CA1");
    time.runReady();

    assertEquals(1000, socket.code());
    assertEquals(List.of(), node.endpoints);
  }

  @Test
  void aSocketThatDoesNotStartAStreamIsClosedAfterFiveSeconds() {
    FakeSocket socket = FakeSocket.open(node.knock("/fake/media"), time);
    time.advance(Duration.ofMillis(4999));
    assertFalse(socket.isClosed());
    time.advance(Duration.ofMillis(1));

    assertEquals(1008, socket.code());
    assertEquals(0, node.router.held());
  }

  @Test
  void socketsThatHaveNotStartedAreLimitedInNumberAndMakeRoomAgain() {
    List<FakeSocket> sockets = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      sockets.add(FakeSocket.open(node.knock("/fake/media"), time));
    }
    FakeSocket oneTooMany = FakeSocket.open(node.knock("/fake/media"), time);
    assertEquals(1013, oneTooMany.code());
    sockets.forEach(socket -> assertFalse(socket.isClosed()));

    sockets.get(0).breaks();
    time.runReady();
    assertFalse(FakeSocket.open(node.knock("/fake/media"), time).isClosed());
  }

  @Test
  void aSocketThatSpeaksAnotherProtocolIsClosed() {
    FakeSocket text = FakeSocket.open(node.knock("/fake/media"), time).says("GET / HTTP/1.1");
    FakeSocket binary = FakeSocket.open(node.knock("/fake/media"), time);
    binary.sendsBinary();
    FakeSocket unknown = FakeSocket.open(node.knock("/fake/media"), time).says("hello");

    assertEquals(1003, text.code());
    assertEquals(1003, binary.code());
    assertFalse(unknown.isClosed());
  }

  @Test
  void aStreamThatIsOpenBearsSomeBadMessages() {
    caller.arrives();
    FakeSocket socket = caller.opensMedia();
    for (int i = 0; i < 10; i++) {
      socket.says("nonsense");
    }
    assertFalse(socket.isClosed());

    socket.says("nonsense");
    assertEquals(1003, socket.code());
    time.runReady();
    assertEquals(1, node.lastEndpoint().closed.get());
  }

  @Test
  void whatTheCarrierCouldNotUseIsCountedAndOneCodeIsToldOnce() {
    caller.arrives();
    FakeSocket socket = caller.opensMedia();
    for (int i = 0; i < 100; i++) {
      socket.says("error 100004 not\nbase64");
    }
    socket.says("error 100005 slower");
    time.runReady();

    assertFalse(socket.isClosed());
    assertEquals(101L, node.router.counters().get("messages.rejected"));
    assertEquals(
        List.of("media error 100004: not base64", "media error 100005: slower"),
        node.call("CA1").timeline().entries().stream()
            .filter(entry -> entry.kind() == Timeline.Kind.TROUBLE)
            .map(entry -> entry.details().get("what"))
            .toList());
  }

  @Test
  void aSecondStartIsABadMessage() {
    caller.arrives();
    FakeSocket socket = caller.opensMedia();
    socket.says("start CA1");
    time.runReady();

    assertFalse(socket.isClosed());
    assertEquals(1L, node.router.counters().get("messages.malformed"));
    assertEquals(1, node.endpoints.size());
  }

  @Test
  void whatAWireTellsBeforeTheStartIsPassedOver() {
    caller.arrives();
    FakeSocket socket = FakeSocket.open(node.knock("/fake/media/" + caller.token()), time);
    socket.says("audio 1").says("mark m7").says("digit 9").says("start CA1").says("audio 2");
    time.runReady();

    assertFalse(socket.isClosed());
    assertEquals(1, node.lastEndpoint().frames.get());
    assertEquals(0, node.lastEndpoint().closed.get());
  }

  @Test
  void aStreamThatStopsAtOnceIsOverLikeAnyOther() {
    caller.arrives();
    FakeSocket socket = FakeSocket.open(node.knock("/fake/media/" + caller.token()), time);
    socket.says("start CA1").says("stop");
    time.advance(Duration.ofSeconds(5));

    assertEquals(CallState.ENDED, node.call("CA1").state());
    assertEquals(EndCause.CARRIER_SILENT, settled().cause());
  }

  @Test
  void keysAreToldToListenersMasked() {
    caller.arrives();
    caller.opensMedia().says("digit 4");
    time.runReady();

    assertTrue(node.events.contains("DIGIT"));
  }

  @Test
  void aStoreThatFailsWhenTheEndpointEndsLeavesNoSocketBehind() {
    FailingStore store = new FailingStore(time);
    try (Node shared =
        new Node(time, host -> store.host(host).route("office", Match.any(), MediaTest::connect))) {
      Caller other = new Caller(shared, "CA2");
      other.arrives();
      FakeSocket socket = other.opensMedia();
      store.fail(true);
      shared.lastEndpoint().context().finish("sold");
      time.runReady();
      store.fail(false);

      assertTrue(socket.isClosed());
      assertEquals(1, shared.lastEndpoint().closed.get());
      assertEquals("say FAILED the carrier ended the media", other.asks(""));
    }
  }

  @Test
  void nothingIsLeftOfACallAfter26Hours() {
    caller.arrives();
    caller.opensMedia().says("audio 1");
    node.lastEndpoint().context().finish("sold");
    time.runReady();
    caller.asks("");
    caller.asks("gone=1");
    caller.tells("ended", "");
    settled();
    time.advance(Duration.ofHours(26));

    assertTrue(node.router.call("fake", "CA1").isEmpty());
    assertEquals(0, node.router.held());
  }

  @Test
  void whatAStreamCouldNotCarryIsCountedOnceHoweverItEnds() {
    long expected = 0;
    List<Consumer<Caller>> ends =
        List.of(
            one -> slow.get(0).context().finish(""),
            one -> one.socket().breaks(),
            one -> one.socket().says("stop"),
            one -> one.tells("ended", ""),
            one -> one.asks(""));
    for (Consumer<Caller> end : ends) {
      Caller one = new Caller(node, "CA" + (10 + expected));
      one.arrivesFrom("+15550666");
      FakeSocket socket = one.opensMedia();
      for (int i = 0; i < 160; i++) {
        socket.says("audio");
        time.advance(Duration.ofMillis(20));
      }
      expected += 50; // no endpoint for 3 s, and 2 s are kept
      end.accept(one);
      time.advance(Duration.ofSeconds(5));

      assertTrue(socket.isClosed());
      assertEquals(expected, node.router.counters().get("audio.in.dropped"));
    }
  }
}
