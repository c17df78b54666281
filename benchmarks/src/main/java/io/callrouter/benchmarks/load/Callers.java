package io.callrouter.benchmarks.load;

import io.callrouter.testkit.twilio.SimulatedTwilio;
import io.callrouter.time.Timekeeper;
import io.callrouter.web.WebRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sets calls up as Twilio does: a signed webhook, its answer read, a media socket opened with the
 * token that stands in it. May be used by any threads; what it does blocks unless it says
 * otherwise.
 */
final class Callers implements AutoCloseable {
  /** Who calls this number gets the flow that sleeps at each step. */
  static final String STEPS = "+15550100002";

  private static final int USUAL_BUFFER = 0;
  private static final String ECHO = "+15550100001";
  private static final String CALLER = "+1555020%04d";
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final Pattern STREAM = Pattern.compile("url=\"wss://[^/\"]*([^\"]*)\"");
  private static final Pattern NEXT =
      Pattern.compile("(?:>|action=\")https://[^/\"<]*([^\"<]*)[\"<]");
  private static final String HANDSHAKE =
      """
      GET %s HTTP/1.1\r
      Host: voice.example.test\r
      Upgrade: websocket\r
      Connection: Upgrade\r
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
      Sec-WebSocket-Version: 13\r
      """;

  private final Timekeeper clock = Timekeeper.system();
  private final SimulatedTwilio twilio = SimulatedTwilio.create(clock);
  private final String accountSid = required(twilio.settings(), "TWILIO_ACCOUNT_SID");
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();
  private final AtomicLong steps = new AtomicLong();
  private final int port;

  Callers(int port) {
    this.port = port;
  }

  /** Calls the router and opens the socket it was told to open. */
  CarrierCall toRouter(int number) throws IOException, InterruptedException {
    return toRouter(number, USUAL_BUFFER, new EchoTalk(number));
  }

  /** Calls the router for a talk of that kind. */
  CarrierCall toRouter(int number, Talk talk) throws IOException, InterruptedException {
    return toRouter(number, USUAL_BUFFER, talk);
  }

  /** Calls the router and opens the socket, with so much room for what the router sends. */
  CarrierCall toRouter(int number, int receiveBytes) throws IOException, InterruptedException {
    return toRouter(number, receiveBytes, new EchoTalk(number));
  }

  private CarrierCall toRouter(int number, int receiveBytes, Talk talk)
      throws IOException, InterruptedException {
    Sids sids = Sids.of(accountSid, number);
    String twiml = incoming(sids, ECHO);
    Matcher stream = STREAM.matcher(twiml);
    if (!stream.find()) {
      throw new IOException("call " + number + " was not connected: " + twiml);
    }
    return new CarrierCall(sids, open(twilio.signedHandshake(stream.group(1)), receiveBytes), talk);
  }

  /** Opens a socket of a bare echo. */
  CarrierCall toBareEcho(int number) throws IOException {
    return toSocket(number, BareEcho.PATH, new EchoTalk(number));
  }

  /** Opens a media socket at that path, without asking for it. */
  CarrierCall toSocket(int number, String path, Talk talk) throws IOException {
    Sids sids = Sids.of(accountSid, number);
    return new CarrierCall(sids, open(twilio.signedHandshake(path), USUAL_BUFFER), talk);
  }

  /** The number of the call that comes from there. */
  static int numberOf(String from) {
    return Integer.parseInt(from.substring(CALLER.indexOf('%')));
  }

  /** The first webhook of a call, and its answer. */
  String incoming(Sids sids, String to) throws IOException, InterruptedException {
    return answer(send(request("/incoming-call", form(sids, to, "ringing"))));
  }

  /** Says that a call is over. */
  void completed(Sids sids) throws IOException, InterruptedException {
    answer(send(request("/call-status", form(sids, ECHO, "completed"))));
  }

  /** Steps a call through the flow that sleeps, until it is refused; does not block. */
  void step(int number) {
    Sids sids = Sids.of(accountSid, number);
    var unused = step(sids, "/incoming-call", "ringing");
  }

  private CompletableFuture<Void> step(Sids sids, String path, String status) {
    return http.sendAsync(
            request(path, form(sids, STEPS, status)), HttpResponse.BodyHandlers.ofString())
        .thenCompose(
            answer -> {
              steps.incrementAndGet();
              Matcher next = NEXT.matcher(answer.body());
              return answer.statusCode() == 200 && next.find()
                  ? step(sids, next.group(1), "in-progress")
                  : CompletableFuture.completedFuture(null);
            });
  }

  /** How many steps have been answered. */
  long stepsTaken() {
    return steps.get();
  }

  @Override
  public void close() {
    clock.close();
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static String answer(HttpResponse<String> response) throws IOException {
    if (response.statusCode() / 100 != 2) {
      throw new IOException(response.request().uri() + ": " + response.statusCode());
    }
    return response.body();
  }

  private HttpRequest request(String path, Map<String, String> form) {
    WebRequest signed = twilio.signed("POST", path, form);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(signed.target()))
            .timeout(TIMEOUT)
            .POST(HttpRequest.BodyPublishers.ofByteArray(signed.body()));
    signed.headers().forEach((name, values) -> request.header(name, values.get(0)));
    return request.build();
  }

  private URI uri(String target) {
    return URI.create("http://127.0.0.1:" + port + target);
  }

  private Map<String, String> form(Sids sids, String to, String status) {
    Map<String, String> form = new HashMap<>();
    form.put("CallSid", sids.call());
    form.put("AccountSid", sids.account());
    form.put("From", CALLER.formatted(sids.number()));
    form.put("To", to);
    form.put("CallStatus", status);
    form.put("Direction", "inbound");
    form.put("ApiVersion", "2010-04-01");
    return form;
  }

  private SocketChannel open(WebRequest handshake, int receiveBytes) throws IOException {
    SocketChannel channel = SocketChannel.open();
    if (receiveBytes != USUAL_BUFFER) {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBytes);
    }
    channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    StringBuilder request = new StringBuilder(HANDSHAKE.formatted(handshake.target()));
    for (Map.Entry<String, List<String>> header : handshake.headers().entrySet()) {
      request.append(header.getKey()).append(": ").append(header.getValue().get(0)).append("\r\n");
    }
    request.append("\r\n");
    channel.write(ByteBuffer.wrap(request.toString().getBytes(StandardCharsets.ISO_8859_1)));
    String answer = readHead(channel);
    if (!answer.startsWith("HTTP/1.1 101 ")) {
      channel.close();
      throw new IOException(answer.lines().findFirst().orElse("no answer"));
    }
    return channel;
  }

  /** Byte by byte, since frames may follow. */
  private static String readHead(SocketChannel channel) throws IOException {
    StringBuilder head = new StringBuilder();
    ByteBuffer one = ByteBuffer.allocate(1);
    while (head.indexOf("\r\n\r\n") < 0) {
      one.clear();
      if (channel.read(one) < 0) {
        throw new IOException("closed in the handshake: " + head);
      }
      head.append((char) one.get(0));
    }
    return head.toString();
  }

  private static String required(Map<String, String> settings, String name) {
    String value = settings.get(name);
    if (value == null) {
      throw new IllegalStateException("no setting " + name);
    }
    return value;
  }
}
