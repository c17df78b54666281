package io.callrouter.testkit.twilio;

import io.callrouter.CallRouter;
import io.callrouter.CallRouterBuilder;
import io.callrouter.config.Settings;
import io.callrouter.testkit.Alert;
import io.callrouter.testkit.Delivery;
import io.callrouter.testkit.SimulatedCarrier;
import io.callrouter.testkit.carrier.Attachment;
import io.callrouter.testkit.carrier.SignedRequest;
import io.callrouter.time.Timekeeper;
import io.callrouter.web.WebHandler;
import io.callrouter.web.WebRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A carrier that speaks Twilio's protocol: it signs and sends the webhooks, does what the TwiML in
 * the answers says, and carries the audio of a call both ways.
 *
 * <p>It is stricter than the original: TwiML it does not know ends the call with an {@link Alert}.
 * It does {@code Say}, {@code Play}, {@code Pause}, {@code Gather} (keys and speech), {@code
 * Record}, {@code Connect} with {@code Stream}, {@code Dial} with {@code Number}, {@code Sip} and
 * {@code Client}, {@code Redirect}, {@code Reject} and {@code Hangup}.
 *
 * <p>Of a dial it is not confirmed what Twilio reports where several far ends are dialled and none
 * answers: here it is the leg that was over last. Nor is it confirmed whether {@code
 * DialSipResponseCode} comes for phones too: here only for SIP addresses. All calls of an account
 * meet in its conferences. A conference that is full, or in which a label is in use, does not take
 * the call, and its dial has failed: how Twilio goes on then is not confirmed.
 *
 * <p>Of a recording it is not confirmed what Twilio makes of one in which nobody spoke but whose
 * silence was to be kept: here it is absent, like one whose silence is cut off.
 *
 * <p>Because a router needs the account's settings before the carrier can reach the router, this is
 * made first, its {@link #settings()} go to the router, and then the router is attached. Another
 * may be attached later, as when a node is started again: calls that are live go on with it. All
 * methods may be called from any thread.
 *
 * @see <a href="https://www.twilio.com/docs/voice/twiml">TwiML</a>
 * @see <a href="https://www.twilio.com/docs/voice/media-streams/websocket-messages">Media
 *     Streams</a>
 * @since 0.1
 */
public final class SimulatedTwilio implements SimulatedCarrier {
  private static final String TYPE = "twilio";
  private static final URI PUBLIC_URL = URI.create("https://voice.example.test");

  private final Timekeeper timekeeper;
  private final String instance;
  private final TwilioAccount account;
  private final AtomicInteger calls = new AtomicInteger();
  private final Conferences conferences = new Conferences();
  private final Attachment attachment;
  private volatile boolean allStatusCallbacks;

  private SimulatedTwilio(Timekeeper timekeeper, String instance) {
    this.timekeeper = timekeeper;
    this.instance = instance;
    this.account = TwilioAccount.named(instance);
    this.attachment = new Attachment();
  }

  /**
   * An account for the provider instance {@code twilio}.
   *
   * @param timekeeper the router's own, so that both live in the same time; with a manual one
   *     everything is in virtual time
   */
  public static SimulatedTwilio create(Timekeeper timekeeper) {
    return create(timekeeper, TYPE);
  }

  /**
   * An account for a provider instance of another name.
   *
   * @param instance the instance's id, such as {@code sales}
   */
  public static SimulatedTwilio create(Timekeeper timekeeper, String instance) {
    return new SimulatedTwilio(timekeeper, instance);
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
    String prefix = isDefault() ? "" : instance.toUpperCase(Locale.ROOT) + "_";
    Map<String, String> settings = new TreeMap<>();
    settings.put(prefix + "TWILIO_ENABLE", "true");
    settings.put(prefix + "TWILIO_ACCOUNT_SID", account.sid());
    settings.put(prefix + "TWILIO_AUTH_TOKEN", account.authToken());
    settings.put("PUBLIC_URL", PUBLIC_URL.toString());
    return settings;
  }

  /**
   * Has every call from now on told of in all its states, as {@link
   * TwilioCallSetup#allStatusCallbacks()} has one.
   */
  public SimulatedTwilio allStatusCallbacks() {
    allStatusCallbacks = true;
    return this;
  }

  @Override
  public CallRouterBuilder prepare(CallRouterBuilder builder) {
    return builder.discoverProviders(Settings.of(settings())).timekeeper(timekeeper);
  }

  @Override
  public SimulatedTwilio attach(CallRouter router) {
    return attach(router, delivery -> router);
  }

  @Override
  public SimulatedTwilio attach(CallRouter router, Function<Delivery, CallRouter> balancer) {
    attachment.toNodes(router, balancer);
    return this;
  }

  /** Sends everything to this handler, within the process; there will be no records. */
  public SimulatedTwilio attach(WebHandler web) {
    attachment.toHandler(web);
    return this;
  }

  @Override
  public SimulatedTwilio attach(CallRouter router, URI server) {
    attachment.toServer(server, router);
    return this;
  }

  /** Sends everything over real sockets to a server of another process; there are no records. */
  public SimulatedTwilio attach(URI server) {
    attachment.toServer(server, null);
    return this;
  }

  @Override
  public TwilioCallSetup from(String number) {
    TwilioCallSetup call = new TwilioCallSetup(this, number);
    return allStatusCallbacks ? call.allStatusCallbacks() : call;
  }

  /**
   * A request signed as the carrier signs it, for tests that send one themselves.
   *
   * @param method {@code GET}, which puts the parameters into the query, or {@code POST}
   * @param path the path on the public address
   */
  public WebRequest signed(String method, String path, Map<String, String> parameters) {
    return TwilioRequests.of(account, method, PUBLIC_URL.resolve(path), parameters).toWebRequest();
  }

  @Override
  public WebRequest sign(WebRequest request) {
    String query = request.query() == null ? "" : "?" + request.query();
    Map<String, String> headers = new LinkedHashMap<>();
    request.headers().forEach((name, values) -> headers.put(name, values.get(0)));
    String body = new String(request.body(), StandardCharsets.UTF_8);
    URI url = PUBLIC_URL.resolve(request.path() + query);
    return new TwilioRequests(account)
        .sign(new SignedRequest(request.method(), url, headers, body))
        .toWebRequest();
  }

  @Override
  public WebRequest signedHandshake(String path) {
    URI url = URI.create("wss://" + PUBLIC_URL.getRawAuthority() + path);
    return TwilioRequests.handshake(account, url).toWebRequest();
  }

  TwilioCaller start(CallOptions options) {
    attachment.transport();
    String callSid = account.idOf("CA", "call " + calls.incrementAndGet());
    CallContext context =
        new CallContext(
            callSid, account, addresses(), options, conferences, attachment::transport, timekeeper);
    LiveCall call = new LiveCall(context);
    timekeeper.executor("twilio-call").execute(call);
    return new TwilioCaller(context, call, attachment.records(instance, callSid));
  }

  private NumberAddresses addresses() {
    String base = PUBLIC_URL + (isDefault() ? "" : "/" + instance);
    return new NumberAddresses(
        URI.create(base + "/incoming-call"), URI.create(base + "/call-status"));
  }

  private boolean isDefault() {
    return instance.equals(TYPE);
  }
}
