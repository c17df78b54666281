package io.callrouter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.call.Action;
import io.callrouter.call.CallRecord;
import io.callrouter.call.EndCause;
import io.callrouter.call.EndedBy;
import io.callrouter.call.FlowFunction;
import io.callrouter.call.Match;
import io.callrouter.call.Outcome;
import io.callrouter.call.Reason;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Flows through the router, one carrier's request after another. */
class FlowCallTest {
  private static final Action KEY = Action.gather("key?").digits(1);

  private final ManualTimekeeper time = Timekeeper.manual();
  private final List<String> log = new CopyOnWriteArrayList<>();
  private @Nullable Node node;

  @AfterEach
  void close() {
    if (node != null) {
      node.close();
    }
  }

  private Caller withFlow(FlowFunction flow) {
    return withHost(host -> host.route("office", Match.any(), flow));
  }

  private Caller withHost(UnaryOperator<CallRouterBuilder> host) {
    Node made = new Node(time, host);
    node = made;
    return new Caller(made, "CA1");
  }

  private CallRecord record() {
    assertTrue(node != null);
    time.advance(Duration.ofSeconds(10));
    assertEquals(1, node.records.size());
    return node.records.get(0);
  }

  @Test
  void aFlowIsRunStepByStepFromItsOutcomes() {
    Caller caller =
        withFlow(
            flow -> {
              Outcome key = flow.run(KEY);
              flow.run(Action.say(key.digits().equals("1") ? "sales" : "nobody"));
            });

    assertEquals("gather 1", caller.arrives());
    assertEquals("say sales", caller.asks("digits=1"));
    assertEquals("hangup", caller.asks(""));
    caller.tells("ended", "");

    CallRecord record = record();
    assertEquals(EndedBy.HOST, record.endedBy());
    assertEquals("office", record.route());
  }

  @Test
  void aGatherWithoutDigitsTimesOut() {
    Caller caller = withFlow(flow -> flow.run(Action.say(flow.run(KEY).kind().name())));
    caller.arrives();

    assertEquals("say TIMED_OUT", caller.asks("digits="));
  }

  @Test
  void aConnectIsOneStepAmongOthers() {
    Caller caller =
        withFlow(
            flow -> {
              flow.run(KEY);
              flow.run(Action.say("agent: " + flow.run(Action.connect("agent")).result()));
            });
    caller.arrives();
    assertEquals("connect agent", caller.asks("digits=1"));
    caller.opensMedia();
    assertTrue(node != null);
    node.lastEndpoint().context().finish("sold");
    time.runReady();

    assertEquals("say agent: sold", caller.asks(""));
  }

  @Test
  void aRequestForAnOlderStepGetsWhatIsCurrentNow() {
    Caller caller =
        withFlow(
            flow -> {
              flow.run(KEY);
              flow.run(Action.say("second"));
              flow.run(Action.say("third"));
            });
    caller.arrives();
    String first = caller.step();
    caller.asks("digits=1");
    assertTrue(node != null);

    assertEquals(
        "say second @" + caller.step(), node.ask("/fake/ask/" + first, "carrier=CA1 digits=2"));
    assertEquals("say third", caller.asks(""));
  }

  @Test
  void theFirstRequestInAnotherGuiseGetsWhatIsCurrentNow() {
    Caller caller =
        withFlow(
            flow -> {
              flow.run(KEY);
              flow.run(Action.say("second"));
            });
    caller.arrives();
    caller.asks("digits=1");
    assertTrue(node != null);

    assertEquals(
        "say second @" + caller.step(), node.ask("/fake/arrive", "carrier=CA1 from=another"));
    assertEquals(1L, node.router.counters().get("calls.arrived"));
  }

  @Test
  void aRequestForAStepThatWasNeverReachedMovesNothing() {
    Caller caller = withFlow(flow -> flow.run(KEY));
    caller.arrives();
    assertTrue(node != null);

    assertEquals(
        "gather 1 @" + caller.step(),
        node.ask("/fake/ask/" + caller.step().replace("0.0", "0.1"), "carrier=CA1"));
    assertEquals(
        "gather 1 @" + caller.step(),
        node.ask("/fake/ask/" + caller.step().replace("0.0", "1.0"), "carrier=CA1"));
  }

