package io.callrouter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.call.Action;
import io.callrouter.call.Call;
import io.callrouter.call.CallEvent;
import io.callrouter.call.Flow;
import io.callrouter.call.Match;
import io.callrouter.call.Timeline;
import io.callrouter.call.Timeline.Entry;
import io.callrouter.call.Timeline.Kind;
import io.callrouter.media.AudioEndpoint;
import io.callrouter.media.AudioFrame;
import io.callrouter.media.EndpointContext;
import io.callrouter.media.Pace;
import io.callrouter.media.PlayItem;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is known of a call afterwards: in order, on one clock, bounded, and gone in time. */
class TimelineTest {
  private final ManualTimekeeper time = Timekeeper.manual();
  private final Node node =
      new Node(
          time,
          host ->
              host.endpoint("talker", context -> new Talker())
                  .endpoint("nameless", context -> nameless())
                  .route("nameless", Match.from("+15550444"), Action.connect("nameless"))
                  .endpoint(
                      "broken",
                      context -> {
                        throw new IllegalStateException("no model\nfor +14155550177");
                      })
                  .route("pause", Match.from("+15550333"), Action.pause(Duration.ofSeconds(30)))
                  .route("broken", Match.from("+15550222"), Action.connect("broken"))
                  .route("office", Match.any(), TimelineTest::office)
                  .limits(
                      Limits.defaults()
                          .with(CountLimit.TIMELINE_ENTRIES, 40)
                          .with(CountLimit.TIMELINES_KEPT, 3)
                          .with(CountLimit.CONCURRENT_CALLS, 5)));
  private final Caller caller = new Caller(node, "CA1");

  /** Greets for a second, is cut by a key, and finishes by another. */
  private static final class Talker implements AudioEndpoint {
    @Override
    public Pace pace() {
      return Pace.AHEAD;
    }

    @Override
    public void onStart(EndpointContext context) {
      PlayItem item = context.item("greeting");
      item.send(new byte[8000]);
      item.end();
    }

    @Override
    public void onAudio(EndpointContext context, AudioFrame frame) {}

    @Override
    public void onDigit(EndpointContext context, char digit) {
      if (digit == '0') {
        context.clear();
      } else {
        context.finish("sold to 4111111111111111");
      }
    }
  }

  private static AudioEndpoint nameless() {
    return new AudioEndpoint() {
      @Override
      public void onAudio(EndpointContext context, AudioFrame frame) {}
    };
  }

  private static void office(Flow flow) {
    flow.run(Action.gather("Press one.").digits(1));
    flow.run(Action.connect("talker"));
    flow.run(Action.say("Goodbye."));
  }

  @AfterEach
  void close() {
    node.close();
  }

  private Timeline timeline(String carrierId) {
    return node.call(carrierId).timeline();
  }

  private static List<Kind> kinds(Timeline timeline) {
    return timeline.entries().stream().map(Entry::kind).toList();
  }

  private static Map<String, String> details(Timeline timeline, Kind kind) {
    return timeline.entries().stream()
        .filter(entry -> entry.kind() == kind)
        .findFirst()
        .orElseThrow()
        .details();
  }

  /** A whole call, in which a key cuts the greeting after 440 ms. */
  private void wholeCall() {
    caller.arrives();
    time.advance(Duration.ofMillis(2_500));
    caller.asks("digits=1");
    time.advance(Duration.ofMillis(120));
    FakeSocket socket = caller.opensMedia();
    time.advance(Duration.ofMillis(230));
    socket.says("mark m0");
    time.advance(Duration.ofMillis(210));
    socket.says("digit 0");
    time.advance(Duration.ofMillis(500));
    socket.says("digit 7");
    time.advance(Duration.ofMillis(30));
    caller.asks("");
    time.advance(Duration.ofSeconds(2));
    caller.tells("ended", "");
    time.advance(Duration.ofSeconds(2));
  }

  @Test
  void anEndpointOfAnAnonymousClassIsNamedByWhereItStands() {
    caller.arrivesFrom("+15550444");
    caller.opensMedia();

    assertEquals("TimelineTest$1", details(timeline("CA1"), Kind.ENDPOINT_STARTED).get("endpoint"));
  }

  @Test
  void aWholeCallReadsFromTopToBottom() {
    wholeCall();

    Timeline timeline = timeline("CA1");
    String id = timeline.call().id();
    assertEquals(
        """
        call ID (fake CA1) INBOUND from ***77 to ***00, 2026-01-01T12:00:00Z
            0.000 s  arrived           route=office
            0.000 s  request           events=arrived
            0.000 s  action            action=gather step=0
            2.500 s  request           events=action-ended step=0
            2.500 s  outcome           action=gather outcome=DONE step=0
            2.500 s  action            action=connect endpoint=talker step=1
            2.620 s  state             state=ANSWERED
            2.620 s  media started
            2.620 s  item sent         after-ms=0 carrier-ms=0 item=greeting queued-ms=980
            2.620 s  endpoint started  endpoint=Talker format=PCMU/8000 took-ms=0
            2.850 s  item heard        after-ms=30 item=greeting
            3.060 s  item over         audio-ms=1000 complete=false heard-ms=400 item=greeting
            3.060 s  cleared           carrier-ms=160 discarded-ms=600 heard-ms=400 items=1 \
        queued-ms=400
            3.060 s  digit
            3.560 s  marks             lag-ms=0 returned=1 sent=3
            3.560 s  endpoint ended    broken=false outcome=DONE
            3.560 s  digit
            3.560 s  outcome           action=connect endpoint=talker outcome=DONE step=1
            3.560 s  media ended
            3.590 s  request           events=action-ended step=1
            3.590 s  action            action=say step=2
            5.590 s  request           events=ended
            5.590 s  state             state=ENDED
            7.590 s  record            cause=COMPLETED
        """
            .replace("ID", id),
        timeline.text());
    assertEquals(timeline.text(), timeline.toString());
  }

