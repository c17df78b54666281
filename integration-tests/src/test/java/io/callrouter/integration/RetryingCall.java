package io.callrouter.integration;

import java.io.IOException;
import java.net.URI;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One call of a {@link RetryingCarrier}. */
final class RetryingCall implements WebSocket.Listener {
  private static final Pattern ACTION = Pattern.compile("action=\"([^\"]+)\"");
  private static final Pattern REDIRECT = Pattern.compile("<Redirect[^>]*>([^<]+)</Redirect>");
  private static final Pattern STREAM = Pattern.compile("<Stream[^>]* url=\"([^\"]+)\"");
  private static final Duration BETWEEN_FRAMES = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String FRAME = Base64.getEncoder().encodeToString(new byte[160]);

  final String callSid;
  private final RetryingCarrier carrier;
  private final String to;
  private final CompletableFuture<@Nullable Void> heard = new CompletableFuture<>();
  private final CompletableFuture<@Nullable Void> broken = new CompletableFuture<>();
  private String document = "";
  private int messages;

  RetryingCall(RetryingCarrier carrier, int number, String to) {
    this.carrier = carrier;
    this.to = to;
    callSid = String.format("CA%032x", number);
  }

  private Map<String, String> parameters(String status) {
    Map<String, String> all = new HashMap<>();
    all.put("CallSid", callSid);
    all.put("AccountSid", carrier.accountSid());
    all.put("ApiVersion", "2010-04-01");
    all.put("Direction", "inbound");
    all.put("CallStatus", status);
    all.put("From", "+14155550177");
    all.put("To", to);
    return all;
  }

  /** It comes in; what the carrier is told. */
  String arrives() throws IOException, InterruptedException {
    document = carrier.post("/incoming-call", parameters("ringing"));
    return document;
  }

  /** What it was told is over, so the carrier asks what is next. */
  String goesOn(Map<String, String> how) throws IOException, InterruptedException {
    Map<String, String> all = parameters("in-progress");
    all.putAll(how);
    document = carrier.post(next().getRawPath(), all);
    return document;
  }

  private URI next() {
    Matcher action = ACTION.matcher(document);
    return URI.create(action.find() ? action.group(1) : found(REDIRECT));
  }

  private String found(Pattern pattern) {
    Matcher matcher = pattern.matcher(document);
    if (!matcher.find()) {
      throw new AssertionError("no " + pattern + " in " + document);
    }
    return matcher.group(1).strip();
  }

  void hangsUp() throws IOException, InterruptedException {
    Map<String, String> all = parameters("completed");
    all.put("CallDuration", "7");
    all.put("SequenceNumber", "3");
    all.put("CallbackSource", "call-progress-events");
    carrier.post("/call-status", all);
  }

  /** Opens the stream it was told to open, and speaks until that breaks. */
  @SuppressWarnings("FutureReturnValueIgnored") // A socket that fails is told of.
  void speaks() {
    WebSocket socket = carrier.open(URI.create(found(STREAM)), this);
    String connected = "{\"event\":\"connected\",\"protocol\":\"Call\",\"version\":\"1.0.0\"}";
    socket
        .sendText(connected, true)
        .thenCompose(sent -> socket.sendText(start(), true))
        .thenRun(() -> speakOn(socket));
  }

  private String start() {
    return message(
        "start",
        ("{\"accountSid\":\"%s\",\"streamSid\":\"%s\",\"callSid\":\"%s\","
                + "\"tracks\":[\"inbound\"],\"customParameters\":{},\"mediaFormat\":"
                + "{\"encoding\":\"audio/x-mulaw\",\"sampleRate\":8000,\"channels\":1}}")
            .formatted(carrier.accountSid(), streamSid(), callSid));
  }

  private String message(String event, String content) {
    return "{\"event\":\"%s\",\"sequenceNumber\":\"%d\",\"streamSid\":\"%s\",\"%s\":%s}"
        .formatted(event, ++messages, streamSid(), event, content);
  }

  private String streamSid() {
    return "MZ" + callSid.substring(2);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // A socket that fails is told of.
  private void speakOn(WebSocket socket) {
    String frame =
        "{\"track\":\"inbound\",\"chunk\":\"%d\",\"timestamp\":\"%d\",\"payload\":\"%s\"}"
            .formatted(messages, messages * BETWEEN_FRAMES.toMillis(), FRAME);
    socket
        .sendText(message("media", frame), true)
        .thenRun(() -> carrier.time.schedule(BETWEEN_FRAMES, () -> speakOn(socket)));
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
    if (data.toString().contains("\"media\"")) {
      heard.complete(null);
    }
    socket.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
    broken.complete(null);
    return null;
  }

  @Override
  public void onError(WebSocket socket, Throwable error) {
    broken.complete(null);
  }

  /** Waits until the host's audio has come back. */
  void untilHeard() {
    heard.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  /** Waits until the media socket is gone. */
  void untilBroken() {
    broken.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }
}