  @Test
  void anEndpointNobodyHasComesOutAsFailedByName() {
    Caller caller =
        withFlow(flow -> flow.run(Action.say(flow.run(Action.connect("nobody")).result())));

    assertEquals("say there is no endpoint named nobody", caller.arrives());
  }

  @Test
  void aCallThatEndsAtAnEndpointNobodyHasSaysSoInItsRecord() {
    Caller caller = withFlow(flow -> flow.run(Action.connect("nobody")));

    assertEquals("hangup", caller.arrives());
    caller.tells("ended", "");

    CallRecord record = record();
    assertEquals(EndCause.ENDPOINT_FAILED, record.cause());
    assertEquals(List.of("connect failed: there is no endpoint named nobody"), record.notes());
  }

  @Test
  void anActionTheProviderCannotSayComesOutAsFailed() {
    Caller caller =
        withFlow(
            flow ->
                flow.run(
                    Action.say(
                        flow.run(Action.play(java.net.URI.create("https://a.example/b.wav")))
                            .result())));

    assertEquals("say provider fake cannot play", caller.arrives());
  }

  @Test
  void aProviderWithAMistakeCostsTheActionAndNotTheCall() {
    Caller caller =
        withFlow(
            flow ->
                flow.run(
                    Action.say(flow.run(Action.custom("fake:dance", Map.of())).kind().name())));

    assertEquals("say FAILED", caller.arrives());
  }

  @Test
  void anAnsweredCallCannotBeRejected() {
    Caller caller =
        withFlow(
            flow -> {
              flow.run(KEY);
              flow.run(Action.say(flow.run(Action.reject(Reason.BUSY)).result()));
            });
    caller.arrives();
    caller.tells("progress", "state=ANSWERED");

    assertEquals("say an answered call cannot be rejected", caller.asks("digits=1"));
  }

  @Test
  void aRejectedCallsRecordSaysSo() {
    Caller caller =
        withHost(host -> host.route("closed", Match.any(), Action.reject(Reason.DECLINED)));

    assertEquals("reject DECLINED", caller.arrives());
    caller.tells("ended", "cause=BUSY code=busy");

    CallRecord record = record();
    assertEquals(EndCause.REJECTED, record.cause());
    assertEquals("busy", record.carrierCode());
    assertEquals(EndedBy.HOST, record.endedBy());
  }

  @Test
  void aCallNoRouteTakesIsRefused() {
    Caller caller = withHost(host -> host.route("office", Match.to("+1999"), flow -> {}));

    assertEquals("reject BUSY", caller.arrives());
    assertEquals("otherwise", record().route());
  }

  @Test
  void aPredicateThatThrowsIsPassedOver() {
    Caller caller =
        withHost(
            host ->
                host.route(
                        "broken",
                        call -> {
                          throw new IllegalStateException("broken");
                        },
                        Action.say("broken"))
                    .route("office", Match.any(), Action.say("office")));

    assertEquals("say office", caller.arrives());
  }

  @Test
  void theFirstRouteThatMatchesTakesTheCall() {
    Caller caller =
        withHost(
            host ->
                host.route("one", Match.to("+15550100"), Action.say("one"))
                    .route("two", Match.any(), Action.say("two")));

    assertEquals("say one", caller.arrives());
    assertEquals("hangup", caller.asks(""));
  }

  @Test
  void aFlowThatThrowsBeforeTheAnswerGetsOtherwise() {
    Caller caller =
        withFlow(
            flow -> {
              throw new IllegalStateException("no database");
            });

    assertEquals("reject BUSY", caller.arrives());
    caller.tells("ended", "cause=BUSY");

    CallRecord record = record();
    assertEquals(EndCause.FLOW_FAILED, record.cause());
    assertEquals(EndedBy.ROUTER, record.endedBy());
    assertEquals(
        List.of("flow office at step 0 threw java.lang.IllegalStateException: no database"),
        record.notes());
  }

