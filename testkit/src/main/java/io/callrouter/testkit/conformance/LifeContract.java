package io.callrouter.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.CallRouter;
import io.callrouter.call.Action;
import io.callrouter.call.CallRecord;
import io.callrouter.call.EndCause;
import io.callrouter.call.Match;
import io.callrouter.config.Settings;
import io.callrouter.spi.ProviderContext;
import io.callrouter.testkit.Delivery;
import io.callrouter.testkit.SimulatedCaller;
import io.callrouter.testkit.SimulatedCarrier;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A provider lives well with routers that close, with its own kind, and with bad settings. */
interface LifeContract extends Contract {
  @Test
  default void aClosingRouterLetsItsCallsComeToTheirEndAndTakesNoNewOnes() {
    try (Bench bench = Bench.connecting(this, Agent::new)) {
      SimulatedCaller live = bench.caller().start().untilIdle();
      bench.time().executor("closing").execute(() -> bench.router().close(Duration.ofMinutes(5)));
      bench.pass(Duration.ofSeconds(1));
      SimulatedCaller late = bench.caller().start().silentFor(Duration.ofSeconds(20));
      assertTrue(late.isOver(), "the call that came late was refused");
      assertFalse(live.isOver(), "the live call goes on");
      live.hangUp().silentFor(Duration.ofSeconds(20));
      assertEquals(
          List.of(EndCause.AT_CAPACITY, EndCause.COMPLETED),
          bench.records().stream().map(CallRecord::cause).sorted(byName()).toList());
    }
  }

  @Test
  default void aRouterThatIsClosedEndsTheCallsThatDoNotEnd() {
    needs(CarrierFeature.LIVE_AUDIO);
    try (Bench bench = Bench.connecting(this, Agent::new)) {
      SimulatedCaller caller = bench.caller().start().untilIdle();
      bench.time().executor("closing").execute(() -> bench.router().close(Duration.ofSeconds(3)));
      caller.silentFor(Duration.ofSeconds(20));
      assertTrue(caller.isOver(), "the carrier ended the call");
      assertEquals(1, bench.agent().closings(), "closings of the endpoint");
      assertTrue(bench.records().size() <= 1, () -> "records: " + bench.records());
    }
  }

  @Test
  default void nothingIsHeldAndNoThreadIsLeftWhenAllIsOver() {
    Set<Thread> before = threads();
    try (Bench bench = Bench.connecting(this, Agent::new)) {
      List<SimulatedCaller> callers = new ArrayList<>();
      for (int number = 0; number < 20; number++) {
        callers.add(bench.caller().disturbed(number).start());
      }
      bench.pass(Duration.ofSeconds(3));
      assertEquals(20, bench.router().activeCalls(), "calls that are live");
      callers.forEach(SimulatedCaller::hangUp);
      bench.pass(Duration.ofMinutes(1));
      assertEquals(20, bench.records().size(), "records");
      assertEquals(20, bench.agents().stream().mapToInt(Agent::closings).sum(), "endpoints closed");
      bench.assertNothingIsHeld();
    }
    Set<Thread> left = threads();
    left.removeAll(before);
    left.removeIf(LifeContract::comesToItsEnd);
    assertEquals(
        Set.of(), left.stream().map(Thread::getName).collect(Collectors.toSet()), "threads left");
  }

  @Test
  default void twoInstancesOfTheTypeAreTwo() {
    ProviderContract contract = (ProviderContract) this;
    try (ManualTimekeeper time = Timekeeper.manual()) {
      SimulatedCarrier usual = contract.carrier(time, contract.type().name());
      SimulatedCarrier sales = contract.carrier(time, "sales");
      List<CallRecord> records = new ArrayList<>();
      try (CallRouter router =
          CallRouter.builder()
              .timekeeper(time)
              .provider(contract.provider(usual, time, new Traffic(usual.http())))
              .provider(contract.provider(sales, time, new Traffic(sales.http())))
              .recordSink("conformance", records::add)
              .route("conformance", Match.any(), Action.hangup())
              .build()) {
        SimulatedCaller first = call(usual.attach(router));
        SimulatedCaller second = call(sales.attach(router));
        assertEquals(
            List.of(usual.instance(), "sales"),
            records.stream().map(record -> record.call().provider()).toList());
        assertEquals(
            403,
            router.web().handle(usual.sign(second.exchanges().get(0).request())).status(),
            "signed by the other account");
        assertEquals(
            403,
            router.web().handle(sales.sign(first.exchanges().get(0).request())).status(),
            "signed by the other account");
      }
    }
  }

