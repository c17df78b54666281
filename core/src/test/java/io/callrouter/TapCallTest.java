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
import io.callrouter.media.AudioFrame;
import io.callrouter.media.AudioTap;
import io.callrouter.media.ConnectContext;
import io.callrouter.media.TapContext;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Taps of whole calls: beside an endpoint, and on a stream of their own. */
class TapCallTest {
  private final ManualTimekeeper time = Timekeeper.manual();
  private final List<Recorder> recorders = new ArrayList<>();
  private final Node node =
      new Node(
          time,
          host ->
              host.tap("recorder", this::recorder)
                  .tap(
                      "broken",
                      context -> {
                        throw new IllegalStateException("no disk");
                      })
                  .route("beside", Match.from("+15550222"), TapCallTest::connectTapped)
                  .route("unknown", Match.from("+15550333"), TapCallTest::unknownTaps)
                  .route("broken", Match.from("+15550444"), TapCallTest::brokenTap)
                  .route("twice", Match.from("+15550555"), TapCallTest::startTwice)
                  .route("own", Match.any(), TapCallTest::listen));
  private final Caller caller = new Caller(node, "CA1");

  private static void connectTapped(Flow flow) {
    flow.run(Action.connect("agent").tap("recorder").with("line", "1"));
    flow.run(Action.connect("agent").tap("recorder").with("line", "2"));
    flow.run(Action.say("bye"));
  }

  private static void unknownTaps(Flow flow) {
    Outcome connected = flow.run(Action.connect("agent").tap("nobody"));
    Outcome started = flow.run(Action.startTap("nobody"));
    flow.run(Action.say(connected.result() + "; " + started.result()));
  }

  private static void brokenTap(Flow flow) {
    flow.run(Action.connect("agent").tap("broken"));
    flow.run(Action.startTap("broken"));
    flow.run(Action.gather().digits(1));
  }

  private static void startTwice(Flow flow) {
    Outcome early = flow.run(Action.stopTap("recorder"));
    flow.run(Action.startTap("recorder"));
    Outcome second = flow.run(Action.startTap("recorder"));
    flow.run(Action.say(early.result() + "; " + second.result()));
  }

  private static void listen(Flow flow) {
    flow.run(Action.startTap("recorder").with("language", "en"));
    flow.run(Action.gather().digits(1));
    flow.run(Action.connect("agent"));
    flow.run(Action.stopTap("recorder"));
    flow.run(Action.say("bye"));
  }

  private AudioTap recorder(ConnectContext context) {
    Recorder recorder = new Recorder(context);
    recorders.add(recorder);
    return recorder;
  }

  /** Counts what it hears. */
  private static final class Recorder implements AudioTap {
    final ConnectContext context;
    int pairs;
    int ended;
    int closed;

    Recorder(ConnectContext context) {
      this.context = context;
    }

    @Override
    public void onAudio(TapContext here, AudioFrame said, AudioFrame heard) {
      pairs++;
    }

    @Override
    public void onEnd(TapContext here) {
      ended++;
    }

    @Override
    public void close() {
      closed++;
    }
  }

  @AfterEach
  void close() {
    node.close();
  }

  private CallRecord settled() {
    time.advance(Duration.ofSeconds(20));
    assertEquals(1, node.records.size());
    assertEquals(0, node.router.held());
    for (Recorder recorder : recorders) {
      assertEquals(1, recorder.ended);
      assertEquals(1, recorder.closed);
    }
    node.endpoints.forEach(endpoint -> assertEquals(1, endpoint.closed.get()));
    return node.records.get(0);
  }

  private void speaks(FakeSocket socket, String word, int frames) {
    for (int i = 0; i < frames; i++) {
      socket.says(word);
      time.advance(Duration.ofMillis(20));
    }
  }

