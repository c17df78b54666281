package io.callrouter;

import static io.callrouter.ToldCarrier.failing;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.call.Action;
import io.callrouter.call.CallRecord;
import io.callrouter.call.CarrierRefusedException;
import io.callrouter.call.EndCause;
import io.callrouter.call.Flow;
import io.callrouter.call.Match;
import io.callrouter.call.Outcome;
import io.callrouter.media.AudioFrame;
import io.callrouter.media.AudioTap;
import io.callrouter.media.TapContext;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Live audio on a carrier that is told: the stream's end is told by an event of its step. */
class ToldMediaTest {
  private final ManualTimekeeper time = Timekeeper.manual();
  private final ToldCarrier carrier = new ToldCarrier();
  private final List<Outcome> outcomes = new CopyOnWriteArrayList<>();
  private final Node node =
      new Node(
          time,
          carrier,
          host ->
              host.tap("meter", context -> new Deaf())
                  .route("tapped", Match.from("+15550188"), ToldMediaTest::tapped)
                  .route("office", Match.any(), this::office));
  private final ToldCaller caller = new ToldCaller(node, carrier, "CA1");

  private void office(Flow flow) {
    Outcome first = flow.run(Action.connect("agent"));
    flow.once("first", () -> note(first));
    if (first.result().equals("again")) {
      flow.run(Action.connect("agent"));
    }
    flow.run(Action.say("bye"));
  }

  private String note(Outcome outcome) {
    outcomes.add(outcome);
    return "noted";
  }

  private static void tapped(Flow flow) {
    flow.run(Action.startTap("meter"));
    flow.run(Action.say("listened to"));
    flow.run(Action.stopTap("meter"));
    flow.run(Action.say("alone"));
  }

  private static final class Deaf implements AudioTap {
    @Override
    public void onAudio(TapContext context, AudioFrame caller, AudioFrame heard) {}
  }

  @AfterEach
  void close() {
    node.close();
  }

  private CallRecord settled() {
    time.advance(Duration.ofSeconds(12));
    assertEquals(1, node.records.size());
    assertEquals(0, node.router.held());
    return node.records.get(0);
  }

  @Test
  void theFlowGoesOnWhenTheSocketIsClosedAndTheCarrierSaysSo() {
    caller.arrives();
    assertEquals(List.of("connect agent"), carrier.words());
    FakeSocket socket = caller.opensMedia();
    node.lastEndpoint().context().finish("sold");
    time.runReady();
    assertEquals(1000, socket.code());
    assertEquals(List.of("connect agent"), carrier.words());
    caller.over(carrier.last("connect"), "");
    assertEquals(List.of("connect agent", "say bye"), carrier.words());

    assertEquals(List.of(Outcome.done("sold")), outcomes);
    caller.over("");
    caller.tells("ended", "");
    assertEquals(EndCause.COMPLETED, settled().cause());
  }

  @Test
  void aCarrierThatDoesNotSaySoIsToldWhatIsNextAllTheSame() {
    caller.arrives();
    caller.opensMedia();
    node.lastEndpoint().context().finish("sold");
    time.advance(Duration.ofMillis(4999));
    assertEquals(List.of("connect agent"), carrier.words());
    time.advance(Duration.ofMillis(2));

    assertEquals(List.of("connect agent", "say bye"), carrier.words());
    assertEquals(1L, node.router.counters().get("watchdogs.media-question"));
    caller.over(carrier.last("connect"), "");
    assertEquals(List.of("connect agent", "say bye"), carrier.words());
  }

  @Test
  void theNextConnectTakesTheOpenStreamOver() {
    caller.arrives();
    FakeSocket socket = caller.opensMedia();
    node.lastEndpoint().context().finish("again");
    time.runReady();
    assertEquals(2, node.endpoints.size());
    assertFalse(socket.isClosed());
    assertEquals(List.of("connect agent"), carrier.words());
    node.lastEndpoint().context().finish("");
    time.runReady();
    caller.over(carrier.last("connect"), "");

    assertEquals(List.of("connect agent", "say bye"), carrier.words());
  }

  @Test
  void theEndpointsOutcomeCountsAlthoughTheCarriersWordOvertakesIt() {
    caller.arrives();
    FakeSocket socket = caller.opensMedia();
    caller.over(carrier.last("connect"), "");
    time.advance(Duration.ofMillis(500));
    assertEquals(List.of("connect agent"), carrier.words());
    node.lastEndpoint().context().finish("sold");
    time.runReady();

    assertTrue(socket.isClosed());
    assertEquals(List.of(Outcome.done("sold")), outcomes);
    assertEquals(List.of("connect agent", "say bye"), carrier.words());
  }

  @Test
  void aSocketThatStaysOpenAfterTheCarriersWordIsClosed() {
    caller.arrives();
    FakeSocket socket = caller.opensMedia();
    caller.over(carrier.last("connect"), "");
    time.advance(Duration.ofSeconds(2));

    assertTrue(socket.isClosed());
    assertEquals(List.of(Outcome.failed("the carrier ended the media")), outcomes);
    assertEquals(List.of("connect agent", "say bye"), carrier.words());
    assertEquals(1, node.lastEndpoint().closed.get());
  }