  @Test
  void anEndpointThatBreaksIsNamedInOneLineThatIsNotTooLong() {
    caller.arrivesFrom("+15550222");
    caller.opensMedia();

    Timeline timeline = timeline("CA1");
    String what = details(timeline, Kind.TROUBLE).get("what");
    assertTrue(what.contains("threw IllegalStateException"), what);
    String reason = details(timeline, Kind.OUTCOME).get("reason");
    assertTrue(reason.length() <= 201 && !reason.contains("\n"), reason);
    assertEquals("true", details(timeline, Kind.ENDPOINT_ENDED).get("broken"));
  }

  @Test
  void aWatchdogIsInTheTimelineOfItsCall() {
    caller.arrivesFrom("+15550333");
    time.advance(Duration.ofMinutes(2));

    assertEquals("webhook", details(timeline("CA1"), Kind.WATCHDOG).get("watchdog"));
  }

  @Test
  void aSocketThatWasRefusedIsInTheTimelineOfItsCall() {
    wholeCallUntilMedia();
    for (int i = 0; i < 11; i++) {
      caller.socket().says("nonsense");
    }
    time.runReady();

    assertEquals("1003", details(timeline("CA1"), Kind.SOCKET_CLOSED).get("code"));
  }

  private void wholeCallUntilMedia() {
    caller.arrives();
    caller.asks("digits=1");
    caller.opensMedia();
  }

  @Test
  void aRefusedCallSaysWhy() {
    List<Caller> callers =
        IntStream.rangeClosed(1, 6).mapToObj(i -> new Caller(node, "CB" + i)).toList();
    callers.forEach(Caller::arrives);

    assertEquals("full", details(timeline("CB6"), Kind.REFUSED).get("reason"));
  }

  @Test
  void ofALongCallTheMiddleIsLeftOutAndCounted() {
    caller.arrivesFrom("+15550333");
    for (int i = 0; i < 100; i++) {
      caller.tells("told", "n=" + i);
    }
    Timeline timeline = timeline("CA1");

    assertEquals(41, timeline.entries().size());
    assertEquals(Kind.ARRIVED, timeline.entries().get(0).kind());
    assertEquals(Kind.LEFT_OUT, timeline.entries().get(20).kind());
    assertEquals(Kind.CARRIER, timeline.entries().get(40).kind());
    // Arrived, one request, one action; then a request and what it told, a hundred times.
    assertEquals("163", timeline.entries().get(20).details().get("entries"));
  }

  @Test
  void whatACarrierTellsInItsOwnWordsIsNotRepeated() {
    caller.arrivesFrom("+15550333");
    caller.tells("told", "");

    assertEquals(Map.of("event", "fake:told"), details(timeline("CA1"), Kind.CARRIER));
  }

  @Test
  void aTimelineIsKeptForTenMinutesAfterTheRecordAndThenGone() {
    wholeCall();
    Call call = node.call("CA1");
    time.advance(Duration.ofMinutes(10).minusMillis(1));
    assertFalse(call.timeline().entries().isEmpty());
    time.advance(Duration.ofMillis(1));

    assertEquals(List.of(), call.timeline().entries());
    assertTrue(call.timeline().text().contains("nothing is known here"));
    assertEquals(0, node.router.timelines.held());
    caller.tells("ended", "again=1");
    assertEquals(0, node.router.timelines.held());
  }

  @Test
  void ofManyCallsThatAreOverTheLatestAreKept() {
    for (int i = 1; i <= 5; i++) {
      new Caller(node, "CB" + i).arrivesFrom("+15550333");
      new Caller(node, "CB" + i).tells("ended", "n=" + i);
      time.advance(Duration.ofSeconds(3));
    }

    assertEquals(3, node.router.timelines.held());
    assertEquals(List.of(), timeline("CB2").entries());
    assertFalse(timeline("CB3").entries().isEmpty());
  }

  @Test
  void anotherNodeThatHadAPartInTheCallForgetsItToo() {
    FailingStore store = new FailingStore(time);
    try (Node a = shared(store);
        Node b = shared(store)) {
      Caller there = new Caller(a, "CA2");
      there.arrives();
      there.asks("digits=1");
      there.at(b);
      there.opensMedia();
      there.at(a);
      there.tells("ended", "");
      time.advance(Duration.ofSeconds(3));
      assertFalse(kinds(a.call("CA2").timeline()).contains(Kind.ITEM_SENT));
      assertTrue(kinds(b.call("CA2").timeline()).contains(Kind.ITEM_SENT));
      time.advance(Duration.ofMinutes(11));

      assertEquals(0, a.router.timelines.held());
      assertEquals(0, b.router.timelines.held());
    }
  }

  private Node shared(FailingStore store) {
    return new Node(
        time,
        host ->
            store
                .host(host)
                .endpoint("talker", context -> new Talker())
                .route("office", Match.any(), TimelineTest::office));
  }

  @Test
  void everyKindOfEventHasItsKindOfEntry() {
    List<String> entries = Arrays.stream(Kind.values()).map(Kind::name).toList();
    for (CallEvent.Kind kind : CallEvent.Kind.values()) {
      assertTrue(entries.contains(kind.name()), kind.name());
    }
  }
}
