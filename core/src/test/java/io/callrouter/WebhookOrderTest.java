package io.callrouter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.callrouter.call.Action;
import io.callrouter.call.CallRecord;
import io.callrouter.call.CallState;
import io.callrouter.call.EndCause;
import io.callrouter.call.Flow;
import io.callrouter.call.Match;
import io.callrouter.spi.Store;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A carrier's requests after the first, in any order, repeated, overlapping, at either of two nodes
 * and all inside the settling time: the same state and the same record.
 */
class WebhookOrderTest {
  private final ManualTimekeeper time = Timekeeper.manual();
  private final Store store = Store.inMemory(time::now);
  private final List<Node> nodes = List.of(node(), node());

  private Node node() {
    return new Node(
        time,
        host ->
            host.store(store)
                .tokenSecret(Node.SECRET)
                .route("office", Match.any(), WebhookOrderTest::office));
  }

  private static void office(Flow flow) {
    String key = flow.run(Action.gather("key?").digits(1)).digits();
    flow.run(Action.connect("agent").with("key", key));
    flow.run(Action.say("goodbye"));
  }

  static LongStream seeds() {
    return LongStream.range(0, 150);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyOrderGivesTheSameRecord(long seed) {
    Random random = new Random(seed);
    Caller caller = new Caller(nodes.get(0), "CA1");
    caller.arrives();
    String call = caller.step().replaceFirst("/.*", "");
    List<String[]> requests = new ArrayList<>();
    requests.add(new String[] {"progress", "state=RINGING at=2026-01-01T12:00:00Z"});
    requests.add(new String[] {"progress", "state=ANSWERED at=2026-01-01T12:00:01Z"});
    requests.add(new String[] {"ask/" + call + "/0.0", "digits=1"});
    requests.add(new String[] {"ask/" + call + "/0.1", "gone=1"});
    requests.add(new String[] {"told", ""});
    requests.add(new String[] {"ended", "at=2026-01-01T12:00:41Z seconds=40 code=completed"});
    int distinct = requests.size();
    for (int i = 0; i < 6; i++) {
      requests.add(requests.get(random.nextInt(distinct)));
    }
    Collections.shuffle(requests, random);

    for (String[] request : requests) {
      Node node = nodes.get(random.nextInt(2));
      var unused = node.post("/fake/" + request[0], "carrier=CA1 " + request[1]);
      if (random.nextBoolean()) {
        time.advance(Duration.ofMillis(random.nextInt(150)));
      }
    }
    time.advance(Duration.ofSeconds(20));

    assertEquals(CallState.ENDED, nodes.get(0).call("CA1").state(), () -> "seed " + seed);
    assertEquals(
        1, nodes.get(0).records.size() + nodes.get(1).records.size(), () -> "seed " + seed);
    CallRecord record = nodes.get(0).call("CA1").record().orElseThrow();
    assertEquals(Instant.parse("2026-01-01T12:00:01Z"), record.answeredAt(), () -> "seed " + seed);
    assertEquals(Instant.parse("2026-01-01T12:00:41Z"), record.endedAt(), () -> "seed " + seed);
    assertEquals(Duration.ofSeconds(40), record.duration(), () -> "seed " + seed);
    assertEquals(EndCause.COMPLETED, record.cause(), () -> "seed " + seed);
    assertEquals("completed", record.carrierCode(), () -> "seed " + seed);
    nodes.forEach(node -> assertEquals(0, node.router.held(), () -> "seed " + seed));
  }
}
