package io.callrouter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.call.Action;
import io.callrouter.call.Flow;
import io.callrouter.call.Match;
import io.callrouter.media.ConnectContext;
import io.callrouter.media.EndpointFactory;
import io.callrouter.spi.Store;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Endpoints made before their media socket is there: handed over once, or closed once. */
class EarlyEndpointTest {
  private final ManualTimekeeper time = Timekeeper.manual();
  private final Store store = Store.inMemory(time::now);
  private final List<FakeEndpoint> made = new CopyOnWriteArrayList<>();
  private Duration making = Duration.ZERO;
  private boolean failing;
  private final Node node = new Node(time, this::host);
  private final Caller caller = new Caller(node, "CA1");

  private CallRouterBuilder host(CallRouterBuilder builder) {
    return builder
        .store(store)
        .tokenSecret(Node.SECRET)
        .endpoint("early", EndpointFactory.early(this::make))
        .route("second", Match.from("+15550222"), EarlyEndpointTest::connectSecond)
        .route("office", Match.any(), EarlyEndpointTest::connect);
  }

  private FakeEndpoint make(ConnectContext context) throws InterruptedException {
    sleep(making);
    if (failing) {
      throw new IllegalStateException("no model");
    }
    FakeEndpoint endpoint = new FakeEndpoint(context);
    made.add(endpoint);
    return endpoint;
  }

  private void sleep(Duration length) throws InterruptedException {
    try {
      time.await(new CompletableFuture<>(), length);
    } catch (TimeoutException e) {
      // As long as was wanted.
    }
  }

  private static void connect(Flow flow) {
    var outcome = flow.run(Action.connect("early").with("language", "en"));
    flow.run(Action.say(outcome.kind() + " " + outcome.result()));
  }

  private static void connectSecond(Flow flow) {
    flow.run(Action.connect("agent"));
    flow.run(Action.connect("early"));
  }

  @AfterEach
  void close() {
    node.close();
    assertEachClosedOnce();
    store.close();
  }

  private void assertEachClosedOnce() {
    time.runReady();
    made.forEach(endpoint -> assertEquals(1, endpoint.closed.get()));
  }

  private int closed() {
    time.runReady();
    return made.stream().mapToInt(endpoint -> endpoint.closed.get()).sum();
  }

  private long unused() {
    return node.router.counters().getOrDefault("endpoints.unused", 0L);
  }

  private void settled() {
    caller.tells("ended", "");
    time.advance(Duration.ofSeconds(20));
    assertEquals(1, node.records.size());
    assertEquals(0, node.router.held());
    assertEachClosedOnce();
  }

  @Test
  void itIsMadeWhenTheCarrierIsToldAndHandedOverWhenTheSocketComes() {
    caller.arrives();
    time.advance(Duration.ofSeconds(3));
    assertEquals(1, made.size());
    assertFalse(made.get(0).isStarted());
    assertEquals("CA1", made.get(0).connect.call().carrierId());
    assertEquals(Map.of("language", "en"), made.get(0).connect.attributes());

    FakeSocket socket = caller.opensMedia();
    socket.says("audio");
    time.runReady();
    assertEquals(1, made.size());
    assertEquals(1, made.get(0).frames.get());
    time.advance(Duration.ofSeconds(9));
    assertEquals(0, closed());
    made.get(0).context().finish("sold");
    time.runReady();
    assertEquals("say DONE sold", caller.asks(""));
    assertEquals(0, unused());
    settled();
  }

  @Test
  void oneWhoseSocketDoesNotComeIsClosedAfterTenSeconds() {
    caller.arrives();
    time.advance(Duration.ofMillis(9999));
    assertEquals(0, closed());
    time.advance(Duration.ofMillis(1));
    assertEquals(1, closed());
    assertEquals(1, unused());
    settled();
  }

  @Test
  void oneWhoseCallEndsBeforeIsClosedThen() {
    caller.arrives();
    caller.tells("ended", "");
    assertEquals(1, closed());
    settled();
  }

