package io.callrouter;

import io.callrouter.call.Action;
import io.callrouter.call.CallState;
import io.callrouter.call.Capability;
import io.callrouter.call.Direction;
import io.callrouter.call.EndCause;
import io.callrouter.call.Outcome;
import io.callrouter.call.Recording;
import io.callrouter.media.AudioFormat;
import io.callrouter.spi.CallProvider;
import io.callrouter.spi.CarrierEvent;
import io.callrouter.spi.CarrierRequest;
import io.callrouter.spi.Directive;
import io.callrouter.spi.MediaEvents;
import io.callrouter.spi.MediaHandshake;
import io.callrouter.spi.MediaStart;
import io.callrouter.spi.MediaWire;
import io.callrouter.spi.Step;
import io.callrouter.spi.StepReference;
import io.callrouter.spi.Track;
import io.callrouter.web.WebRequest;
import io.callrouter.web.WebResponse;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A carrier whose language is plain words. A request is {@code POST /<id>/<kind>[/<step>]} with a
 * body of {@code name=value} words; an answer is {@code <kind> <argument> @<step> [token]}.
 */
class FakeProvider implements CallProvider {
  private final String id;
  volatile boolean closed;

  FakeProvider(String id) {
    this.id = id;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String type() {
    return "fake";
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(
        Capability.HANGUP,
        Capability.REDIRECT,
        Capability.LIVE_AUDIO,
        Capability.TAP,
        Capability.DIAL);
  }

  @Override
  public boolean claims(String path) {
    return path.startsWith("/" + id + "/");
  }

  @Override
  public CarrierRequest receive(WebRequest request) {
    if (request.header("forged") != null) {
      return new CarrierRequest.Refused(403, "forged", "expected another signature");
    }
    String[] path = request.path().split("/", 4);
    String body = new String(request.body(), StandardCharsets.UTF_8);
    Map<String, String> words = words(body);
    StepReference step = path.length > 3 ? StepReference.parse(path[3]) : null;
    return new CarrierRequest.Accepted(
        request.path() + " " + body,
        words.get("carrier"),
        step,
        events(path[2], words),
        path[2].equals("arrive") || path[2].equals("ask"));
  }

  private static Map<String, String> words(String body) {
    Map<String, String> words = new HashMap<>();
    for (String word : body.split(" ", -1)) {
      String[] pair = word.split("=", 2);
      words.put(pair[0], pair.length > 1 ? pair[1] : "");
    }
    return words;
  }

  private static List<CarrierEvent> events(String kind, Map<String, String> words) {
    return switch (kind) {
      case "arrive" ->
          List.of(
              new CarrierEvent.Arrived(
                  Direction.INBOUND, words.getOrDefault("from", ""), "+15550100", Map.of()));
      case "ask" ->
          List.of(
              new CarrierEvent.ActionEnded(
                  words.containsKey("digits")
                      ? Outcome.digits(words.getOrDefault("digits", ""))
                      : Outcome.done(),
                  words.containsKey("gone")));
      case "progress" ->
          List.of(
              new CarrierEvent.Progress(
                  CallState.valueOf(words.getOrDefault("state", "")), instant(words.get("at"))));
      case "ended" ->
          List.of(
              new CarrierEvent.Ended(
                  EndCause.valueOf(words.getOrDefault("cause", "COMPLETED")),
                  words.getOrDefault("code", "completed"),
                  words.containsKey("sip") ? Integer.valueOf(words.getOrDefault("sip", "")) : null,
                  instant(words.get("at")),
                  words.containsKey("seconds")
                      ? Duration.ofSeconds(Long.parseLong(words.getOrDefault("seconds", "")))
                      : null));
      case "recorded" -> List.of(recorded(words.getOrDefault("id", ""), words.get("seconds")));
      case "over" ->
          List.of(new CarrierEvent.ActionEnded(outcome(words), words.containsKey("gone")));
      case "leg" ->
          List.of(
              new CarrierEvent.Arrived(
                  Direction.OUTBOUND,
                  "+15550177",
                  words.getOrDefault("to", "+15550122"),
                  Map.of(),
                  StepReference.parse(words.getOrDefault("for", ""))));
      case "digit" -> List.of(new CarrierEvent.Digit(words.getOrDefault("key", "#").charAt(0)));
      case "told" -> List.of(new CarrierEvent.Custom("fake:told", Map.of("what", "news")));
      default -> List.of();
    };
  }

  private static Outcome outcome(Map<String, String> words) {
    if (words.containsKey("failed")) {
      return Outcome.failed(words.getOrDefault("failed", ""));
    }
    return words.containsKey("digits")
        ? Outcome.digits(words.getOrDefault("digits", ""))
        : Outcome.done();
  }

  private static CarrierEvent recorded(String id, @Nullable String seconds) {
    return new CarrierEvent.Recorded(
        id,
        seconds == null
            ? null
            : new Recording(
                id,
                URI.create("https://carrier.example.com/" + id),
                null,
                Duration.ofSeconds(Long.parseLong(seconds))));
  }

  private static @Nullable Instant instant(@Nullable String text) {
    return text == null ? null : Instant.parse(text);
  }

  @Override
  public MediaHandshake admit(WebRequest handshake) {
    if (handshake.header("forged") != null) {
      return new MediaHandshake.Refused(403, "forged", "expected another signature");
    }
    String[] path = handshake.path().split("/", 4);
    return new MediaHandshake.Accepted(path.length > 3 ? path[3] : null);
  }

  @Override
  public MediaWire openWire() {
    return new Wire();
  }

  private static Directive said(String words, Step step) {
    return said(words, step, "");
  }

  private static Directive said(String words, Step step, String more) {
    return Directive.reply(WebResponse.text(200, words + " @" + step.reference().toPath() + more));
  }

  @Override
  public Directive connect(Action.Connect action, Step step) {
    return said("connect " + action.endpoint(), step, " " + step.mediaToken());
  }

  @Override
  public Directive startTap(Action.StartTap action, Step step) {
    return said("listen " + action.tap(), step, " " + step.mediaToken());
  }

  @Override
  public Directive stopTap(Action.StopTap action, Step step, StepReference begun) {
    return said("stop " + begun.toPath().replaceFirst(".*/", ""), step);
  }

  @Override
  public Directive say(Action.Say action, Step step) {
    return said("say " + action.text(), step);
  }

  @Override
  public Directive gather(Action.Gather action, Step step) {
    return said("gather " + action.digits(), step);
  }

  @Override
  public Directive pause(Action.Pause action, Step step) {
    return said("pause " + action.length().toSeconds(), step);
  }

  @Override
  public Directive reject(Action.Reject action, Step step) {
    return said("reject " + action.reason(), step);
  }

  @Override
  public Directive hangup(Action.Hangup action, Step step) {
    return said("hangup", step);
  }

  @Override
  public Directive custom(Action.Custom action, Step step) {
    if (Set.of("fake:away", "fake:wait").contains(action.name())) {
      return said(action.name().substring("fake:".length()), step);
    }
    throw new IllegalStateException("a provider with a mistake in it");
  }

  @Override
  public void close() {
    closed = true;
  }

  /**
   * {@code start <carrierId> [token]}, {@code start-both} for both tracks, {@code audio <n>},
   * {@code heard}, {@code leave-out <ms>} of both, {@code digit <d>}, {@code stop}.
   */
  private static final class Wire implements MediaWire {
    private final byte[] audio = new byte[160];
    private long played;
    private long heard;

    @Override
    public Verdict read(String message, MediaEvents events) {
      String[] words = message.split(" ", -1);
      switch (words[0]) {
        case "start", "start-both" ->
            events.onStart(
                new MediaStart(
                    words[1],
                    "stream",
                    AudioFormat.PCMU,
                    AudioFormat.PCMU,
                    words.length > 2 ? words[2] : null,
                    words[0].equals("start-both")));
        case "audio" ->
            events.onAudio(
                Track.INBOUND, MediaEvents.IN_ORDER, audio, 0, audio.length, 20 * played++);
        case "heard" ->
            events.onAudio(
                Track.OUTBOUND, MediaEvents.IN_ORDER, audio, 0, audio.length, 20 * heard++);
        case "leave-out" -> {
          long frames = Long.parseLong(words[1]) / 20;
          played += frames;
          heard += frames;
        }
        case "mark" -> events.onMark(words[1]);
        case "digit" -> events.onDigit(words[1].charAt(0));
        case "error" -> events.onError(Long.parseLong(words[1]), words[2]);
        case "stop" -> events.onStop();
        case "hello" -> {
          return Verdict.UNKNOWN;
        }
        default -> {
          return Verdict.MALFORMED;
        }
      }
      return Verdict.TAKEN;
    }

    @Override
    public String audio(byte[] audio, int offset, int length) {
      return "audio " + length;
    }

    @Override
    public String mark(String name) {
      return "mark " + name;
    }

    @Override
    public String clear() {
      return "clear";
    }
  }
}
