package io.callrouter.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.CallRouter;
import io.callrouter.Limits;
import io.callrouter.Metric;
import io.callrouter.TimeLimit;
import io.callrouter.call.Action;
import io.callrouter.call.CallEvent;
import io.callrouter.call.CallFacts;
import io.callrouter.call.CallRecord;
import io.callrouter.call.Match;
import io.callrouter.call.Target;
import io.callrouter.media.AudioEndpoint;
import io.callrouter.media.AudioFrame;
import io.callrouter.media.EndpointContext;
import io.callrouter.media.Endpoints;
import io.callrouter.spi.CarrierHttp;
import io.callrouter.testkit.SimulatedCarrier;
import io.callrouter.testkit.telnyx.SimulatedTelnyx;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Calls in which things go wrong by chance, some dozens at a time: each ends once, and nothing is
 * left of it but its record.
 *
 * <p>50 calls of each carrier in every build, since 500 take a minute and more: {@code
 * -Dcallrouter.calls=500} has them. {@code -Dcallrouter.seed} gives another seed than the usual
 * one.
 */
class RandomMisbehaviourTest {
  private static final long SEED = Long.getLong("callrouter.seed", 20261121L);
  private static final int CALLS = Integer.getInteger("callrouter.calls", 50);
  private static final int AT_ONCE = 50;
  private static final int FAULTY_COMMANDS = 40;

  /** After which the router ends a call, whatever it does. */
  private static final Duration LONGEST_CALL = Duration.ofSeconds(20);

  /** By then the last watchdog has done its work, and every record is closed. */
  private static final Duration AFTERMATH = Duration.ofMinutes(2);

  private static final String MENU = "+14155550100";
  private static final String AGENT = "+14155550101";
  private static final String SALES = "+14155550102";
  private static final String MESSAGE = "+14155550103";
  private static final String ALL = "+14155550104";

  private static final List<String> COMMANDS =
      List.of(
          "answer",
          "gather_using_speak",
          "speak",
          "playback_start",
          "record_start",
          "streaming_start",
          "dial",
          "bridge",
          "hangup");

  private final List<CallRecord> records = new CopyOnWriteArrayList<>();
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final AtomicInteger endpoints = new AtomicInteger();
  private final AtomicInteger closings = new AtomicInteger();

  @ParameterizedTest
  @EnumSource
  void eachCallEndsOnceWhateverGoesWrong(Simulated kind) {
    Set<Thread> before = threads();
    for (int first = 0; first < CALLS; first += AT_ONCE) {
      play(kind, SEED + first, Math.min(AT_ONCE, CALLS - first));
    }
    Set<Thread> left = threads();
    left.removeAll(before);
    assertEquals(Set.of(), names(left), "threads left");
  }

  private void play(Simulated kind, long seed, int count) {
    records.clear();
    told.clear();
    try (ManualTimekeeper time = Timekeeper.manual()) {
      SimulatedCarrier carrier = kind.carrier(time);
      try (CallRouter router = host(carrier)) {
        carrier.attach(router);
        List<RandomCall> calls = new ArrayList<>();
        for (int number = 0; number < count; number++) {
          calls.add(
              new RandomCall(carrier, seed + number, List.of(MENU, AGENT, SALES, MESSAGE, ALL)));
        }
        disturbCommands(carrier, new Random(seed));
        live(time, calls);
        time.advance(LONGEST_CALL.plus(AFTERMATH));
        if (carrier instanceof SimulatedTelnyx telnyx) {
          calls.forEach(RandomMisbehaviourTest::assertOverAtTheCarrier);
          assertNoLegIsLeft(telnyx);
        }
        calls.forEach(call -> call.caller().hangUp());
        time.advance(AFTERMATH);
        calls.forEach(this::assertEndedOnce);
        assertNothingIsLeft(router, calls);
      }
    }
  }

  private CallRouter host(SimulatedCarrier carrier) {
    return carrier
        .prepare(CallRouter.builder())
        .limits(Limits.defaults().with(TimeLimit.CALL, LONGEST_CALL))
        .endpoint("agent", context -> new Counted())
        .endpoint("player", context -> Endpoints.player(Tones.clip(2000)))
        .recordSink("test", records::add)
        .listener(
            (call, event) -> {
              if (event.kind() == CallEvent.Kind.RECORD) {
                told.add(call.id());
              }
            })
        .route(
            "menu",
            Match.to(MENU),
            flow -> flow.run(Action.gather("Three keys, please.").digits(3)))
        .route(
            "agent",
            Match.to(AGENT),
            flow -> {
              flow.run(Action.connect("player"));
              flow.run(Action.connect("agent"));
              flow.run(Action.say("Goodbye."));
            })
        .route("sales", Match.to(SALES), Action.dial(Target.phone(RandomCall.FAR_END)))
        .route("message", Match.to(MESSAGE), Action.record(Duration.ofSeconds(20)))
        .route(
            "all",
            Match.any(),
            flow -> {
              flow.run(Action.play(URI.create("https://files.example.test/bell.wav")));
              flow.run(Action.pause(Duration.ofSeconds(1)));
              flow.run(Action.connect("agent"));
              flow.run(Action.dial(Target.phone(RandomCall.FAR_END)));
              flow.run(Action.say("Please leave a message."));
              flow.run(Action.record(Duration.ofSeconds(10)));
            })
        .build();
  }

