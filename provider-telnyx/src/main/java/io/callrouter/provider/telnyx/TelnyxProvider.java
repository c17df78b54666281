package io.callrouter.provider.telnyx;

import io.callrouter.call.Action;
import io.callrouter.call.Capability;
import io.callrouter.call.Target;
import io.callrouter.spi.CallProvider;
import io.callrouter.spi.CarrierHttp;
import io.callrouter.spi.CarrierRequest;
import io.callrouter.spi.Directive;
import io.callrouter.spi.MediaHandshake;
import io.callrouter.spi.MediaWire;
import io.callrouter.spi.ProviderContext;
import io.callrouter.spi.Step;
import io.callrouter.spi.StepReference;
import io.callrouter.web.WebRequest;
import io.callrouter.web.WebResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Telnyx Call Control (Voice API, version 2), incoming calls: signed webhooks, and commands at any
 * time.
 *
 * <p>A webhook is acknowledged at once; what is next goes out as commands, each of which leaves the
 * step it is for at the leg, so nothing is remembered between requests. Safe for use by several
 * threads.
 *
 * <p>Its own actions are {@code telnyx:transfer}, which hands the call to another number or SIP
 * address (argument {@code to}; {@code from} and {@code timeout_secs} may be added), and {@code
 * telnyx:send-dtmf}, which presses keys (argument {@code digits}).
 *
 * @since 0.1
 */
public final class TelnyxProvider implements CallProvider {
  private static final Logger log = LoggerFactory.getLogger(TelnyxProvider.class);
  private static final Pattern INSTANCE = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private final String id;
  private final TelnyxOptions options;
  private final Addresses addresses;
  private final Webhooks webhooks;
  private final MediaAdmission mediaAdmission;
  private final CarrierHttp http;
  private final boolean ownsHttp;
  private final CallCommands calls;
  private final StreamCommands streams;
  private final PromptCommands prompts;
  private final RecordCommands recordings;
  private final DialCommands dials;
  private final CustomCommands customs;

  private TelnyxProvider(String id, TelnyxOptions options, ProviderContext context) {
    this.id = id;
    this.options = options;
    this.addresses = new Addresses(id, options);
    this.webhooks =
        new Webhooks(
            addresses,
            new RequestVerifier(id, options, context.timekeeper()::now),
            options.connectionId());
    this.mediaAdmission = new MediaAdmission(addresses);
    this.ownsHttp = context.http() == null;
    this.http = context.http() == null ? new OkHttpCarrierHttp() : context.http();
    // Differs from process to process, and in virtual time is the same each time.
    Random chance = new Random(context.timekeeper().nanoTime());
    TelnyxClient client =
        new TelnyxClient(http, options, context.timekeeper(), new Backoff(chance::nextDouble));
    CommandSender sender = new CommandSender(client, addresses);
    this.calls = new CallCommands(sender);
    this.streams = new StreamCommands(sender, addresses, options.codec());
    this.prompts = new PromptCommands(sender, options);
    this.recordings = new RecordCommands(sender);
    this.dials = new DialCommands(client, addresses, options.connectionId());
    this.customs = new CustomCommands(sender);
    if (options.insecureWebhooks()) {
      log.warn(
          "provider {}: insecure webhooks, anybody can place calls in Telnyx's name: unset"
              + " CALLROUTER_INSECURE_WEBHOOKS outside of trials",
          id);
    }
  }

  /**
   * A provider for one application.
   *
   * @param id the instance's id: {@code telnyx}, or another name, which then begins all its paths
   * @param context the router's clock, and the way to Telnyx where the host gives one
   * @throws IllegalArgumentException if the id does not fit into a path
   */
  public static TelnyxProvider of(String id, TelnyxOptions options, ProviderContext context) {
    if (!INSTANCE.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "id of a provider must be letters, digits, hyphens or underscores: " + id);
    }
    return new TelnyxProvider(id, options, context);
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String type() {
    return Addresses.TYPE;
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(Capability.HANGUP, Capability.LIVE_AUDIO, Capability.REDIRECT, Capability.TAP);
  }

  @Override
  public List<String> summary() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "Telnyx portal, Voice API application "
            + options.connectionId()
            + ", webhook URL: "
            + addresses.webhookUrl()
            + " (API version 2, method POST)");
    lines.add(
        "Telnyx opens media sockets at "
            + addresses.shownMediaUrl()
            + ", "
            + options.codec().encoding()
            + " at "
            + options.codec().sampleRateHz()
            + " Hz");
    if (options.insecureWebhooks()) {
      lines.add("insecure webhooks: no signature is checked");
    }
    return lines;
  }

  @Override
  public boolean claims(String path) {
    return addresses.claims(path);
  }

  @Override
  public CarrierRequest receive(WebRequest request) {
    return webhooks.receive(request);
  }

  @Override
  public boolean takesCommands() {
    return true;
  }

  /** 200, as Telnyx wants it at once: other answers make it deliver the event again. */
  @Override
  public WebResponse acknowledge() {
    return new WebResponse(200, "", new byte[0]);
  }

  @Override
  public MediaHandshake admit(WebRequest handshake) {
    return mediaAdmission.admit(handshake);
  }

  @Override
  public MediaWire openWire() {
    return new TelnyxMediaWire(options.codec(), options.l16ByteOrder());
  }

  @Override
  public Directive answer(Step step) {
    return calls.answer(step);
  }

  @Override
  public Directive connect(Action.Connect action, Step step) {
    return streams.connect(action, step);
  }

  @Override
  public Directive startTap(Action.StartTap action, Step step) {
    return streams.startTap(action, step);
  }

  @Override
  public Directive stopTap(Action.StopTap action, Step step, StepReference begun) {
    return streams.stopTap(action, step);
  }

  @Override
  public Directive say(Action.Say action, Step step) {
    return prompts.say(action, step);
  }

  @Override
  public Directive play(Action.Play action, Step step) {
    return prompts.play(action, step);
  }

  @Override
  public Directive gather(Action.Gather action, Step step) {
    return prompts.gather(action, step);
  }

  @Override
  public Directive record(Action.Record action, Step step) {
    return recordings.record(action, step);
  }

  @Override
  public String dialLeg(Target target, Action.Dial action, Step step, int number) {
    return dials.dialLeg(target, action, step, number);
  }

  @Override
  public void joinLeg(String leg, Action.Dial action, Step step) {
    dials.joinLeg(leg, action, step);
  }

  @Override
  public void dropLeg(String leg, StepReference step) {
    dials.dropLeg(leg, step);
  }

  @Override
  public Directive cut(Action action, Step step) {
    return calls.cut(action, step);
  }

  @Override
  public Directive reject(Action.Reject action, Step step) {
    return calls.reject(action, step);
  }

  @Override
  public Directive hangup(Action.Hangup action, Step step) {
    return calls.hangup(action, step);
  }

  @Override
  public Directive custom(Action.Custom action, Step step) {
    return customs.custom(action, step);
  }

  /** Closes the connections to Telnyx, unless the host gave the way there. */
  @Override
  public void close() {
    if (ownsHttp) {
      http.close();
    }
  }
}
