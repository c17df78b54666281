package io.callrouter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.call.Action;
import io.callrouter.call.Call;
import io.callrouter.call.CallRouterException;
import io.callrouter.call.Flow;
import io.callrouter.call.Match;
import io.callrouter.media.AudioEndpoint;
import io.callrouter.media.AudioFrame;
import io.callrouter.media.ConnectContext;
import io.callrouter.media.EndpointContext;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import io.callrouter.web.Admission;
import io.callrouter.web.WebRequest;
import io.callrouter.web.WebResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A carrier, two nodes, endpoints and a host that do things at once, on a store that lets
 * everything come in between: whatever the order, the call ends once and leaves nothing behind.
 */
class RacesTest {
  private final ManualTimekeeper time = Timekeeper.manual();
  private final List<Racing> endpoints = new CopyOnWriteArrayList<>();
  private final AtomicInteger lookUps = new AtomicInteger();
  private final List<String> said = new CopyOnWriteArrayList<>();
  private Random random = new Random();
  private List<Node> nodes = List.of();

  static LongStream seeds() {
    return LongStream.range(0, 60);
  }

  private Node node(SlowStore store) {
    return new Node(
        time,
        host ->
            host.store(store)
                .tokenSecret(Node.SECRET)
                .endpoint("racing", Racing::new)
                .route("office", Match.any(), this::office));
  }

  private void office(Flow flow) {
    for (int i = 0; i < 3; i++) {
      flow.run(Action.connect("racing").with("step", flow.attributes() + " " + i));
    }
    flow.run(Action.say(flow.once("bye", () -> "bye " + lookUps.incrementAndGet())));
  }

  /** Finishes some time after it started, or never. */
  private final class Racing implements AudioEndpoint {
    final AtomicInteger closed = new AtomicInteger();
    final String step;
    final long madeAt = time.nanoTime();
    volatile long closedAt;

    Racing(ConnectContext context) {
      step = context.attributes().getOrDefault("step", "command");
      endpoints.add(this);
    }

    @Override
    public void onStart(EndpointContext context) {
      int afterMs = random.nextInt(60);
      if (afterMs < 45) {
        time.schedule(Duration.ofMillis(afterMs), () -> context.finish("done"));
      }
    }

    @Override
    public void onAudio(EndpointContext context, AudioFrame frame) {}

    @Override
    public void close() {
      closedAt = time.nanoTime();
      closed.incrementAndGet();
    }
  }

  /** The old one may still be closing when the next one begins. */
  private void assertOneAtATime(String all) {
    for (int i = 1; i < endpoints.size(); i++) {
      long overlap = endpoints.get(i - 1).closedAt - endpoints.get(i).madeAt;
      assertTrue(Duration.ofNanos(overlap).toMillis() < 200, all);
    }
  }

  private void waitMs(int ms) {
    try {
      time.await(new CompletableFuture<@Nullable Void>(), Duration.ofMillis(ms));
    } catch (TimeoutException | InterruptedException e) {
      // That was the time.
    }
  }

  private CallRouter any() {
    return nodes.get(random.nextInt(2)).router;
  }

  private String post(String path, String words) {
    byte[] body = ("carrier=CA1 " + words).strip().getBytes(StandardCharsets.UTF_8);
    WebResponse answer = any().web().handle(new WebRequest("POST", path, null, Map.of(), body));
    return Node.text(answer);
  }

  /** The carrier: does what it is told, one thing after another, until it is told to hang up. */
  private void carrier() {
    String answer = post("/fake/arrive", "");
    int lastRound = 3 + random.nextInt(10);
    for (int round = 0; round < lastRound; round++) {
      said.add(answer.replaceFirst(" @.*", ""));
      if (answer.startsWith("hangup") || !answer.contains("@")) {
        break;
      }
      if (answer.startsWith("connect")) {
        stream(answer.substring(answer.lastIndexOf(' ') + 1));
      } else {
        waitMs(random.nextInt(50));
      }
      String step = answer.replaceFirst("(?s).* @(\\S+).*", "$1");
      if (random.nextInt(20) == 0) {
        break;
      }
      answer = post("/fake/ask/" + step, "round=" + round);
    }
    waitMs(random.nextInt(100));
    post("/fake/ended", "");
  }

  private void stream(String token) {
    waitMs(random.nextInt(20));
    Admission admission =
        any()
            .web()
            .admit(new WebRequest("GET", "/fake/media/" + token, null, Map.of(), new byte[0]));
    if (!admission.isAdmitted()) {
      return;
    }
    FakeSocket socket = FakeSocket.open(admission, time);
    socket.says("start CA1");
    int lives = random.nextInt(200);
    for (int ms = 0; ms < lives && !socket.isClosed(); ms += 5) {
      waitMs(5);
    }
    if (random.nextBoolean()) {
      socket.says("stop");
    } else if (random.nextBoolean()) {
      socket.breaks();
    }
    // Otherwise the question overtakes the end of the socket.
  }

  private void host() {
    waitMs(random.nextInt(300));
    try {
      any().call("fake", "CA1").ifPresent(this::command);
    } catch (CallRouterException e) {
      // It is too late, or too early.
    }
  }

  private void command(Call call) {
    switch (random.nextInt(4)) {
      case 0 -> call.hangup();
      case 1 -> call.run(Action.say("instead"));
      case 2 -> call.run(Action.connect("racing"));
      default -> call.follow("office", Map.of("again", "yes"));
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whateverHappensAtOnceTheCallEndsOnceAndNothingIsLeft(long seed) {
    random = new Random(seed);
    SlowStore store = new SlowStore(time, seed);
    nodes = List.of(node(store), node(store));
    time.executor("carrier").execute(this::carrier);
    time.executor("host").execute(this::host);
    time.advance(Duration.ofSeconds(90));

    String all = "seed " + seed + " " + said;
    assertEquals(1, nodes.get(0).records.size() + nodes.get(1).records.size(), all);
    nodes.forEach(node -> assertEquals(0, node.router.held(), all));
    endpoints.forEach(endpoint -> assertEquals(1, endpoint.closed.get(), all));
    assertOneAtATime(all);
    assertEquals(endpoints.size(), endpoints.stream().map(one -> one.step).distinct().count(), all);
    assertTrue(lookUps.get() <= 1, all);
    List<String> events = nodes.stream().flatMap(node -> node.events.stream()).toList();
    assertEquals(1, count(events, "ARRIVED"), all);
    assertEquals(1, count(events, "RECORD"), all);
    assertEquals(count(events, "MEDIA_STARTED"), count(events, "MEDIA_ENDED"), all + events);
    assertEquals(1, count(events, "STATE ENDED"), all + events);
  }

  private static long count(List<String> events, String beginning) {
    return events.stream().filter(one -> one.startsWith(beginning)).count();
  }
}
