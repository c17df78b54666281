package io.callrouter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.callrouter.call.Action;
import io.callrouter.call.CallEvent;
import io.callrouter.call.Match;
import io.callrouter.call.Timeline;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Keys that a carrier reports apart from the media: once each, masked, and they end a recording.
 */
class ToldDigitTest {
  private final ManualTimekeeper time = Timekeeper.manual();
  private final ToldCarrier carrier = new ToldCarrier();
  private final List<CallEvent> events = new CopyOnWriteArrayList<>();
  private final Node node =
      new Node(
          time,
          carrier,
          host ->
              host.listener((call, event) -> events.add(event))
                  .route("media", Match.from("+15550188"), Action.connect("agent"))
                  .route(
                      "voicemail",
                      Match.any(),
                      flow -> {
                        flow.run(Action.record(Duration.ofMinutes(1)).finishOn("#9"));
                        flow.run(Action.say("bye"));
                      }));
  private final ToldCaller caller = new ToldCaller(node, carrier, "CA1");

  @AfterEach
  void close() {
    node.close();
  }

  private void records() {
    caller.arrives();
    caller.answers();
    assertEquals(List.of("answer", "record #9"), carrier.words());
  }

  @Test
  void aKeyThatEndsTheRecordingHasItCut() {
    records();
    caller.tells("digit", "key=9");
    assertEquals(List.of("answer", "record #9", "cut record"), carrier.words());
    caller.over(carrier.last("record"), "");

    assertEquals(List.of("answer", "record #9", "cut record", "say bye"), carrier.words());
  }

  @Test
  void anotherKeyDoesNot() {
    records();
    caller.tells("digit", "key=1");

    assertEquals(List.of("answer", "record #9"), carrier.words());
  }

  @Test
  void aRecordingThatIsLongInComingIsWaitedFor() {
    records();
    caller.tells("digit", "key=9");
    time.advance(Duration.ofSeconds(30));
    assertEquals(null, node.router.counters().get("watchdogs.cut"));
    assertEquals(List.of("answer", "record #9", "cut record"), carrier.words());
    caller.over(carrier.last("record"), "");

    assertEquals("say bye", carrier.words().get(3));
  }

  @Test
  void listenersAndTheTimelineHearOfAKeyButNotWhichOne() {
    records();
    caller.tells("digit", "key=4");

    CallEvent digit =
        events.stream().filter(one -> one.kind() == CallEvent.Kind.DIGIT).findFirst().orElseThrow();
    assertEquals("*", digit.details().get("digit"));
    List<Timeline.Entry> noted =
        node.call("CA1").timeline().entries().stream()
            .filter(one -> one.kind() == Timeline.Kind.DIGIT)
            .toList();
    assertEquals(1, noted.size());
    assertEquals(Map.of(), noted.get(0).details());
  }

  @Test
  void whileAnEndpointIsConnectedTheStreamTellsTheKeys() {
    caller.tells("arrive", "from=+15550188");
    FakeSocket socket = caller.opensMedia();
    socket.says("digit 5");
    caller.tells("digit", "key=5");

    assertEquals(1, events.stream().filter(one -> one.kind() == CallEvent.Kind.DIGIT).count());
  }
}
