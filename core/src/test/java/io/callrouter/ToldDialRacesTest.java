package io.callrouter;

import static io.callrouter.ToldCarrier.failing;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.callrouter.call.Action;
import io.callrouter.call.CarrierUnreachableException;
import io.callrouter.call.Flow;
import io.callrouter.call.Match;
import io.callrouter.call.Outcome;
import io.callrouter.call.Target;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What comes at the wrong instant of a told carrier's dial leaves no leg behind, nor work. */
class ToldDialRacesTest {
  private static final Target SALES = Target.sip("sip:sales@pbx.example.com");
  private static final Target MOBILE = Target.phone("+14155550122");

  private final ManualTimekeeper time = Timekeeper.manual();
  private final ToldCarrier carrier = new ToldCarrier();
  private final List<Outcome> outcomes = new CopyOnWriteArrayList<>();
  private volatile Action.Dial dial = Action.dial(SALES, MOBILE).answerOnBridge(false);
  private final Node node =
      new Node(time, carrier, host -> host.route("office", Match.any(), this::office));
  private final ToldCaller caller = new ToldCaller(node, carrier, "CA1");

  private void office(Flow flow) {
    Outcome outcome = flow.run(dial);
    flow.once("noted", () -> outcomes.add(outcome) ? "noted" : "");
    flow.run(Action.say("bye"));
  }

  @AfterEach
  void close() {
    node.close();
  }

  private String carrierId(int leg) {
    return "LEG-" + node.call("CA1").id() + "-0.0-" + leg;
  }

  private void leg(int number, String kind, String words) {
    String carrierId = carrierId(number);
    String step = node.call("CA1").id() + "/0.0";
    node.ask("/fake/leg", "carrier=" + carrierId + " for=" + step + " event=" + kind);
    node.ask("/fake/" + kind, ("carrier=" + carrierId + " " + words).strip());
    time.runReady();
  }

  private void takes(Duration length) {
    try {
      time.await(new CompletableFuture<@Nullable Void>(), length);
    } catch (TimeoutException | InterruptedException e) {
      // That was the time.
    }
  }

  @Test
  void aCallerWhoHangsUpWhileALegIsBeingDialledHasAllLegsDroppedAndIsLeftAlone() {
    carrier.script("dial", () -> {}, () -> takes(Duration.ofSeconds(6)));
    caller.arrives();
    caller.answers();
    caller.tells("ended", "");
    time.advance(Duration.ofSeconds(7));

    assertEquals(
        List.of("drop " + carrierId(0), "drop " + carrierId(1)),
        carrier.words().stream().filter(one -> one.startsWith("drop")).sorted().toList());
    time.advance(Duration.ofSeconds(12));
    assertEquals(3, node.records.size());
    assertEquals(0, node.router.held());
  }

  @Test
  void aTargetThatFailedAndRingsAllTheSameCountsAsOneTarget() {
    carrier.script("dial", failing(new CarrierUnreachableException("status 500", null)));
    caller.arrives();
    caller.answers();
    assertEquals(List.of("answer", "dial 1 " + MOBILE), carrier.words());
    leg(0, "progress", "state=RINGING");
    leg(0, "ended", "cause=BUSY");
    assertEquals(List.of(), outcomes);
    leg(1, "ended", "cause=NO_ANSWER");

    assertEquals(List.of(Outcome.Kind.NO_ANSWER), outcomes.stream().map(Outcome::kind).toList());
    assertEquals("say bye", carrier.words().get(2));
  }
}
