package io.callrouter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.call.Action;
import io.callrouter.call.CallRecord;
import io.callrouter.call.Match;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecordsTest {
  private final ManualTimekeeper time = Timekeeper.manual();
  private final List<CallRecord> offered = new CopyOnWriteArrayList<>();
  private volatile boolean broken = true;
  private volatile boolean incomplete;
  private final Node node =
      new Node(
          time,
          host ->
              host.recordSink("crm", this::offer)
                  .route("office", Match.any(), Action.say("hello")));

  @AfterEach
  void close() {
    node.close();
  }

  private void offer(CallRecord record) throws IOException {
    offered.add(record);
    if (incomplete) {
      throw new NoClassDefFoundError("crm/Client");
    }
    if (broken) {
      throw new IOException("the CRM is down");
    }
  }

  private void endedCall() {
    Caller caller = new Caller(node, "CA1");
    caller.arrives();
    caller.tells("ended", "");
    time.advance(Duration.ofSeconds(2));
  }

  @Test
  void aSinkThatFailsGetsTheSameRecordAgainUntilItTakesIt() {
    endedCall();
    assertEquals(1, offered.size());
    time.advance(Duration.ofSeconds(1));
    assertEquals(2, offered.size());
    time.advance(Duration.ofSeconds(2));
    assertEquals(3, offered.size());
    broken = false;
    time.advance(Duration.ofSeconds(4));
    assertEquals(4, offered.size());
    time.advance(Duration.ofHours(1));

    assertEquals(4, offered.size());
    offered.forEach(record -> assertEquals(offered.get(0), record));
    assertEquals(3L, node.router.counters().get("records.retried"));
    assertEquals(0, node.router.held());
  }

  @Test
  void aSinkThatFailsHoldsNoOtherUp() {
    endedCall();

    assertEquals(offered, node.records);
    time.advance(Duration.ofMinutes(5));
    assertEquals(1, node.records.size());
  }

  @Test
  void aSinkWhoseClassesAreMissingHoldsNoOtherUpAndIsAskedAgain() {
    incomplete = true;
    endedCall();

    assertEquals(1, node.records.size());
    incomplete = false;
    broken = false;
    time.advance(Duration.ofSeconds(1));
    assertEquals(2, offered.size());
    assertEquals(0, node.router.held());
  }

  @Test
  void aRecordIsKeptUntilItWasTaken() {
    endedCall();
    time.advance(Duration.ofHours(30));
    assertTrue(node.router.call("fake", "CA1").isPresent());
    broken = false;
    time.advance(Duration.ofMinutes(1));
    int all = offered.size();

    time.advance(Duration.ofHours(25));
    assertEquals(all, offered.size());
    assertTrue(node.router.call("fake", "CA1").isEmpty());
  }

  @Test
  void theTimeBetweenTriesGrowsToAMinute() {
    endedCall();
    time.advance(Duration.ofMinutes(10));
    int tries = offered.size();
    time.advance(Duration.ofMinutes(10));

    assertEquals(tries + 10, offered.size());
  }
}