  @Test
  default void twoRoutersOverOneStoreAreOne() {
    List<Predicate<Delivery>> balancers =
        List.of(
            delivery -> delivery.number() % 2 == 0,
            delivery -> delivery.kind() == Delivery.Kind.MEDIA,
            delivery -> delivery.kind() == Delivery.Kind.EVENT,
            delivery -> delivery.kind() != Delivery.Kind.ARRIVAL);
    for (Predicate<Delivery> balancer : balancers) {
      try (Bench bench = Bench.ofTwo(this, balancer, Bench.connect(), Action.hangup())) {
        SimulatedCaller caller = Story.AGENT_FINISHES.play(bench, setup -> setup.disturbed(3));
        assertTrue(caller.isOver(), "the flow came to its end");
        assertEquals(EndCause.COMPLETED, bench.record().cause());
        assertEquals(1, bench.agent().closings(), "closings of the endpoint");
        bench.assertNothingIsHeld();
      }
    }
  }

  @Test
  default void everySettingThatIsMissingOrBadIsNamed() {
    ProviderContract contract = (ProviderContract) this;
    try (ManualTimekeeper time = Timekeeper.manual()) {
      Map<String, String> whole = contract.carrier(time, contract.type().name()).settings();
      assertEquals(List.of(), faults(time, whole), "faults of the carrier's own settings");
      Set<String> needed = new HashSet<>();
      for (String name : whole.keySet()) {
        for (String value : List.of("", "\u0007 nonsense \u0007")) {
          Map<String, String> changed = new HashMap<>(whole);
          changed.put(name, value);
          List<String> faults = faults(time, changed);
          faults.forEach(fault -> assertTrue(fault.startsWith(name), () -> name + ": " + fault));
          if (!faults.isEmpty() && value.isEmpty()) {
            needed.add(name);
          }
        }
      }
      assertFalse(needed.isEmpty(), "a provider without a secret believes everybody");
      // Without any setting of its own there would be no instance, and no fault.
      String kept =
          needed.stream()
              .filter(name -> name.startsWith(contract.type().settingsBeginning()))
              .min(Comparator.naturalOrder())
              .orElseThrow(() -> new AssertionError("no setting of its own is needed"));
      List<String> missing = needed.stream().filter(name -> !name.equals(kept)).toList();
      Map<String, String> without = new HashMap<>(whole);
      without.keySet().removeAll(missing);
      List<String> all = faults(time, without);
      missing.forEach(
          name ->
              assertTrue(
                  all.stream().anyMatch(fault -> fault.startsWith(name)),
                  () -> name + " is not among " + all));
    }
  }

  /** The faults of settings; a provider is made if and only if there are none. */
  private List<String> faults(Timekeeper time, Map<String, String> values) {
    ProviderContract contract = (ProviderContract) this;
    Settings settings = Settings.of(values);
    boolean made =
        contract
            .type()
            .create(contract.type().name(), settings.prefixed(""), new ProviderContext(time, null))
            .map(
                provider -> {
                  provider.close();
                  return true;
                })
            .orElse(false);
    assertEquals(settings.faults().isEmpty(), made, () -> "made, with " + settings.faults());
    return settings.faults();
  }

  private static SimulatedCaller call(SimulatedCarrier carrier) {
    return carrier.from(Bench.CALLER).to(Bench.NUMBER).start().untilIdle();
  }

  private static Comparator<EndCause> byName() {
    return Comparator.comparing(EndCause::name);
  }

  /** A thread that was told to end may need a moment. */
  private static boolean comesToItsEnd(Thread thread) {
    try {
      thread.join(2000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return !thread.isAlive();
  }

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !thread.getName().startsWith("ForkJoinPool.commonPool"))
        .collect(Collectors.toCollection(HashSet::new));
  }
}
