package io.callrouter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.callrouter.call.Action;
import io.callrouter.call.Match;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * How often a call changes the store. In a file each change is forced to the disk, so this is what
 * a webhook costs there.
 */
class StoreChangesTest {
  private final ManualTimekeeper time = Timekeeper.manual();
  private final Life life = new Life(time, new ExclusiveStore(time));
  private final Node node =
      new Node(
          time,
          host ->
              life.host(host)
                  .route(
                      "menu",
                      Match.any(),
                      flow -> {
                        String key = flow.run(Action.gather("key?").digits(1)).digits();
                        flow.run(Action.connect("agent"));
                        flow.run(Action.say("key " + key));
                      }));
  private int before;

  @AfterEach
  void close() {
    node.close();
    time.close();
  }

  private int changes() {
    int since = life.changes() - before;
    before = life.changes();
    return since;
  }

  @Test
  void aCallChangesTheStoreThatOften() {
    time.runReady();
    assertEquals(1, changes(), "the node's own lease");
    Caller caller = new Caller(node, "CA1");
    caller.arrives();
    // Claim and answer of the event, the carrier's id, owner and value of the call; lease of the
    // flow, decision, end of the lease; handing over.
    assertEquals(9, changes(), "the first webhook");
    caller.asks("digits=1");
    // Claim and answer; how the action came out; lease, decision, end of the lease; handing over.
    assertEquals(7, changes(), "a question");
    caller.opensMedia();
    assertEquals(2, changes(), "a media socket: its token, and the call");
    node.lastEndpoint().context().finish("done");
    time.runReady();
    assertEquals(
        5, changes(), "an endpoint's end: lease, decision, end of the lease, outcome, end");
    caller.asks("");
    assertEquals(4, changes(), "the question after it");
    caller.tells("ended", "");
    assertEquals(3, changes(), "a status callback: claim, call, answer");
    time.advance(Duration.ofSeconds(3));
    // Closing, the sink, how long the carrier's id is known, the owner.
    assertEquals(4, changes(), "the record");
  }
}
