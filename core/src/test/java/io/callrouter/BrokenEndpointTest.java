package io.callrouter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.call.Action;
import io.callrouter.call.CallRecord;
import io.callrouter.call.EndCause;
import io.callrouter.call.EndedBy;
import io.callrouter.call.Flow;
import io.callrouter.call.Match;
import io.callrouter.media.AudioEndpoint;
import io.callrouter.media.AudioFrame;
import io.callrouter.media.EndpointContext;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A call whose endpoint throws, or does not come back from a callback, and the calls beside it. */
class BrokenEndpointTest {
  private String breaksIn = "";
  private boolean throwing;
  private final ManualTimekeeper time = Timekeeper.manual();
  private final CompletableFuture<Void> letGo = new CompletableFuture<>();
  private final Node node =
      new Node(
          time,
          host ->
              host.endpoint("broken", context -> new Broken(breaksIn))
                  .endpoint("echo", context -> new Broken(""))
                  .route("last", Match.from("+15550111"), Action.connect("broken"))
                  .route("saved", Match.from("+15550222"), BrokenEndpointTest::connectThenSay)
                  .route("next", Match.from("+15550333"), BrokenEndpointTest::connectThenAgent)
                  .route("office", Match.any(), Action.connect("echo")));
  private final Caller caller = new Caller(node, "CA1");

  /** Echoes, and breaks where a test wants it to; deaf to interrupts. */
  private final class Broken implements AudioEndpoint {
    private final String in;

    Broken(String in) {
      this.in = in;
      at("factory");
    }

    @Override
    public void onStart(EndpointContext context) {
      at("onStart");
    }

    @Override
    public void onAudio(EndpointContext context, AudioFrame frame) {
      at("onAudio");
      context.item("echo").send(frame.array(), frame.offset(), frame.length());
    }

    @Override
    public void onDigit(EndpointContext context, char digit) {
      at("onDigit");
      switch (digit) {
        case '1' -> context.finish("done");
        case '2' -> context.fail("gave up");
        default -> {}
      }
    }

    @Override
    public void onEnd(EndpointContext context) {
      at("onEnd");
    }

    @Override
    public void close() {
      at("close");
    }

    private void at(String callback) {
      if (!callback.equals(in)) {
        return;
      }
      if (throwing) {
        throw new IllegalStateException("broken");
      }
      while (!letGo.isDone()) {
        try {
          time.await(letGo, Duration.ofDays(1));
        } catch (InterruptedException e) {
          // It is what this endpoint is for.
        } catch (TimeoutException e) {
          throw new AssertionError(e);
        }
      }
    }
  }

  private static void connectThenSay(Flow flow) {
    flow.run(Action.connect("broken"));
    flow.run(Action.say("sorry"));
  }

  private static void connectThenAgent(Flow flow) {
    flow.run(Action.connect("broken"));
    flow.run(Action.connect("agent"));
  }

  @AfterEach
  void close() {
    letGo.complete(null);
    node.close();
  }

  private CallRecord settled() {
    time.advance(Duration.ofSeconds(20));
    assertEquals(1, node.records.size());
    assertEquals(0, node.router.held());
    return node.records.get(0);
  }

  /** Brings what makes it reach each callback, on a reader that can be kept, for 15 s. */
  private void lives() {
    for (int i = 0; i < 8; i++) {
      says("audio 1");
      says("digit 5");
      time.advance(Duration.ofSeconds(2));
    }
    time.advance(Duration.ofSeconds(1));
  }

  private void says(String message) {
    FakeSocket socket = caller.socket();
    time.executor("reader").execute(() -> socket.says(message));
    time.runReady();
  }

  @ParameterizedTest
  @CsvSource({
    "factory, false",
    "factory, true",
    "onStart, false",
    "onStart, true",
    "onAudio, true",
    "onDigit, false",
    "onDigit, true"
  })
  void aCallThatEndsWhereItsEndpointBrokeHasThatForItsCause(String callback, boolean throwsThere) {
    breaksIn = callback;
    throwing = throwsThere;
    caller.arrivesFrom("+15550111");
    caller.opensMedia();
    lives();

    assertTrue(caller.socket().isClosed());
    assertEquals("hangup", caller.asks(""));
    caller.tells("ended", "");
    CallRecord record = settled();
    assertEquals(EndCause.ENDPOINT_FAILED, record.cause());
    assertEquals(EndedBy.ROUTER, record.endedBy());
    assertEquals(1, record.notes().size());
    String note = record.notes().get(0);
    assertTrue(note.startsWith("connect failed: "), note);
    assertTrue(note.contains(callback.equals("factory") ? "endpoint broken" : callback), note);
    assertEquals(
        1L, node.router.counters().get(throwsThere ? "endpoints.failed" : "endpoints.stuck"));
  }

