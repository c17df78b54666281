package io.callrouter.provider.twilio;

import io.callrouter.call.Action;
import io.callrouter.call.Capability;
import io.callrouter.call.Reason;
import io.callrouter.call.Speech;
import io.callrouter.call.UnsupportedCapabilityException;
import io.callrouter.spi.CallProvider;
import io.callrouter.spi.CarrierRequest;
import io.callrouter.spi.Directive;
import io.callrouter.spi.MediaHandshake;
import io.callrouter.spi.MediaWire;
import io.callrouter.spi.Step;
import io.callrouter.spi.StepReference;
import io.callrouter.web.WebRequest;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Twilio Programmable Voice, incoming calls: webhooks, TwiML and bidirectional Media Streams.
 *
 * <p>An action becomes a TwiML document. One that ends by itself makes Twilio ask again at an
 * address that names call, step and kind of action, so nothing is remembered between requests. Safe
 * for use by several threads; does no I/O of its own.
 *
 * <p>What an action says is written out even where Twilio's default is the same, so that a document
 * means what the action means.
 *
 * <p>Its own action {@code twilio:redirect} hands the call to another TwiML address: argument
 * {@code url}, absolute http or https; {@code method}, {@code GET} or {@code POST} (the default).
 * It comes out as done when a document there sends the call back to the address for incoming calls.
 *
 * @since 0.1
 */
public final class TwilioProvider implements CallProvider {
  /** The name of the type, and of an instance that is not given another. */
  static final String TYPE = "twilio";

  /** The action that hands the call to another TwiML address. */
  static final String REDIRECT = TYPE + ":redirect";

  private static final Logger log = LoggerFactory.getLogger(TwilioProvider.class);
  private static final Pattern INSTANCE = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final int MAX_HINTS = 500;
  private static final int MAX_HINT_CHARS = 100;
  private static final Duration SHORTEST_RECORDING = Duration.ofSeconds(2);
  private static final Duration LONGEST_RECORDING = Duration.ofHours(24);

  private final String id;
  private final TwilioOptions options;
  private final Addresses addresses;
  private final StreamTwiml streamTwiml;
  private final DialTwiml dialTwiml;
  private final Webhooks webhooks;
  private final MediaAdmission mediaAdmission;

  private TwilioProvider(String id, TwilioOptions options) {
    RequestVerifier verifier = new RequestVerifier(id, options);
    this.id = id;
    this.options = options;
    this.addresses = new Addresses(id, options);
    this.streamTwiml = new StreamTwiml(addresses);
    this.dialTwiml = new DialTwiml(addresses);
    this.webhooks = new Webhooks(addresses, verifier, options.accountSid());
    this.mediaAdmission = new MediaAdmission(addresses.media(), verifier);
    if (options.insecureWebhooks()) {
      log.warn(
          "provider {}: insecure webhooks, anybody can place calls in Twilio's name: unset"
              + " CALLROUTER_INSECURE_WEBHOOKS outside of trials",
          id);
    }
  }

  /**
   * A provider for one account.
   *
   * @param id the instance's id: {@code twilio}, or another name, which then begins all its paths
   * @throws IllegalArgumentException if the id does not fit into a path
   */
  public static TwilioProvider of(String id, TwilioOptions options) {
    if (!INSTANCE.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "id of a provider must be letters, digits, hyphens or underscores: " + id);
    }
    return new TwilioProvider(id, options);
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String type() {
    return TYPE;
  }

  /**
   * Hanging up and redirecting work through the end of the call's media, after which Twilio asks.
   */
  @Override
  public Set<Capability> capabilities() {
    return Set.of(Capability.HANGUP, Capability.LIVE_AUDIO, Capability.REDIRECT, Capability.TAP);
  }

