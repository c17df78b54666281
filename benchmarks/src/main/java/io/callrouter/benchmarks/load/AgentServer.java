package io.callrouter.benchmarks.load;

import io.callrouter.CallRouter;
import io.callrouter.CountLimit;
import io.callrouter.Limits;
import io.callrouter.call.Action;
import io.callrouter.call.Match;
import io.callrouter.config.Settings;
import io.callrouter.media.ConnectContext;
import io.callrouter.openai.AgentConfig;
import io.callrouter.openai.ModelTransport;
import io.callrouter.openai.OpenAiAgent;
import io.callrouter.testkit.twilio.SimulatedTwilio;
import io.callrouter.time.Timekeeper;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;

/** A router whose calls talk with an agent; each agent knows the number of its call. */
final class AgentServer implements Server {
  private final Timekeeper clock = Timekeeper.system();
  private final AgentTimes times = new AgentTimes();
  private final ModelTransport way =
      ModelTransport.over(
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .executor(Runnable::run) // Nothing here blocks.
              .build());
  private final URI model;
  private final String apiKey;
  private final CallRouter router;
  private final InlineJetty jetty;

  AgentServer(int mostCalls, URI model, String apiKey) {
    this.model = model;
    this.apiKey = apiKey;
    this.router =
        CallRouter.builder()
            .discoverProviders(Settings.of(SimulatedTwilio.create(clock).settings()))
            .limits(Limits.defaults().with(CountLimit.CONCURRENT_CALLS, mostCalls))
            .timekeeper(clock)
            .endpoint("agent", OpenAiAgent.factory(this::config))
            .route("desk", Match.any(), Action.connect("agent"))
            .build();
    this.jetty = InlineJetty.with(new StampedDoor(router.web(), times::forMediaSocket));
  }

  private AgentConfig config(ConnectContext context) {
    String who = ModelService.instructions(Callers.numberOf(context.call().facts().from()));
    return AgentConfig.builder(apiKey)
        .url(model)
        .instructions(who)
        .greeting(who)
        .transport(new StampedTransport(way, times.begin(context.call().carrierId())))
        .build();
  }

  @Override
  public int start() throws Exception {
    return jetty.start();
  }

  @Override
  public Histogram latencies() {
    return times.toModel;
  }

  @Override
  public Histogram answers() {
    return times.toCarrier;
  }

  @Override
  public String counters() {
    return "active=" + router.activeCalls() + " " + router.counters();
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
    return "closed";
  }
}