  @Test
  void aFlowThatThrowsAfterTheAnswerIsHungUpIfOtherwiseCannotBeDone() {
    Caller caller =
        withFlow(
            flow -> {
              flow.run(KEY);
              throw new IllegalStateException("no database");
            });
    caller.arrives();
    caller.tells("progress", "state=ANSWERED");

    assertEquals("hangup", caller.asks("digits=1"));
    assertEquals(EndCause.FLOW_FAILED, record().cause());
  }

  @Test
  void aFlowThatThrowsAfterTheAnswerGetsOtherwiseIfThatCanBeDone() {
    Caller caller =
        withHost(
            host ->
                host.otherwise(Action.say("sorry"))
                    .route(
                        "office",
                        Match.any(),
                        flow -> {
                          flow.run(KEY);
                          throw new IllegalStateException("no database");
                        }));
    caller.arrives();
    caller.tells("progress", "state=ANSWERED");

    assertEquals("say sorry", caller.asks("digits=1"));
    assertEquals("hangup", caller.asks(""));
    assertEquals(EndCause.FLOW_FAILED, record().cause());
  }

  @Test
  void aFlowThatTakesAnotherWayFailsWithItsMessage() {
    Caller caller =
        withFlow(
            flow -> {
              log.add("run");
              flow.run(Action.say("run " + log.size()));
              flow.run(KEY);
            });
    caller.arrives();

    assertEquals("reject BUSY", caller.asks(""));
    assertTrue(record().notes().get(0).contains("took another way"));
  }

  @Test
  void aFlowThatNeverReturnsIsEndedAfterItsTime() {
    Caller caller =
        withFlow(
            flow -> {
              try {
                flow.run(KEY);
              } finally {
                if (flow.step() == 1) {
                  sleepOn(time);
                }
              }
              sleepOn(time);
            });
    caller.arrives();
    long asked = time.nanoTime();

    assertEquals("reject BUSY", caller.asks("digits=1"));
    assertEquals(Duration.ofSeconds(5), Duration.ofNanos(time.nanoTime() - asked));
    assertTrue(record().notes().get(0).contains("did not come to its next action within 5000 ms"));
  }

  private static void sleepOn(ManualTimekeeper time) {
    try {
      time.await(new CompletableFuture<@Nullable Void>(), Duration.ofHours(1));
    } catch (TimeoutException | InterruptedException e) {
      // It was long enough.
    }
  }

  @Test
  void onceIsRunOnceThoughTheFlowIsRunAgain() {
    Caller caller =
        withFlow(
            flow -> {
              String name = flow.once("customer", () -> "customer " + log.add("looked up"));
              flow.run(Action.say(name));
              flow.run(KEY);
            });

    assertEquals("say customer true", caller.arrives());
    assertEquals("gather 1", caller.asks(""));
    assertEquals(List.of("looked up"), log);
  }

  @Test
  void fiftyStepsAreNotTooMany() {
    Caller caller =
        withFlow(
            flow -> {
              for (int i = 0; i < 50; i++) {
                flow.run(Action.say("step " + i));
              }
            });
    caller.arrives();
    for (int i = 1; i < 50; i++) {
      assertEquals("say step " + i, caller.asks(""));
    }

    assertEquals("hangup", caller.asks(""));
    assertEquals(EndedBy.HOST, record().endedBy());
  }

  @Test
  void theFiftyFirstStepEndsTheCallWithItsOwnCause() {
    Caller caller =
        withFlow(
            flow -> {
              while (true) {
                flow.run(Action.say("again"));
              }
            });
    caller.arrives();
    for (int i = 1; i < 50; i++) {
      assertEquals("say again", caller.asks(""));
    }

    assertEquals("hangup", caller.asks(""));
    assertEquals(EndCause.TOO_MANY_STEPS, record().cause());
  }

  @Test
  void failuresWithoutTheCarrierCountAsStepsToo() {
    Caller caller =
        withFlow(
            flow -> {
              while (true) {
                flow.run(Action.connect("nobody"));
              }
            });

    assertEquals("hangup", caller.arrives());
    assertEquals(EndCause.TOO_MANY_STEPS, record().cause());
  }
}
