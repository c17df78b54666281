package io.callrouter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.call.Action;
import io.callrouter.call.CallRecord;
import io.callrouter.call.EndCause;
import io.callrouter.call.EndedBy;
import io.callrouter.call.Flow;
import io.callrouter.call.Match;
import io.callrouter.call.Target;
import io.callrouter.media.AudioEndpoint;
import io.callrouter.media.AudioFrame;
import io.callrouter.media.EndpointContext;
import io.callrouter.spi.Store;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A node dies with one of its writes to the shared store, whichever that is, and the carrier asks
 * nobody: every call is carried on by command to its hang-up, and has one record.
 */
class ToldDeathAtAnyWriteTest {
  private static final Target EVEN = Target.phone("+14155550122");
  private static final Target ODD = Target.phone("+14155550133");

  private final ManualTimekeeper time = Timekeeper.manual();
  private final List<Life> lives = new CopyOnWriteArrayList<>();
  private final List<Node> nodes = new CopyOnWriteArrayList<>();
  private final List<CallRecord> taken = new CopyOnWriteArrayList<>();
  private Random random = new Random();
  private final AutomaticCarrier carrier =
      new AutomaticCarrier(time, () -> random, this::node, 900);
  private Store store = Store.inMemory(time::now);

  @AfterEach
  void close() {
    time.close();
  }

  /** One that lives, if there is one. */
  private int node() {
    int any = random.nextInt(nodes.size());
    return lives.get(any).isOver() ? nodes.size() - 1 : any;
  }

  private void node(Life life) {
    lives.add(life);
    Node node =
        new Node(
            time,
            carrier,
            host ->
                life.host(host)
                    .process("process" + nodes.size())
                    .endpoint("talk", context -> new Talk())
                    .recordSink("crm", taken::add)
                    .route("office", Match.any(), ToldDeathAtAnyWriteTest::office));
    nodes.add(node);
    carrier.reportTo(node);
  }

  private static void office(Flow flow) {
    String key = flow.run(Action.gather("key?").digits(1)).digits();
    flow.run(Action.connect("talk").with("key", key));
    flow.run(Action.pause(Duration.ofSeconds(1)));
    flow.run(Action.dial(EVEN, ODD));
    flow.run(Action.say(flow.once("bye", () -> "bye " + key)));
  }

  /** Has done its part after a while, unless its node is dead by then. */
  private final class Talk implements AudioEndpoint {
    @Override
    public void onStart(EndpointContext context) {
      time.schedule(Duration.ofSeconds(2), () -> context.finish("done"));
    }

    @Override
    public void onAudio(EndpointContext context, AudioFrame frame) {}

    @Override
    public void close() {}
  }

  private void calls(int number) {
    for (int i = 0; i < number; i++) {
      carrier.call("CA" + i);
    }
    time.advance(Duration.ofMinutes(4));
  }

  private void assertAllCameToTheirEnd(int number, String how) {
    for (int i = 0; i < number; i++) {
      String id = "CA" + i;
      List<CallRecord> records =
          taken.stream().filter(one -> one.call().carrierId().equals(id)).toList();
      String all = how + " " + id + " " + carrier.sent + " " + records;
      assertTrue(!records.isEmpty(), all);
      assertEquals(1, Set.copyOf(records).size(), all);
      assertEquals(EndCause.COMPLETED, records.get(0).cause(), all);
      assertEquals(EndedBy.HOST, records.get(0).endedBy(), all);
      assertTrue(carrier.isGone(id), all);
      String call = records.get(0).call().id();
      for (String command : List.of("gather 1", "say bye 7", "hangup")) {
        assertEquals(
            1,
            carrier.commands.stream()
                .filter(one -> one.startsWith(command) && one.contains(call))
                .count(),
            all);
      }
    }
    assertEquals(Set.of(), store.list("live/").keySet(), how);
    assertEquals(calls(), recorded(), how);
    List<String> dialled = carrier.sentOf("dial");
    assertEquals(Set.copyOf(dialled).size(), dialled.size(), how + ": nobody is called twice");
    for (int i = 0; i < nodes.size(); i++) {
      if (!lives.get(i).isOver()) {
        assertEquals(0, nodes.get(i).router.held(), how);
      }
    }
  }

  /** Every call that the store knows has its record, the legs among them. */
  private Set<String> calls() {
    return store.list("call/").keySet();
  }

  private Set<String> recorded() {
    return taken.stream()
        .map(one -> "call/" + one.call().id())
        .collect(java.util.stream.Collectors.toSet());
  }

  static IntStream writes() {
    return IntStream.rangeClosed(1, 120);
  }

  static IntStream everyThird() {
    return writes().filter(write -> write % 3 == 0);
  }

  @ParameterizedTest
  @MethodSource("writes")
  void ofOneOfTwoNodes(int write) {
    boolean takesEffect = write % 2 == 0;
    random = new Random(write);
    node(new Life(time, store).endingAt(write, takesEffect));
    node(new Life(time, store));
    calls(2);

    assertTrue(lives.get(0).isOver(), "it has not written so often: " + lives.get(0).writes());
    assertAllCameToTheirEnd(2, "write " + write);
  }

  @ParameterizedTest
  @MethodSource("everyThird")
  void ofTheOnlyNodeWhichIsStartedAgain(int write) {
    random = new Random(write);
    store = new ExclusiveStore(time);
    Life first = new Life(time, store).endingAt(write, write % 2 == 0);
    node(first);
    for (int i = 0; i < 2; i++) {
      carrier.call("CA" + i);
    }
    time.advanceUntil(first::isOver, Duration.ofMinutes(4));
    time.advance(Duration.ofSeconds(1));
    node(new Life(time, store));
    time.advance(Duration.ofMinutes(4));

    assertTrue(first.isOver(), "it has not written so often: " + first.writes());
    assertAllCameToTheirEnd(2, "write " + write);
  }

  @Test
  void withoutADeathNobodyTakesAnythingOver() {
    node(new Life(time, store));
    node(new Life(time, store));
    calls(6);

    assertAllCameToTheirEnd(6, "no death");
    nodes.forEach(node -> assertEquals(0, node.router.health().adoptedCalls()));
    assertEquals(carrier.commands.size(), carrier.sent.size(), "nothing is sent twice");
    assertEquals(18, taken.size());
    assertEquals(6, carrier.joined.size());
  }
}
