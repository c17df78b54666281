package io.callrouter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.call.Action;
import io.callrouter.call.CallRecord;
import io.callrouter.call.EndCause;
import io.callrouter.call.EndedBy;
import io.callrouter.call.Match;
import io.callrouter.media.AudioEndpoint;
import io.callrouter.media.AudioFrame;
import io.callrouter.media.ConnectContext;
import io.callrouter.media.EndpointContext;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import io.callrouter.web.Admission;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class CallRouterCloseTest {
  private final ManualTimekeeper time = Timekeeper.manual();
  private final Node node =
      new Node(
          time,
          host ->
              host.endpoint("stubborn", Stubborn::new)
                  .route("stubborn", Match.from("+15550222"), Action.connect("stubborn"))
                  .route("office", Match.any(), Action.connect("agent")));

  /** Takes a minute to end. */
  private final class Stubborn implements AudioEndpoint {
    Stubborn(ConnectContext context) {}

    @Override
    public void onAudio(EndpointContext context, AudioFrame frame) {}

    @Override
    public void onEnd(EndpointContext context) throws Exception {
      try {
        time.await(new CompletableFuture<String>(), Duration.ofMinutes(1));
      } catch (TimeoutException e) {
        // Now it will.
      }
    }
  }

  private Caller open(String carrierId) {
    Caller caller = new Caller(node, carrierId);
    caller.arrives();
    caller.opensMedia();
    return caller;
  }

  @Test
  void liveMediaAreEndedAndEveryCallGetsItsRecord() {
    Caller one = open("CA1");
    Caller two = open("CA2");
    new Caller(node, "CA3").arrives();

    node.close();

    assertEquals(1001, one.socket().code());
    assertEquals(1001, two.socket().code());
    node.endpoints.forEach(endpoint -> assertEquals(1, endpoint.closed.get()));
    assertEquals(3, node.records.size());
    for (CallRecord record : node.records) {
      assertEquals(EndCause.ROUTER_CLOSED, record.cause());
      assertEquals(EndedBy.ROUTER, record.endedBy());
    }
    assertEquals(3, node.events.stream().filter("RECORD ROUTER_CLOSED"::equals).count());
    assertTrue(node.provider.closed);
    assertEquals(0, node.router.activeCalls());
  }

  @Test
  void nothingIsLeftToBeDone() {
    open("CA1");
    Caller silent = new Caller(node, "CA2");
    silent.arrives();
    Caller ended = open("CA3");
    ended.tells("ended", "");

    node.close();
    time.runReady();

    assertEquals(0, node.router.held());
    assertEquals(null, time.untilNextTimer());
    assertEquals(3, node.records.size());
    time.advance(Duration.ofHours(1));
    assertEquals(3, node.records.size());
  }

  @Test
  void aCallThatHadEndedKeepsItsCause() {
    Caller caller = open("CA1");
    caller.tells("ended", "cause=FAILED");

    node.close();

    assertEquals(EndCause.FAILED, node.records.get(0).cause());
  }

  @Test
  void aCallThatWasHungUpWasNotEndedByTheClosing() {
    Caller caller = open("CA1");
    node.lastEndpoint().context().finish("");
    time.runReady();
    assertEquals("hangup", caller.asks(""));

    node.close();

    assertEquals(EndCause.COMPLETED, node.records.get(0).cause());
    assertEquals(EndedBy.HOST, node.records.get(0).endedBy());
  }

  @Test
  void anEndpointThatDoesNotEndHoldsTheClosingUpForFiveSecondsAtMost() {
    Caller caller = new Caller(node, "CA1");
    caller.arrivesFrom("+15550222");
    caller.opensMedia();
    long before = time.nanoTime();

    node.close();

    assertEquals(Duration.ofSeconds(5), Duration.ofNanos(time.nanoTime() - before));
    assertEquals(EndCause.ROUTER_CLOSED, node.records.get(0).cause());
  }

  @Test
  void aSocketThatWasAdmittedBeforeIsClosedAfter() {
    Caller caller = new Caller(node, "CA1");
    caller.arrives();
    Admission admission = node.knock("/fake/media/" + caller.token());
    node.close();

    assertEquals(1001, FakeSocket.open(admission, time).code());
    time.runReady();
    assertEquals(0, node.router.held());
  }

  @Test
  void closingTwiceIsClosingOnce() {
    open("CA1");
    node.close();
    List<CallRecord> records = List.copyOf(node.records);
    node.close();

    assertEquals(records, node.records);
  }
}