  @Override
  public List<String> summary() {
    List<String> lines = new ArrayList<>();
    lines.add("Twilio console, number, \"A call comes in\": " + addresses.incomingCallUrl());
    lines.add("Twilio console, number, \"Call status changes\": " + addresses.callStatusUrl());
    lines.add("Twilio opens media sockets at " + addresses.media().url("…"));
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
  public MediaHandshake admit(WebRequest handshake) {
    return mediaAdmission.admit(handshake);
  }

  @Override
  public MediaWire openWire() {
    return new TwilioMediaWire(options.accountSid());
  }

  @Override
  public Directive connect(Action.Connect action, Step step) {
    return streamTwiml.connect(action, step);
  }

  @Override
  public Directive startTap(Action.StartTap action, Step step) {
    return streamTwiml.start(action, step);
  }

  @Override
  public Directive stopTap(Action.StopTap action, Step step, StepReference begun) {
    return streamTwiml.stop(action, step, begun);
  }

  @Override
  public Directive say(Action.Say action, Step step) {
    Twiml twiml = Twiml.response();
    speak(twiml, action);
    return thenAsk(twiml, action, step);
  }

  @Override
  public Directive play(Action.Play action, Step step) {
    Twiml twiml = Twiml.response();
    play(twiml, action);
    return thenAsk(twiml, action, step);
  }

  @Override
  public Directive gather(Action.Gather action, Step step) {
    Twiml twiml =
        Twiml.response()
            .open("Gather")
            .attribute("action", addresses.actionUrl(step.reference(), action))
            .attribute("method", "POST")
            .attribute("timeout", String.valueOf(action.timeout().toSeconds()))
            .attribute("finishOnKey", action.finishOn());
    if (action.digits() > 0) {
      twiml.attribute("numDigits", String.valueOf(action.digits()));
    }
    listen(twiml, action.spokenInput());
    if (action.prompt() instanceof Action.Say say) {
      speak(twiml, say);
    } else if (action.prompt() instanceof Action.Play file) {
      play(twiml, file);
    }
    // Without input Twilio goes on behind the gather.
    return thenAsk(twiml.close(), action, step);
  }

  private static void listen(Twiml twiml, @Nullable Speech speech) {
    if (speech == null) {
      twiml.attribute("input", "dtmf");
      return;
    }
    Duration silence = speech.silence();
    twiml
        .attribute("input", speech.keys() ? "dtmf speech" : "speech")
        .attribute("language", speech.language())
        .attribute("speechTimeout", silence == null ? "auto" : "" + silence.toSeconds());
    if (!speech.hints().isEmpty()) {
      twiml.attribute("hints", hints(speech.hints()));
    }
  }

  private static String hints(List<String> phrases) {
    boolean tooLong = phrases.stream().anyMatch(phrase -> phrase.length() > MAX_HINT_CHARS);
    if (tooLong || phrases.size() > MAX_HINTS) {
      throw new IllegalArgumentException(
          "Twilio takes at most "
              + MAX_HINTS
              + " hints of "
              + MAX_HINT_CHARS
              + " characters each; there are "
              + phrases.size()
              + (tooLong ? ", some longer" : ""));
    }
    return String.join(",", phrases);
  }

  @Override
  public Directive record(Action.Record action, Step step) {
    if (action.max().compareTo(SHORTEST_RECORDING) < 0
        || action.max().compareTo(LONGEST_RECORDING) > 0) {
      throw new IllegalArgumentException(
          "Twilio records for "
              + SHORTEST_RECORDING.toSeconds()
              + " s to "
              + LONGEST_RECORDING.toHours()
              + " h at most, not "
              + action.max());
    }
    Twiml twiml =
        Twiml.response()
            .open("Record")
            .attribute("action", addresses.actionUrl(step.reference(), action))
            .attribute("method", "POST")
            .attribute("maxLength", String.valueOf(action.max().toSeconds()))
            .attribute("timeout", String.valueOf(action.silence().toSeconds()))
            .attribute("finishOnKey", action.finishOn())
            .attribute("playBeep", String.valueOf(action.beep()))
            .attribute("trim", action.trim() ? "trim-silence" : "do-not-trim")
            .recordingStatus(addresses.recordingStatusUrl(step.reference()))
            .close();
    // Without a word Twilio goes on behind the record.
    return thenAsk(twiml, action, step);
  }

  @Override
  public Directive dial(Action.Dial action, Step step) {
    return dialTwiml.dial(action, step);
  }

  @Override
  public Directive conference(Action.Conference action, Step step) {
    return dialTwiml.conference(action, step);
  }

  @Override
  public Directive pause(Action.Pause action, Step step) {
    Twiml twiml =
        Twiml.response()
            .open("Pause")
            .attribute("length", String.valueOf(action.length().toSeconds()))
            .close();
    return thenAsk(twiml, action, step);
  }

  @Override
  public Directive reject(Action.Reject action, Step step) {
    return Twiml.response()
        .open("Reject")
        .attribute("reason", action.reason() == Reason.BUSY ? "busy" : "rejected")
        .toReply();
  }

  @Override
  public Directive hangup(Action.Hangup action, Step step) {
    return Twiml.response().open("Hangup").toReply();
  }

  @Override
  public Directive custom(Action.Custom action, Step step) {
    if (!action.name().equals(REDIRECT)) {
      throw new UnsupportedCapabilityException(
          "provider " + id + " cannot " + action.name() + "; its own action is " + REDIRECT);
    }
    Map<String, String> arguments = action.arguments();
    if (!Set.of("url", "method").containsAll(arguments.keySet())) {
      throw new IllegalArgumentException(
          REDIRECT + " takes url and method, not " + arguments.keySet());
    }
    return Twiml.response()
        .redirect(
            redirectUrl(arguments.getOrDefault("url", "")),
            redirectMethod(arguments.getOrDefault("method", "POST")))
        .toReply();
  }

  private static String redirectUrl(String url) {
    URI uri = URI.create(url);
    if (uri.getHost() == null || !Set.of("http", "https").contains(uri.getScheme())) {
      throw new IllegalArgumentException(REDIRECT + ": url must be an absolute http(s) address");
    }
    return url;
  }

  private static String redirectMethod(String method) {
    if (!Set.of("GET", "POST").contains(method)) {
      throw new IllegalArgumentException(REDIRECT + ": method must be GET or POST, not " + method);
    }
    return method;
  }

  /** Ends the document so that Twilio comes back for the next action. */
  private Directive thenAsk(Twiml twiml, Action action, Step step) {
    return twiml.redirect(addresses.actionUrl(step.reference(), action), "POST").toReply();
  }

  private static void speak(Twiml twiml, Action.Say action) {
    twiml.open("Say");
    if (action.voice() != null) {
      twiml.attribute("voice", action.voice());
    }
    if (action.language() != null) {
      twiml.attribute("language", action.language());
    }
    twiml.text(action.text()).close();
  }

  private static void play(Twiml twiml, Action.Play action) {
    twiml.open("Play").text(action.audio().toString()).close();
  }
}
