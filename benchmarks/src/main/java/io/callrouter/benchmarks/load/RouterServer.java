package io.callrouter.benchmarks.load;

import io.callrouter.CallRouter;
import io.callrouter.CountLimit;
import io.callrouter.Limits;
import io.callrouter.call.Action;
import io.callrouter.call.CallFacts;
import io.callrouter.config.Settings;
import io.callrouter.jakarta.CallRouterFilter;
import io.callrouter.media.Endpoints;
import io.callrouter.testkit.SimulatedTwilio;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.Map;

/** A router whose calls are echoed, or step through a flow that takes its time. */
final class RouterServer implements Server {
  private static final Duration STEP_WORK = Duration.ofSeconds(1);

  private final CallRouter router;
  private final Timekeeper clock;
  private final InlineJetty jetty;
  private final Histogram latencies = new Histogram();

  private RouterServer(CallRouter router, Timekeeper clock) {
    this.router = router;
    this.clock = clock;
    this.jetty = InlineJetty.with(new CallRouterFilter(new StampedDoor(router.web(), latencies)));
  }

  static RouterServer create(int mostCalls) {
    Timekeeper clock = Timekeeper.system();
    CallRouter router =
        CallRouter.builder()
            .discoverProviders(Settings.of(SimulatedTwilio.create(clock).settings()))
            .limits(
                Limits.defaults()
                    .with(CountLimit.CONCURRENT_CALLS, mostCalls)
                    .with(CountLimit.FLOW_STEPS, 10_000))
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
    return new RouterServer(router, clock);
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
  public String close() throws Exception {
    router.close();
    jetty.stop();
    clock.close();
    return "closed " + router.counters();
  }
}
