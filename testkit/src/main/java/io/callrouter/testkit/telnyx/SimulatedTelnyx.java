package io.callrouter.testkit.telnyx;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.callrouter.CallRouter;
import io.callrouter.CallRouterBuilder;
import io.callrouter.config.Settings;
import io.callrouter.spi.CarrierHttp;
import io.callrouter.testkit.Delivery;
import io.callrouter.testkit.SimulatedCarrier;
import io.callrouter.testkit.carrier.Attachment;
import io.callrouter.testkit.carrier.CallPlan;
import io.callrouter.testkit.carrier.SignedRequest;
import io.callrouter.time.Timekeeper;
import io.callrouter.web.WebHandler;
import io.callrouter.web.WebRequest;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A carrier that speaks Telnyx's Call Control v2: it signs and sends the events, does the commands
 * that come to its REST interface, and carries the audio of a call both ways.
 *
 * <p>It is stricter than the original: a command with a field that it does not know, or that is not
 * simulated, is refused. It does {@code answer}, {@code reject}, {@code hangup}, {@code bridge},
 * {@code transfer}, {@code speak}, {@code playback_start} and {@code playback_stop}, {@code gather}
 * with its kinds and {@code gather_stop}, {@code send_dtmf}, {@code record_start} and {@code
 * record_stop}, {@code streaming_start} and {@code streaming_stop}, {@code client_state_update},
 * the dial, and looking up a call and the live calls of the connection.
 *
 * <p>Neither speech nor files sound: their lengths and their events are simulated. Streams have the
 * caller's track only, in PCMU, PCMA or L16.
 *
 * <p>What of the original is not confirmed, and what is done here, stands with the classes that do
 * it, and in {@code docs/testing.md}: among others its schedule of retries, the answer to a command
 * that comes again within 60 s, the word for speech that was stopped, what is told of a media
 * socket that breaks off, and which SIP codes go with the causes of a hang-up.
 *
 * <p>All legs of the account know each other. A leg that is dialled belongs to the caller who
 * scripted its address, else to the one who called last. All methods may be called from any thread.
 *
 * @see <a href="https://developers.telnyx.com/docs/voice/programmable-voice/voice-api-webhooks">
 *     Voice API</a>
 * @since 0.1
 */
public final class SimulatedTelnyx implements SimulatedCarrier {
  private static final String TYPE = "telnyx";
  private static final URI PUBLIC_URL = URI.create("https://voice.example.test");

  private final Timekeeper timekeeper;
  private final String instance;
  private final TelnyxAccount account;
  private final Attachment attachment;
  private final CallControl control;
  private final CallControlApi api;
  private final RestFaults faults = new RestFaults();
  private final RestDoor door;

  private SimulatedTelnyx(Timekeeper timekeeper, String instance) {
    this.timekeeper = timekeeper;
    this.instance = instance;
    this.account = TelnyxAccount.named(instance);
    this.attachment = new Attachment();
    String base = instance.equals(TYPE) ? "" : "/" + instance;
    URI webhooks = PUBLIC_URL.resolve(base + "/telnyx/webhook");
    this.control = new CallControl(account, attachment, timekeeper, webhooks);
    this.api = new CallControlApi(account, control);
    this.door = new RestDoor(api, faults);
  }

  /**
   * An account for the provider instance {@code telnyx}.
   *
   * @param timekeeper the router's own, so that both live in the same time; with a manual one
   *     everything is in virtual time
   */
  public static SimulatedTelnyx create(Timekeeper timekeeper) {
    return create(timekeeper, TYPE);
  }

  /**
   * An account for a provider instance of another name.
   *
   * @param instance the instance's id, such as {@code sales}
   */
  public static SimulatedTelnyx create(Timekeeper timekeeper, String instance) {
    return new SimulatedTelnyx(timekeeper, instance);
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
    Map<String, String> settings = new TreeMap<>();
    settings.put(prefix + "TELNYX_API_KEY", account.apiKey());
    settings.put(prefix + "TELNYX_PUBLIC_KEY", account.publicKey());
    settings.put(prefix + "TELNYX_CONNECTION_ID", account.connectionId());
    settings.put("PUBLIC_URL", PUBLIC_URL.toString());
    return settings;
  }

  @Override
  public CarrierHttp http() {
    return new InMemoryRest(door, timekeeper);
  }

  /**
   * The REST interface over HTTP, on a port of its own; for a router, its address goes into {@code
   * TELNYX_API_URL}. To be closed by whoever asked for it.
   */
  public TelnyxRestServer listen() {
    return TelnyxRestServer.start(door, timekeeper);
  }

  @Override
  public CallRouterBuilder prepare(CallRouterBuilder builder) {
    return builder.discoverProviders(Settings.of(settings())).timekeeper(timekeeper).http(http());
  }

  @Override
  public SimulatedTelnyx attach(CallRouter router) {
    return attach(router, delivery -> router);
  }

  @Override
  public SimulatedTelnyx attach(CallRouter router, Function<Delivery, CallRouter> balancer) {
    attachment.toNodes(router, balancer);
    return this;
  }

  /** Sends everything to this handler, within the process; there will be no records. */
  public SimulatedTelnyx attach(WebHandler web) {
    attachment.toHandler(web);
    return this;
  }

  @Override
  public SimulatedTelnyx attach(CallRouter router, URI server) {
    attachment.toServer(server, router);
    return this;
  }

  /** Sends everything over real sockets to a server of another process; there are no records. */
  public SimulatedTelnyx attach(URI server) {
    attachment.toServer(server, null);
    return this;
  }

  @Override
  public TelnyxCallSetup from(String number) {
    return new TelnyxCallSetup(this, number);
  }

  /**
   * Something goes wrong with the next request of that kind that comes; several add up, each for
   * one request.
   *
   * @param operation the name of an action such as {@code speak}; {@code dial}; {@code status} or
   *     {@code active_calls} for a look-up
   */
  public SimulatedTelnyx next(String operation, RestFault fault) {
    faults.add(operation, fault);
    return this;
  }

  /** How many faults of {@link #next} have met no request yet; a sound test ends with 0. */
  public int pendingFaults() {
    return faults.pending();
  }

  /** All requests that came to the REST interface, in the order in which they were answered. */
  public List<TelnyxCommand> commands() {
    return api.commands();
  }

  @Override
  public WebRequest sign(WebRequest request) {
    String query = request.query() == null ? "" : "?" + request.query();
    Map<String, String> headers = new LinkedHashMap<>();
    request.headers().forEach((name, values) -> headers.put(name, values.get(0)));
    URI url = PUBLIC_URL.resolve(request.path() + query);
    String body = new String(request.body(), UTF_8);
    return new WebhookSigner(account, timekeeper)
        .signed(new SignedRequest(request.method(), url, headers, body))
        .toWebRequest();
  }

  /** The handshake of a media socket; this carrier does not sign it. */
  @Override
  public WebRequest signedHandshake(String path) {
    URI url = URI.create("wss://" + PUBLIC_URL.getRawAuthority() + path);
    return new SignedRequest("GET", url, Map.of(), "").toWebRequest();
  }

  TelnyxCaller start(CallPlan plan, TelnyxCallOptions options) {
    attachment.transport();
    Leg leg = control.incoming(plan, options);
    return new TelnyxCaller(
        control, leg, api, faults, attachment.records(instance, leg.ids().callControlId()));
  }
}
