package io.callrouter.examples.tincan;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.callrouter.CallRouter;
import io.callrouter.CallRouterBuilder;
import io.callrouter.config.Settings;
import io.callrouter.testkit.Delivery;
import io.callrouter.testkit.SimulatedCarrier;
import io.callrouter.testkit.carrier.Attachment;
import io.callrouter.testkit.carrier.CallPlan;
import io.callrouter.testkit.carrier.SignedRequest;
import io.callrouter.time.Timekeeper;
import io.callrouter.web.WebRequest;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Tincan as it lives in a test: signs and sends, does as it is answered, carries audio. */
final class SimulatedTincan implements SimulatedCarrier {
  private static final String TYPE = "tincan";
  private static final String PUBLIC_URL = "https://voice.example.test";

  private final Timekeeper timekeeper;
  private final String instance;
  private final TincanRequests requests;
  private final Attachment attachment;
  private final AtomicInteger calls = new AtomicInteger();

  private SimulatedTincan(Timekeeper timekeeper, String instance) {
    this.timekeeper = timekeeper;
    this.instance = instance;
    this.requests = new TincanRequests("secret of " + instance, timekeeper);
    this.attachment = new Attachment();
  }

  /** An account for the provider instance of that id. */
  static SimulatedTincan create(Timekeeper timekeeper, String instance) {
    return new SimulatedTincan(timekeeper, instance);
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public String instance() {
    return instance;
  }

  @Override
  public Map<String, String> settings() {
    String prefix = instance.equals(TYPE) ? "" : instance.toUpperCase(Locale.ROOT) + "_";
    return Map.of(prefix + "TINCAN_SECRET", requests.secret(), "PUBLIC_URL", PUBLIC_URL);
  }

  @Override
  public CallRouterBuilder prepare(CallRouterBuilder builder) {
    return builder.discoverProviders(Settings.of(settings())).timekeeper(timekeeper);
  }

  @Override
  public SimulatedTincan attach(CallRouter router) {
    return attach(router, delivery -> router);
  }

  @Override
  public SimulatedTincan attach(CallRouter router, Function<Delivery, CallRouter> balancer) {
    attachment.toNodes(router, balancer);
    return this;
  }

  @Override
  public SimulatedTincan attach(CallRouter router, URI server) {
    attachment.toServer(server, router);
    return this;
  }

  @Override
  public TincanCallSetup from(String number) {
    return new TincanCallSetup(this, number);
  }

  @Override
  public WebRequest sign(WebRequest request) {
    Map<String, String> headers = new LinkedHashMap<>();
    request.headers().forEach((name, values) -> headers.put(name, values.get(0)));
    URI url = URI.create(PUBLIC_URL + request.target());
    String body = new String(request.body(), UTF_8);
    return requests.sign(new SignedRequest(request.method(), url, headers, body)).toWebRequest();
  }

  @Override
  public WebRequest signedHandshake(String path) {
    return TincanRequests.handshake(URI.create(PUBLIC_URL + path)).toWebRequest();
  }

  TincanCaller start(CallPlan plan) {
    attachment.transport(); // says so at once if nothing is attached
    String carrierId = "tc-" + instance + "-" + calls.incrementAndGet();
    URI webhook = URI.create(PUBLIC_URL + "/" + instance);
    TincanCall call =
        new TincanCall(carrierId, plan, webhook, requests, attachment::transport, timekeeper);
    timekeeper.executor("tincan-call").execute(call);
    return new TincanCaller(call, attachment.records(instance, carrierId));
  }
}