  private static void disturbCommands(SimulatedCarrier carrier, Random chance) {
    if (carrier instanceof SimulatedTelnyx telnyx) {
      for (int left = FAULTY_COMMANDS; left > 0; left--) {
        telnyx.next(RandomFaults.one(COMMANDS, chance), RandomFaults.ofACommand(chance));
      }
    }
  }

  private static void live(ManualTimekeeper time, List<RandomCall> calls) {
    Duration now = Duration.ZERO;
    List<RandomCall.Deed> deeds =
        calls.stream()
            .flatMap(call -> call.deeds().stream())
            .sorted(Comparator.comparing(RandomCall.Deed::at))
            .toList();
    for (RandomCall.Deed deed : deeds) {
      time.advance(deed.at().minus(now));
      now = deed.at();
      deed.what().run();
    }
    time.advance(RandomCall.LONGEST.minus(now));
  }

  /** A carrier that takes requests is told to end what the router gives up. */
  private static void assertOverAtTheCarrier(RandomCall call) {
    assertTrue(call.caller().isOver(), () -> call + " is not over, and nobody will end it");
  }

  /** Neither a caller nor anybody who was dialled for one. */
  private static void assertNoLegIsLeft(SimulatedTelnyx telnyx) {
    Map<String, String> account = telnyx.settings();
    URI live =
        URI.create(
            "https://api.telnyx.com/v2/connections/"
                + account.get("TELNYX_CONNECTION_ID")
                + "/active_calls");
    Map<String, String> key = Map.of("Authorization", "Bearer " + account.get("TELNYX_API_KEY"));
    try {
      CarrierHttp.Answer answer =
          telnyx
              .http()
              .send(new CarrierHttp.Request("GET", live, key, new byte[0]), Duration.ofSeconds(1));
      String body = new String(answer.body(), StandardCharsets.UTF_8);
      assertEquals(200, answer.status(), body);
      assertTrue(body.contains("\"data\":[]"), () -> "live at the carrier: " + body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void assertEndedOnce(RandomCall call) {
    List<CallRecord> its =
        records.stream()
            .filter(record -> record.call().carrierId().equals(call.caller().carrierId()))
            .toList();
    assertEquals(1, its.size(), () -> call + ": records " + its);
  }

  private void assertNothingIsLeft(CallRouter router, List<RandomCall> calls) {
    Map<String, Long> times =
        records.stream()
            .map(CallRecord::call)
            .collect(Collectors.groupingBy(CallFacts::id, TreeMap::new, Collectors.counting()));
    times.forEach((id, number) -> assertEquals(1, number, "records of " + id));
    assertEquals(List.copyOf(times.keySet()), told.stream().sorted().toList(), "told of a record");
    Map<String, Long> counters = router.counters();
    assertEquals(
        counters.getOrDefault("calls.arrived", 0L) + counters.getOrDefault("calls.legs", 0L),
        records.size(),
        () -> "calls that were there, of " + calls);
    assertEquals(0, router.activeCalls(), "calls that are live");
    assertEquals(endpoints.get(), closings.get(), "endpoints closed");
    assertEquals(
        List.of(0.0),
        router.metrics().stream()
            .filter(metric -> metric.name().equals("entries.held"))
            .map(Metric::value)
            .toList(),
        "entries held for calls");
  }

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("callrouter-"))
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static Set<String> names(Set<Thread> threads) {
    return threads.stream().map(Thread::getName).collect(Collectors.toSet());
  }

  /** Lets the caller hear himself, and counts itself. */
  private final class Counted implements AudioEndpoint {
    private final AudioEndpoint echo = Endpoints.echo();

    Counted() {
      endpoints.incrementAndGet();
    }

    @Override
    public void onStart(EndpointContext context) throws Exception {
      echo.onStart(context);
    }

    @Override
    public void onAudio(EndpointContext context, AudioFrame frame) throws Exception {
      echo.onAudio(context, frame);
    }

    @Override
    public void onDigit(EndpointContext context, char digit) {
      context.finish("a key");
    }

    @Override
    public void close() {
      closings.incrementAndGet();
    }
  }
}