  @Test
  void aTapBesideAnEndpointHearsTheWholeStreamOverItsExchange() {
    caller.arrivesFrom("+15550222");
    FakeSocket socket = caller.opensMedia();
    speaks(socket, "audio", 50);
    node.lastEndpoint().context().finish("");
    speaks(socket, "audio", 50);
    assertEquals(2, node.endpoints.size());
    node.lastEndpoint().context().finish("");
    time.advance(Duration.ofSeconds(1));

    assertEquals("say bye", caller.asks(""));
    assertEquals(1, recorders.size());
    assertEquals(100, recorders.get(0).pairs);
    assertEquals(Map.of("line", "1"), recorders.get(0).context.attributes());
    caller.tells("ended", "");
    settled();
  }

  @Test
  void timestampsThatJumpFasterThanTimeCloseTheSocketOfATap() {
    caller.arrives();
    FakeSocket socket = caller.opensTap();
    for (int i = 0; i < 10; i++) {
      socket.says("leave-out 3000").says("audio").says("heard");
      time.advance(Duration.ofMillis(20));
    }
    assertTrue(socket.isClosed());
    assertEquals(1L, node.router.counters().get("sockets.closed.1008"));
    assertFalse(recorders.isEmpty());
  }

  @Test
  void unknownTapsComeOutAsFailedAndNothingIsConnected() {
    assertEquals(
        "say there is no tap named nobody; there is no tap named nobody",
        words(caller.arrivesFrom("+15550333")));
    assertTrue(node.endpoints.isEmpty());
  }

  private static String words(String answer) {
    return answer.replaceFirst(" @.*", "");
  }

  @Test
  void aTapThatCannotBeMadeDoesNotConcernTheCall() {
    caller.arrivesFrom("+15550444");
    FakeSocket socket = caller.opensMedia();
    speaks(socket, "audio", 5);
    assertEquals(5, node.lastEndpoint().frames.get());
    node.lastEndpoint().context().finish("");
    time.advance(Duration.ofSeconds(1));

    assertEquals("listen broken", caller.asks(""));
    FakeSocket listening = caller.opensTap();
    speaks(listening, "audio", 5);
    assertFalse(listening.isClosed());
    assertEquals("gather 1", caller.asks(""));
    caller.tells("ended", "");
    settled();
    assertEquals(2, node.router.counters().get("taps.failed"));
  }

  @Test
  void aTapOnAStreamOfItsOwnListensWhileTheFlowGoesOn() {
    assertEquals("listen recorder", caller.arrives());
    FakeSocket listening = caller.opensTap();
    assertEquals("gather 1", caller.asks(""));
    for (int i = 0; i < 50; i++) {
      speaks(listening, "heard", 1);
      listening.says("audio");
    }
    assertEquals("connect agent", caller.asks("digits=1"));
    FakeSocket media = caller.opensMedia();
    speaks(media, "audio", 5);
    node.lastEndpoint().context().item("hello").send(new byte[160]);
    node.lastEndpoint().context().finish("");
    assertTrue(time.advanceUntil(media::isClosed, Duration.ofSeconds(10)));
    assertEquals(1, media.framesSent());
    assertEquals("stop 0.0", caller.asks(""));
    assertFalse(listening.isClosed());

    assertEquals("say bye", caller.asks(""));
    time.runReady();
    assertTrue(listening.isClosed());
    assertEquals(1000, listening.code());
    assertEquals(0, listening.sent());
    assertEquals(50, recorders.get(0).pairs);
    assertEquals(Map.of("language", "en"), recorders.get(0).context.attributes());
    assertEquals("CA1", recorders.get(0).context.call().carrierId());
    assertEquals(
        List.of("TAP_STARTED", "MEDIA_STARTED", "MEDIA_ENDED", "TAP_ENDED"),
        node.events.stream().filter(event -> event.matches("(TAP|MEDIA)_.*")).toList());
    caller.tells("ended", "");
    assertEquals(List.of(), settled().notes());
  }

  @Test
  void theCallsEndClosesTheSocketsOfItsTapAndOfItsEndpoint() {
    caller.arrives();
    FakeSocket listening = caller.opensTap();
    caller.asks("");
    caller.asks("digits=1");
    FakeSocket media = caller.opensMedia();
    caller.tells("ended", "");
    time.runReady();

    assertTrue(listening.isClosed());
    assertTrue(media.isClosed());
    assertEquals(EndCause.COMPLETED, settled().cause());
  }

