package io.callrouter.benchmarks.load;

import io.callrouter.CallRouter;
import io.callrouter.CountLimit;
import io.callrouter.Limits;
import io.callrouter.Metric;
import io.callrouter.call.Action;
import io.callrouter.call.CallFacts;
import io.callrouter.config.Settings;
import io.callrouter.media.Endpoints;
import io.callrouter.testkit.twilio.SimulatedTwilio;
import io.callrouter.time.Timekeeper;
import io.callrouter.web.WebHandler;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A router whose calls are echoed, or step through a flow that takes its time. */
final class RouterServer implements Server {
  private static final Duration STEP_WORK = Duration.ofSeconds(1);

  private final CallRouter router;
  private final AtomicInteger records;
  private final Timekeeper clock;
  private final InlineJetty jetty;
  private final Histogram latencies = new Histogram();

  private RouterServer(
      CallRouter router,
      AtomicInteger records,
      Timekeeper clock,
      Function<WebHandler, InlineJetty> jetty) {
    this.router = router;
    this.records = records;
    this.clock = clock;
    this.jetty = jetty.apply(new StampedDoor(router.web(), () -> new Stamps(latencies)));
  }

  static RouterServer create(int mostCalls, Function<WebHandler, InlineJetty> jetty) {
    Timekeeper clock = Timekeeper.system();
    AtomicInteger records = new AtomicInteger();
    CallRouter router =
        CallRouter.builder()
            .discoverProviders(Settings.of(SimulatedTwilio.create(clock).settings()))
            .limits(
                Limits.defaults()
                    .with(CountLimit.CONCURRENT_CALLS, mostCalls)
                    .with(CountLimit.FLOW_STEPS, 10_000))
            .recordSink("counted", record -> records.incrementAndGet())
            .timekeeper(clock)
            .endpoint("echo", context -> Endpoints.echo())
            .route(
                "steps",
                RouterServer::steps,
                flow -> {
                  while (true) {
                    work();
                    flow.run(Action.pause(STEP_WORK));
                  }
                })
            .route("echo", facts -> true, Action.connect("echo"))
            .build();
    return new RouterServer(router, records, clock, jetty);
  }

  private static boolean steps(CallFacts facts) {
    return facts.to().equals(Callers.STEPS);
  }

  /** What a flow does that asks a slow service. */
  private static void work() throws InterruptedException {
    Thread.sleep(STEP_WORK.toMillis());
  }

  @Override
  public int start() throws Exception {
    return jetty.start();
  }

  @Override
  public Histogram latencies() {
    return latencies;
  }

  @Override
  public String counters() {
    Map<String, Long> counters = router.counters();
    return "active=" + router.activeCalls() + " " + counters;
  }

  @Override
  public long count(String counter) {
    return router.counters().getOrDefault(counter, 0L);
  }

  @Override
  public String close(Duration deadline) throws Exception {
    router.close(deadline);
    jetty.stop();
    clock.close();
    return "%d records; held: %s; threads: %s; counted: %s"
        .formatted(records.get(), held(), threads(), router.counters());
  }

  /** What the router still holds that it should not once it is closed. */
  private Map<String, Double> held() {
    return router.metrics().stream()
        .filter(metric -> metric.kind() == Metric.Kind.GAUGE && metric.value() != 0)
        .filter(metric -> !metric.name().equals("calls.maximum"))
        .collect(Collectors.toMap(Metric::name, Metric::value));
  }

  /** The threads that are at work, other than the JVM's. */
  private static List<String> threads() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(thread -> thread.getKey() != Thread.currentThread())
        .filter(
            thread ->
                Arrays.stream(thread.getValue())
                    .anyMatch(frame -> frame.getClassName().startsWith("io.callrouter")))
        .map(thread -> thread.getKey().getName())
        .collect(Collectors.toList());
  }
}
