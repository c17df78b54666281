package io.callrouter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.call.Action;
import io.callrouter.call.Call;
import io.callrouter.call.CallRouterException;
import io.callrouter.call.CarrierUnreachableException;
import io.callrouter.call.Flow;
import io.callrouter.call.Match;
import io.callrouter.call.OutcomeUnknownException;
import io.callrouter.call.Target;
import io.callrouter.media.AudioEndpoint;
import io.callrouter.media.AudioFrame;
import io.callrouter.media.ConnectContext;
import io.callrouter.media.EndpointContext;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A carrier that is told, two nodes, endpoints, a caller and a host that do things at once, on a
 * store that lets everything come in between, with commands that fail: whatever the order, each
 * call ends once and leaves nothing behind, and no command but a repeated one has the same step.
 */
class ToldRacesTest {
  private final ManualTimekeeper time = Timekeeper.manual();
  private final List<Racing> endpoints = new CopyOnWriteArrayList<>();
  private Random random = new Random();
  private List<Node> nodes = List.of();
  private final AutomaticCarrier carrier =
      new AutomaticCarrier(time, () -> random, () -> random.nextInt(2), 60);

  static LongStream seeds() {
    return LongStream.range(0, 60);
  }

  private Node node(SlowStore store) {
    Node node =
        new Node(
            time,
            carrier,
            host ->
                host.store(store)
                    .tokenSecret(Node.SECRET)
                    .endpoint("racing", Racing::new)
                    .route("office", Match.any(), ToldRacesTest::office));
    carrier.reportTo(node);
    return node;
  }

  private static void office(Flow flow) {
    flow.run(Action.gather().digits(1));
    flow.run(Action.connect("racing").with("step", flow.attributes() + " 0"));
    flow.run(Action.connect("racing").with("step", flow.attributes() + " 1"));
    flow.run(Action.dial(Target.phone("+14155550122"), Target.phone("+14155550133")));
    flow.run(Action.say("bye"));
  }

  /** Finishes some time after it started, or never. */
  private final class Racing implements AudioEndpoint {
    final AtomicInteger closed = new AtomicInteger();

    Racing(ConnectContext context) {
      endpoints.add(this);
    }

    @Override
    public void onStart(EndpointContext context) {
      int afterMs = random.nextInt(60);
      if (afterMs < 50) {
        time.schedule(Duration.ofMillis(afterMs), () -> context.finish("done"));
      }
    }

    @Override
    public void onAudio(EndpointContext context, AudioFrame frame) {}

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }

  private void waitMs(int ms) {
    try {
      time.await(new CompletableFuture<@Nullable Void>(), Duration.ofMillis(ms));
    } catch (TimeoutException | InterruptedException e) {
      // That was the time.
    }
  }

  private void host() {
    for (int i = 0; i < 3; i++) {
      waitMs(random.nextInt(400));
      try {
        nodes.get(random.nextInt(2)).router.call("fake", "CA1").ifPresent(this::command);
      } catch (CallRouterException e) {
        // It is too late, or too early.
      }
    }
  }

  private void command(Call call) {
    switch (random.nextInt(6)) {
      case 0 -> call.hangup();
      case 1 -> call.run(Action.say("instead"));
      case 2 -> call.run(Action.connect("racing"));
      case 3 -> call.run(Action.dial(Target.phone("+14155550144")));
      default -> call.follow("office", Map.of("again", "yes"));
    }
  }

  private void caller() {
    waitMs(random.nextInt(2000));
    carrier.hangUp("CA1");
  }

  /** Now and then a command takes long, is not taken, or nobody knows. */
  private void trouble() {
    for (String kind : List.of("say", "gather", "connect", "dial", "join", "hangup", "cut")) {
      for (int i = 0; i < 3; i++) {
        int what = random.nextInt(8);
        carrier.script(kind, () -> trouble(what));
      }
    }
  }

  private void trouble(int what) {
    if (what == 0) {
      throw new CarrierUnreachableException("no route", null);
    } else if (what == 1) {
      throw new OutcomeUnknownException("no answer", null);
    } else if (what < 4) {
      waitMs(random.nextInt(100));
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whateverHappensAtOnceEachCallEndsOnceAndNothingIsLeft(long seed) {
    random = new Random(seed);
    SlowStore store = new SlowStore(time, seed);
    nodes = List.of(node(store), node(store));
    trouble();
    carrier.call("CA1");
    time.executor("host").execute(this::host);
    time.executor("caller").execute(this::caller);
    time.advance(Duration.ofMinutes(4));

    String all = "seed " + seed + " " + carrier.sent;
    List<String> records =
        nodes.stream()
            .flatMap(node -> node.records.stream())
            .map(record -> record.call().id())
            .toList();
    Set<String> calls = new HashSet<>();
    store.list("call/").keySet().forEach(key -> calls.add(key.substring("call/".length())));
    assertEquals(calls, Set.copyOf(records), all);
    assertEquals(calls.size(), records.size(), all);
    nodes.forEach(node -> assertEquals(0, node.router.held(), all));
    endpoints.forEach(endpoint -> assertEquals(1, endpoint.closed.get(), all));
    assertTrue(carrier.isGone("CA1"), all);
    List<String> dialled = carrier.sentOf("dial");
    assertEquals(Set.copyOf(dialled).size(), dialled.size(), all + ": nobody is called twice");
    List<String> events = nodes.stream().flatMap(node -> node.events.stream()).toList();
    assertEquals(calls.size(), count(events, "ARRIVED"), all);
    assertEquals(calls.size(), count(events, "RECORD"), all);
    assertEquals(calls.size(), count(events, "STATE ENDED"), all);
    assertEquals(count(events, "MEDIA_STARTED"), count(events, "MEDIA_ENDED"), all + events);
  }

  private static long count(List<String> events, String beginning) {
    return events.stream().filter(one -> one.startsWith(beginning)).count();
  }
}