  @Test
  void aSocketThatTheCarrierClosesEndsTheConnect() {
    caller.arrives();
    caller.opensMedia().breaks();
    time.runReady();
    caller.over(carrier.last("connect"), "");

    assertEquals(List.of("connect agent", "say bye"), carrier.words());
    assertTrue(outcomes.get(0).is(Outcome.Kind.FAILED));
  }

  @Test
  void aStreamThatTheCarrierCannotBeginHasFailedWithItsReason() {
    caller.arrives();
    caller.over(carrier.last("connect"), "failed=connection-refused");

    assertEquals(List.of(Outcome.failed("connection-refused")), outcomes);
    caller.answers();
    assertEquals(List.of("connect agent", "say bye"), carrier.words());
  }

  @Test
  void aStreamThatNeverBeginsIsCutAndTheFlowGoesOn() {
    caller.arrives();
    caller.answers();
    time.advance(Duration.ofSeconds(10));
    assertEquals(List.of("connect agent", "cut connect"), carrier.words());
    caller.over(carrier.last("connect"), "");
    assertEquals(List.of("connect agent", "cut connect", "say bye"), carrier.words());

    assertEquals(List.of(Outcome.failed("the carrier did not start the media stream")), outcomes);
    assertEquals(1L, node.router.counters().get("watchdogs.media-start"));
  }

  @Test
  void aSocketThatComesAfterThatIsNotLetIn() {
    caller.arrives();
    caller.answers();
    time.advance(Duration.ofSeconds(10));
    FakeSocket late = caller.opensMedia();

    assertTrue(late.isClosed());
    assertEquals(0, node.endpoints.size());
  }

  @Test
  void theSocketMayOvertakeTheAnswerToTheCommand() {
    carrier.script("connect", this::socketOpensMeanwhile);
    caller.arrives();
    time.advance(Duration.ofSeconds(1));
    assertTrue(node.lastEndpoint().isStarted());
    node.lastEndpoint().context().finish("sold");
    time.runReady();
    caller.over(carrier.last("connect"), "");

    assertEquals(List.of(Outcome.done("sold")), outcomes);
    assertEquals(List.of("connect agent", "say bye"), carrier.words());
  }

  private void socketOpensMeanwhile() {
    time.executor("carrier")
        .execute(
            () -> {
              FakeSocket socket =
                  FakeSocket.open(
                      node.router
                          .web()
                          .admit(
                              new io.callrouter.web.WebRequest(
                                  "GET",
                                  "/fake/media/" + carrier.lastToken,
                                  null,
                                  java.util.Map.of(),
                                  new byte[0])),
                      time);
              socket.says("start CA1");
            });
    waitFor(Duration.ofMillis(300));
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
  void aConnectThatIsRefusedHasFailedAndItsSocketIsNotAwaited() {
    carrier.script("connect", failing(new CarrierRefusedException("in use", 422, "90045")));
    caller.arrives();

    assertEquals(List.of(Outcome.failed("in use")), outcomes);
    assertEquals(List.of("answer"), carrier.words());
    caller.answers();
    assertEquals(List.of("answer", "say bye"), carrier.words());
    time.advance(Duration.ofSeconds(20));
    assertEquals(null, node.router.counters().get("watchdogs.media-start"));
  }

  @Test
  void aTapListensWhileTheFlowGoesOnUntilItIsStopped() {
    caller.tells("arrive", "from=+15550188");
    assertEquals(List.of("listen meter", "answer"), carrier.words());
    caller.answers();
    FakeSocket tap = caller.opensTap();
    caller.over("");
    assertEquals(
        List.of("listen meter", "answer", "say listened to", "stop 0.0", "say alone"),
        carrier.words());
    time.runReady();
    assertTrue(tap.isClosed());
    caller.over(carrier.last("listen"), "");
    caller.over("");
    caller.tells("ended", "");

    assertEquals(List.of(), settled().notes());
  }

  @Test
  void aTapWhoseStreamFailsIsNotedAndTheCallGoesOn() {
    caller.tells("arrive", "from=+15550188");
    caller.answers();
    caller.over(carrier.last("listen"), "failed=no-route");
    caller.over("");
    caller.over("");
    caller.tells("ended", "");

    assertEquals(
        List.of("tap meter: no-route", "stop-tap failed: tap meter does not listen (any more)"),
        settled().notes());
  }

  @Test
  void aTapWhoseStreamFailsBeforeItsCommandIsAnsweredListensNoMore() {
    carrier.script(
        "listen",
        () ->
            node.handle(
                "/fake/over/" + node.call("CA1").id() + "/0.0", "carrier=CA1 failed=no-route"));
    caller.tells("arrive", "from=+15550188");
    caller.answers();
    caller.over("");
    caller.over("");
    caller.tells("ended", "");

    assertEquals(
        List.of("tap meter: no-route", "stop-tap failed: tap meter does not listen (any more)"),
        settled().notes());
  }
}