  @Test
  void theFlowGoesOnAfterAnEndpointThatIsStuckAndTheCallEndsAsAnyOther() {
    breaksIn = "onStart";
    caller.arrivesFrom("+15550222");
    caller.opensMedia();
    time.advance(Duration.ofSeconds(11));

    assertEquals("say sorry", caller.asks(""));
    caller.asks("");
    caller.tells("ended", "");
    assertEquals(EndCause.COMPLETED, settled().cause());
  }

  @Test
  void theNextEndpointTakesTheStreamOverFromOneThatIsStuck() {
    breaksIn = "onStart";
    caller.arrivesFrom("+15550333");
    caller.opensMedia();
    time.advance(Duration.ofSeconds(9));
    caller.socket().says("audio 1");
    time.advance(Duration.ofSeconds(1));

    assertFalse(caller.socket().isClosed());
    assertTrue(node.lastEndpoint().isStarted());
    assertEquals(1, node.lastEndpoint().frames.get());
  }

  @Test
  void whatAnEndpointSaysOfItselfIsNotABrokenOne() {
    caller.arrivesFrom("+15550111");
    caller.opensMedia();
    says("digit 2");
    caller.asks("");
    caller.tells("ended", "");

    assertEquals(EndCause.COMPLETED, settled().cause());
  }

  @ParameterizedTest
  @ValueSource(strings = {"onEnd", "close"})
  void anEndpointStuckInItsEndKeepsNeitherTheCallNorItsRecord(String callback) {
    breaksIn = callback;
    caller.arrivesFrom("+15550111");
    caller.opensMedia();
    caller.tells("ended", "");
    time.advance(Duration.ofSeconds(2));
    assertEquals(1, node.records.size());
    time.advance(Duration.ofSeconds(3));

    assertEquals(EndCause.COMPLETED, node.records.get(0).cause());
    assertEquals(0, node.router.held());
    assertEquals(1L, node.router.counters().get("endpoints.stuck"));
  }

  @Test
  void anEndpointStuckInItsEndKeepsTheFlowForFiveSecondsOnly() {
    breaksIn = "onEnd";
    caller.arrivesFrom("+15550222");
    caller.opensMedia();
    says("digit 1");
    time.advance(Duration.ofMillis(4_999));
    assertFalse(caller.socket().isClosed());
    time.advance(Duration.ofMillis(1));

    assertTrue(caller.socket().isClosed());
    assertEquals("say sorry", caller.asks(""));
    assertTrue(node.events.contains("OUTCOME 0 connect DONE"));
  }

  @Test
  void onAudioThatKeepsTheReaderEndsTheMediaAndTheCarrierIsAskedForAnother() {
    breaksIn = "onAudio";
    caller.arrivesFrom("+15550333");
    caller.opensMedia();
    says("audio 1");
    time.advance(Duration.ofMillis(11_999));
    assertFalse(caller.socket().isClosed());
    time.advance(Duration.ofMillis(1));

    assertEquals(1011, caller.socket().code());
    assertEquals(null, node.router.counters().get("watchdogs.media-silence"));
    assertEquals(1L, node.router.counters().get("endpoints.stuck"));
    assertEquals("connect agent", caller.asks(""));
    caller.opensMedia().says("audio 1");
    assertEquals(1, node.lastEndpoint().frames.get());
  }

  @Test
  void closingTheRouterWaitsForAStuckEndpointAsLongAsForAnyAndNoLonger() {
    breaksIn = "onEnd";
    caller.arrivesFrom("+15550111");
    caller.opensMedia();
    long began = time.nanoTime();
    node.router.close();

    assertTrue(time.nanoTime() - began <= Duration.ofSeconds(5).toNanos());
    assertEquals(1, node.records.size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"factory", "onStart", "onAudio", "onDigit", "onEnd", "close"})
  void anotherCallNoticesNothing(String callback) {
    breaksIn = callback;
    caller.arrivesFrom("+15550222");
    caller.opensMedia();
    says("audio 1");
    says("digit 1");
    Caller other = new Caller(node, "CA2");
    other.arrives();
    FakeSocket socket = other.opensMedia();
    for (int i = 1; i <= 650; i++) {
      socket.says("audio 1");
      assertEquals(i, socket.framesSent());
      time.advance(Duration.ofMillis(20));
    }
    socket.says("digit 1");
    time.advance(Duration.ofSeconds(2));
    assertTrue(socket.isClosed());
    assertEquals("hangup", other.asks(""));
  }
}
