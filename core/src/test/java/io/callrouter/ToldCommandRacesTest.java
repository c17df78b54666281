package io.callrouter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.callrouter.call.Action;
import io.callrouter.call.Flow;
import io.callrouter.call.Match;
import io.callrouter.call.Outcome;
import io.callrouter.call.Target;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens between a told carrier's taking a command and the router's noting that. */
class ToldCommandRacesTest {
  private static final Target SALES = Target.sip("sip:sales@pbx.example.com");

  private final ManualTimekeeper time = Timekeeper.manual();
  private final FailingStore store = new FailingStore(time);
  private final ToldCarrier carrier = new ToldCarrier();
  private final List<Outcome> outcomes = new CopyOnWriteArrayList<>();
  private final Node node =
      new Node(
          time,
          carrier,
          host ->
              store
                  .host(host)
                  .route("sales", Match.from("+15550199"), Action.dial(SALES))
                  .route("office", Match.any(), this::office));
  private final ToldCaller caller = new ToldCaller(node, carrier, "CA1");

  private void office(Flow flow) {
    Outcome outcome = flow.run(Action.say("hello"));
    flow.once("noted", () -> outcomes.add(outcome) ? "noted" : "");
    flow.run(Action.gather().digits(1));
  }

  @AfterEach
  void close() {
    node.close();
  }

  @Test
  void aCommandOfTheHostsWhileTheCallIsBeingAnsweredAnswersItNoSecondTimeAndCutsNothing() {
    carrier.script("answer", () -> node.call("CA1").run(Action.say("instead")));
    caller.arrives();
    assertEquals(List.of("answer"), carrier.words());
    caller.answers();

    assertEquals(List.of("answer", "say instead"), carrier.words());
  }

  @Test
  void anActionThatTheCarrierHasTakenDoesNotFailBecauseTheStoreFailsOnce() {
    carrier.script("say", store::failOnce);
    caller.arrives();
    caller.answers();
    assertEquals(List.of(), outcomes);
    time.advance(Duration.ofSeconds(6));
    assertEquals(List.of("answer", "say hello"), carrier.words());
    caller.over("");

    assertEquals(List.of(Outcome.done()), outcomes);
    assertEquals(List.of("answer", "say hello", "gather 1"), carrier.words());
  }

  @Test
  void twoWhoAreJoinedStaySoAlthoughTheStoreFailsOnce() {
    carrier.script("join", store::failOnce);
    caller.tells("arrive", "from=+15550199");
    String step = node.call("CA1").id() + "/0.0";
    String leg = "carrier=LEG-" + node.call("CA1").id() + "-0.0-0";
    node.ask("/fake/leg", leg + " for=" + step + " event=progress");
    node.ask("/fake/progress", leg + " state=ANSWERED");
    time.runReady();
    caller.answers();
    time.advance(Duration.ofSeconds(6));

    assertEquals(List.of(), carrier.sentOf("drop"));
    assertEquals(1, carrier.sentOf("join").stream().distinct().count());
  }
}