  @Test
  void aTapsSocketThatBreaksDoesNotConcernTheCall() {
    caller.arrives();
    FakeSocket listening = caller.opensTap();
    caller.asks("");
    listening.breaks();
    time.advance(Duration.ofSeconds(3));

    assertEquals(1, recorders.get(0).closed);
    assertEquals("connect agent", caller.asks("digits=1"));
    FakeSocket media = caller.opensMedia();
    speaks(media, "audio", 5);
    assertEquals(5, node.lastEndpoint().frames.get());
    node.lastEndpoint().context().finish("");
    time.advance(Duration.ofSeconds(1));
    assertEquals("say bye", caller.asks(""), "the tap that is gone cannot be stopped");
    caller.tells("ended", "");
    settled();
  }

  @Test
  void aTapMayHearNothingForLongAndTheCallGoesOn() {
    caller.arrives();
    FakeSocket listening = caller.opensTap();
    caller.asks("");
    time.advance(Duration.ofSeconds(45));

    assertFalse(listening.isClosed());
    assertEquals("connect agent", caller.asks("digits=1"));
    caller.tells("ended", "");
    settled();
  }

  @Test
  void aStreamThatNeverComesIsNotedInTheRecord() {
    caller.arrives();
    caller.asks("");
    caller.asks("digits=1");
    caller.opensMedia();
    caller.tells("ended", "");

    assertEquals(List.of("tap recorder: the carrier never opened its stream"), settled().notes());
  }

  @Test
  void aTokenOpensTheStreamItStandsForAndNoOther() {
    caller.arrives();
    String tapToken = "/fake/media/" + caller.token();
    FakeSocket twoWay = FakeSocket.open(node.knock(tapToken), time);
    twoWay.says("start CA1");
    time.runReady();
    assertTrue(twoWay.isClosed());
    assertTrue(recorders.isEmpty());
    assertTrue(node.endpoints.isEmpty());

    caller.asks("");
    caller.asks("digits=1");
    FakeSocket oneWay = caller.opensTap();
    assertTrue(oneWay.isClosed());
    assertTrue(node.endpoints.isEmpty());
  }

  @Test
  void aQuestionAskedTwiceBeginsOneTap() {
    caller.arrives();
    FakeSocket first = caller.opensTap();
    time.advance(Duration.ofSeconds(2)); // a token of another second is another token
    assertEquals("listen recorder", caller.arrivesFrom("+15550178"));
    FakeSocket second = caller.opensTap();

    assertFalse(first.isClosed());
    assertTrue(second.isClosed());
    assertEquals(1, recorders.size());
  }

  @Test
  void aTapListensOnceAtATimeAndOnlyOneThatListensIsStopped() {
    assertEquals("listen recorder", caller.arrivesFrom("+15550555"));
    caller.opensTap();
    assertEquals(
        "say tap recorder does not listen (any more); tap recorder listens already",
        caller.asks(""));
    caller.tells("ended", "");
    settled();
  }

  @Test
  void aCommandThatGivesTheCallSomethingElseLeavesTheTapAlone() {
    caller.arrives();
    FakeSocket listening = caller.opensTap();
    caller.asks("");
    caller.asks("digits=1");
    FakeSocket media = caller.opensMedia();
    time.executor("host").execute(() -> node.call("CA1").run(Action.say("news")));
    time.runReady();

    assertTrue(media.isClosed());
    assertEquals("say news", caller.asks(""));
    assertFalse(listening.isClosed());
    caller.tells("ended", "");
    settled();
  }

  @Test
  void closingTheRouterClosesTheTapsSocket() {
    caller.arrives();
    FakeSocket listening = caller.opensTap();
    caller.asks("");
    time.executor("host").execute(node.router::close);
    time.advance(Duration.ofSeconds(1));

    assertEquals(MediaLeg.GOING_AWAY, listening.code());
    assertEquals(1, recorders.get(0).closed);
  }
}