  @Test
  void oneWhoseCallGoesOnWithoutItIsClosedThen() {
    caller.arrives();
    assertEquals("say FAILED the carrier ended the media", sayAfterAsking());
    assertEquals(1, closed());
    settled();
  }

  /** The carrier could not open the socket and asks what is next. */
  private String sayAfterAsking() {
    caller.waits(Duration.ofSeconds(1));
    return caller.asks("");
  }

  @Test
  void anotherNodeMakesItsOwnAndTheFirstIsClosed() {
    try (Node other = new Node(time, this::host)) {
      caller.arrives();
      assertEquals(1, made.size());
      FakeSocket socket = caller.at(other).opensMedia();
      socket.says("audio");
      time.runReady();

      assertEquals(2, made.size());
      assertEquals(0, made.get(0).frames.get());
      assertEquals(1, made.get(1).frames.get());
      time.advance(Duration.ofSeconds(10));
      assertEquals(1, made.get(0).closed.get());
      assertEquals(0, made.get(1).closed.get());
      assertFalse(socket.isClosed());
    }
  }

  @Test
  void oneThatIsStillBeingMadeIsWaitedForAndHearsAllThatWasSaid() {
    making = Duration.ofSeconds(2);
    caller.arrives();
    time.advance(Duration.ofMillis(500));
    FakeSocket socket = caller.opensMedia();
    for (int i = 0; i < 50; i++) {
      socket.says("audio");
      time.advance(Duration.ofMillis(20));
    }
    assertTrue(made.isEmpty());
    time.advance(Duration.ofSeconds(1));

    assertEquals(1, made.size());
    assertEquals(50, made.get(0).frames.get());
    settled();
  }

  @Test
  void oneWhoseStreamEndsWhileItIsBeingMadeIsOnlyClosed() {
    making = Duration.ofSeconds(2);
    caller.arrives();
    caller.opensMedia().breaks();
    time.advance(Duration.ofSeconds(3));

    assertEquals(1, made.size());
    assertFalse(made.get(0).isStarted());
    assertEquals(1, closed());
    settled();
  }

  @Test
  void oneThatIsMadeAfterItsTimeIsClosedThen() {
    making = Duration.ofSeconds(15);
    caller.arrives();
    time.advance(Duration.ofSeconds(14));
    assertTrue(made.isEmpty());
    time.advance(Duration.ofSeconds(1));

    assertEquals(1, closed());
    settled();
  }

  @Test
  void oneThatTakesTooLongForItsStreamIsClosedWhenItIsThere() {
    making = Duration.ofSeconds(15);
    caller.arrives();
    FakeSocket socket = caller.opensMedia();
    for (int i = 0; i < 11; i++) {
      socket.says("audio");
      time.advance(Duration.ofSeconds(1));
    }
    assertTrue(socket.isClosed());
    time.advance(Duration.ofSeconds(5));

    assertEquals(1, made.size());
    assertEquals(1, closed());
    settled();
  }

  @Test
  void whatItsFactoryThrowsComesOutAsFailed() {
    failing = true;
    caller.arrives();
    FakeSocket socket = caller.opensMedia();

    assertTrue(socket.isClosed());
    assertTrue(caller.asks("").contains("no model"));
    settled();
  }

  @Test
  void aQuestionAskedTwiceMakesOne() {
    caller.arrives();
    caller.arrivesFrom("+15550178");

    assertEquals(1, made.size());
    settled();
  }

  @Test
  void oneThatTakesOverAnOpenStreamIsMadeThen() {
    caller.arrivesFrom("+15550222");
    caller.opensMedia();
    assertTrue(made.isEmpty());
    node.lastEndpoint().context().finish("");
    time.runReady();

    assertEquals(1, made.size());
    assertTrue(made.get(0).isStarted());
    settled();
  }

  @Test
  void closingTheRouterClosesItAndMakesNoMore() {
    caller.arrives();
    time.executor("host").execute(node.router::close);
    time.runReady();

    assertEquals(1, closed());
  }
}
