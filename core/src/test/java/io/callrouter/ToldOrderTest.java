package io.callrouter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.callrouter.call.Action;
import io.callrouter.call.CallEndedException;
import io.callrouter.call.CallRecord;
import io.callrouter.call.EndCause;
import io.callrouter.call.EndedBy;
import io.callrouter.call.Match;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The caller hangs up just as an announcement ends: in whatever order a told carrier's events come,
 * and what is told to it meanwhile, the record is the same.
 */
class ToldOrderTest {
  private final ManualTimekeeper time = Timekeeper.manual();
  private final ToldCarrier carrier = new ToldCarrier();
  private final List<String> noted = new CopyOnWriteArrayList<>();
  private final Node node =
      new Node(
          time,
          carrier,
          host ->
              host.route(
                  "office",
                  Match.any(),
                  flow -> {
                    flow.run(Action.say("hello"));
                    flow.once("said", () -> Boolean.toString(noted.add("said")));
                  }));
  private final ToldCaller caller = new ToldCaller(node, carrier, "CA1");

  @AfterEach
  void close() {
    node.close();
  }

  static Stream<List<String>> orders() {
    List<List<String>> orders = new ArrayList<>();
    permute(List.of("over", "ended", "ringing", "again"), List.of(), orders);
    return orders.stream();
  }

  private static void permute(List<String> left, List<String> order, List<List<String>> orders) {
    if (left.isEmpty()) {
      orders.add(order);
    }
    for (String next : left) {
      permute(
          left.stream().filter(one -> !one.equals(next)).toList(),
          Stream.concat(order.stream(), Stream.of(next)).toList(),
          orders);
    }
  }

  @ParameterizedTest
  @MethodSource("orders")
  void everyOrderGivesTheSameRecord(List<String> order) {
    carrier.script(
        "hangup", ToldCarrier.failing(new CallEndedException("the call has already ended")));
    caller.arrives();
    time.advance(Duration.ofSeconds(1));
    caller.tells("progress", "state=ANSWERED at=2026-01-01T12:00:01Z");
    String say = carrier.last("say");
    time.advance(Duration.ofSeconds(5));
    for (String event : order) {
      tell(event, say);
      time.advance(Duration.ofMillis(200));
    }
    time.advance(Duration.ofSeconds(12));

    assertEquals(1, node.records.size());
    CallRecord record = node.records.get(0);
    assertEquals(EndCause.COMPLETED, record.cause());
    assertEquals(EndedBy.FAR_END, record.endedBy());
    assertEquals("normal", record.carrierCode());
    assertEquals(Duration.ofSeconds(5), record.duration());
    assertEquals(List.of("said"), noted);
    assertEquals(List.of("answer", "say hello"), carrier.words());
    assertEquals(0, node.router.held());
  }

  private void tell(String event, String say) {
    switch (event) {
      case "over" -> caller.over(say, "");
      case "again" -> caller.over(say, "again=yes");
      case "ringing" -> caller.tells("progress", "state=RINGING");
      default -> caller.tells("ended", "code=normal at=2026-01-01T12:00:06Z");
    }
  }
}
