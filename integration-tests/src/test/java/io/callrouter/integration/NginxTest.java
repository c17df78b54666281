package io.callrouter.integration;

import static io.callrouter.integration.Impostor.with;
import static io.callrouter.integration.Impostor.withTarget;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.CallRouter;
import io.callrouter.Limits;
import io.callrouter.TimeLimit;
import io.callrouter.call.Action;
import io.callrouter.call.EndCause;
import io.callrouter.call.Match;
import io.callrouter.config.Settings;
import io.callrouter.media.Endpoints;
import io.callrouter.testkit.SimulatedCaller;
import io.callrouter.testkit.telnyx.SimulatedTelnyx;
import io.callrouter.testkit.telnyx.TelnyxRestServer;
import io.callrouter.testkit.twilio.SimulatedTwilio;
import io.callrouter.time.Timekeeper;
import io.callrouter.web.WebHandler;
import io.callrouter.web.WebRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The nginx blocks of {@code docs/behind-a-proxy.md}, as they stand there, in a real nginx: TLS
 * outside, HTTP inside, and signatures over the addresses outside.
 */
class NginxTest {
  private static final Path PAGE = Path.of("..", "docs", "behind-a-proxy.md");
  private static final Set<String> HOP_BY_HOP = Set.of("host", "content-length", "connection");

  @TempDir private Path folder;
  private final SSLContext standard = defaultContext();
  private final Timekeeper time = Timekeeper.system();
  private final Timekeeper carrierTime = Timekeeper.system();
  private final SimulatedTwilio twilio = SimulatedTwilio.create(carrierTime);
  private final SimulatedTelnyx telnyx = SimulatedTelnyx.create(carrierTime);
  private final Impostor impostor = new Impostor(Simulated.TWILIO, twilio);
  private final LogLines log = LogLines.read();
  private TelnyxRestServer rest;
  private CallRouter router;
  private JettyHost host;
  private Nginx nginx;
  private HttpClient client;

  private static SSLContext defaultContext() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @BeforeEach
  void begin() {
    rest = telnyx.listen();
  }

  private void start(String block, String publicUrl) throws Exception {
    Map<String, String> settings = new TreeMap<>(twilio.settings());
    settings.putAll(telnyx.settings());
    settings.put("TELNYX_API_URL", rest.url().toString());
    settings.put("PUBLIC_URL", publicUrl);
    router =
        CallRouter.builder()
            .timekeeper(time)
            .discoverProviders(Settings.of(settings))
            .healthPages()
            // Longer than the short time-out of a proxy.
            .limits(Limits.defaults().with(TimeLimit.SOCKET_START, Duration.ofSeconds(30)))
            .endpoint("echo", context -> Endpoints.echo())
            .route("echo", Match.any(), Action.connect("echo"))
            .build();
    host = JettyHost.start(router.web());
    nginx = Nginx.start(folder, block, host.address().getPort());
    SSLContext.setDefault(nginx.trust()); // for the simulated carriers
    client = HttpClient.newBuilder().sslContext(nginx.trust()).build();
    twilio.attach(router, nginx.address());
    telnyx.attach(router, nginx.address());
  }

  @AfterEach
  void stop() throws Exception {
    SSLContext.setDefault(standard);
    log.close();
    if (nginx != null) {
      nginx.close();
    }
    if (router != null) {
      router.close();
      host.stop();
    }
    rest.close();
    time.close();
    carrierTime.close();
  }

  private static List<String> documented() throws Exception {
    String page = Files.readString(PAGE);
    return Pattern.compile("```nginx\n(.*?)```", Pattern.DOTALL)
        .matcher(page)
        .results()
        .map(block -> block.group(1))
        .toList();
  }

  private static String root() throws Exception {
    return documented().get(0);
  }

  /** The second block, in the place of the locations of the first. */
  private static String belowPath() throws Exception {
    String root = root();
    return root.substring(0, root.indexOf("    location / {")) + documented().get(1) + "}\n";
  }

  @ParameterizedTest
  @EnumSource(Simulated.class)
  void aWholeCallComesThrough(Simulated kind) throws Exception {
    start(root(), "https://voice.example.test");
    SimulatedCaller caller =
        (kind == Simulated.TWILIO ? twilio : telnyx)
            .from(VirtualOffice.CALLER)
            .to(VirtualOffice.OFFICE)
            .start();
    caller.speak(Tones.samples(500)).untilIdle();
    assertTrue(sound(caller) > 2000, () -> "he hears himself: " + sound(caller));
    caller.hangUp().untilIdle();
    assertEquals(EndCause.COMPLETED, caller.record().cause());
    assertEquals(List.of(), caller.alerts());
    assertEquals(List.of(), log.refusals(), "nothing is refused");
  }

  private static long sound(SimulatedCaller caller) {
    short[] heard = caller.heard();
    return IntStream.range(0, heard.length).filter(i -> heard[i] != 0).count();
  }

  @Test
  void whatIsForgedIsForbiddenAndTheLineTellsBothAddresses() throws Exception {
    start(root(), "https://voice.example.test");
    WebRequest genuine = firstWebhook("/incoming-call");
    assertEquals(403, send(with(genuine, "X-Twilio-Signature", "AAAA")));
    assertLine("expected a request to https://voice.example.test/incoming-call");
    WebRequest made =
        with(with(genuine, "X-Twilio-Signature"), "X-Forwarded-Host", "voice.example.test");
    assertEquals(403, send(made));
    assertLine("saw one to https://127.0.0.1:" + nginx.address().getPort() + "/incoming-call");
    assertEquals(403, handshake("/media-stream/" + "A".repeat(60)));
    assertLine("its media token is not ours");
    assertEquals(0, router.activeCalls());
    assertEquals(200, send(genuine));
  }

  @Test
  void aWrongPublicUrlIsToldInTheLog() throws Exception {
    start(root(), "https://www.example.test/voice");
    assertEquals(403, send(firstWebhook("/incoming-call")));
    assertLine(
        "expected a request to https://www.example.test/voice/incoming-call, saw one to"
            + " https://127.0.0.1:"
            + nginx.address().getPort()
            + "/incoming-call");
  }

  @Test
  void belowAPathTheSignatureIsOfTheAddressOutside() throws Exception {
    start(belowPath(), "https://voice.example.test/voice");
    assertEquals(200, send(firstWebhook("/voice/incoming-call?tenant=a%20b+c")));
    assertEquals(404, send(firstWebhook("/incoming-call")), "outside of the path nobody is");
    WebRequest signedInside =
        withTarget(firstWebhook("/incoming-call"), "POST", "/voice/incoming-call", null);
    assertEquals(403, send(signedInside));
    assertEquals(403, handshake("/voice/media-stream/" + "A".repeat(60)));
    assertEquals(101, handshake(mediaPath("/voice")));
    assertEquals(403, get("/voice/health"));
  }

  @Test
  void aHostWithAContextPathTakesThePathAwayItself() throws Exception {
    start(root(), "https://voice.example.test/voice");
    host.stop();
    nginx.close();
    host = JettyHost.start(router.web(), "/voice");
    nginx =
        Nginx.start(
            Files.createDirectory(folder.resolve("again")), root(), host.address().getPort());
    client = HttpClient.newBuilder().sslContext(nginx.trust()).build();
    assertEquals(200, send(firstWebhook("/voice/incoming-call")));
    assertEquals(101, handshake(mediaPath("/voice")));
  }

  @Test
  void withoutTheUpgradeHeadersTheAnswerIsToUseThem() throws Exception {
    String block = root().replaceAll("proxy_set_header (Upgrade|Connection) .*", "");
    start(block, "https://voice.example.test");
    assertEquals(426, handshake("/media-stream/" + "A".repeat(60)));
    assertLine("a proxy in front of this server must pass on the headers Upgrade and Connection");
  }

  @Test
  void whatIsTooLongAndThePagesOfTheOperatorEndAtTheProxy() throws Exception {
    start(root(), "https://voice.example.test");
    WebRequest genuine = firstWebhook("/incoming-call");
    String long64k = "x".repeat(WebHandler.MAX_BODY_BYTES + 1);
    assertEquals(413, send(Impostor.withBody(genuine, long64k)));
    for (String page : List.of("/health", "/ready", "/metrics")) {
      assertEquals(403, get(page));
      assertEquals(200, status(host.address().resolve(page)));
    }
    assertEquals(List.of(), log.refusals(), "the router did not see any of it");
  }

  @Test
  void aShortReadTimeoutCutsAnIdleSocketAndTheDocumentedOneDoesNot() throws Exception {
    String hour = "proxy_read_timeout 1h;";
    assertTrue(root().contains(hour) && belowPath().contains(hour));
    start(root().replace(hour, "proxy_read_timeout 3s;"), "https://voice.example.test");
    SimulatedCaller caller = twilio.from(VirtualOffice.CALLER).to(VirtualOffice.OFFICE).start();
    caller.silentFor(Duration.ofSeconds(5)).speak(Tones.samples(500)).untilIdle();
    assertTrue(sound(caller) > 2000, "a caller who is silent is heard all the same");
    Ended ended = new Ended();
    WebSocket socket = open(mediaPath(""), ended);
    assertEquals(1006, ended.code.get(30, TimeUnit.SECONDS), "where nothing comes either way");
    assertTrue(socket.isInputClosed());
    caller.hangUp().untilIdle();
  }

  /** A genuine first webhook of a call that there is not, signed for a path outside. */
  private WebRequest firstWebhook(String target) {
    Map<String, String> form = new TreeMap<>();
    form.put("CallSid", impostor.callId(1));
    form.put("AccountSid", impostor.setting("TWILIO_ACCOUNT_SID"));
    form.put("From", VirtualOffice.CALLER);
    form.put("To", VirtualOffice.OFFICE);
    form.put("CallStatus", "ringing");
    form.put("Direction", "inbound");
    return twilio.signed("POST", target, form);
  }

  /** Where a call was told to open its media, which its carrier then did not. */
  private String mediaPath(String prefix) throws Exception {
    WebRequest another = firstWebhook(prefix + "/incoming-call");
    HttpResponse<String> answer =
        client.send(request(another), HttpResponse.BodyHandlers.ofString());
    assertEquals(200, answer.statusCode());
    return answer.body().replaceAll("(?s).*<Stream[^>]* url=\"wss://[^/]*([^\"]*)\".*", "$1");
  }

  private int send(WebRequest request) throws Exception {
    return client.send(request(request), HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private HttpRequest request(WebRequest request) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(nginx.address().resolve(request.target()))
            .timeout(Duration.ofSeconds(30))
            .method(request.method(), HttpRequest.BodyPublishers.ofByteArray(request.body()));
    request.headers().entrySet().stream()
        .filter(header -> !HOP_BY_HOP.contains(header.getKey().toLowerCase(Locale.ROOT)))
        .forEach(
            header -> header.getValue().forEach(value -> builder.header(header.getKey(), value)));
    return builder.build();
  }

  private int get(String path) throws Exception {
    return status(nginx.address().resolve(path));
  }

  private int status(URI url) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(30)).build();
    return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  /** The status of a handshake that is signed for a path outside. */
  private int handshake(String path) {
    try {
      open(path, new Ended()).abort();
      return 101;
    } catch (CompletionException e) {
      WebSocketHandshakeException refusal =
          assertThrows(WebSocketHandshakeException.class, () -> rethrow(e.getCause()));
      return refusal.getResponse().statusCode();
    }
  }

  private static void rethrow(Throwable cause) throws Throwable {
    throw cause;
  }

  private WebSocket open(String path, Ended listener) {
    String signature = twilio.signedHandshake(path).header("X-Twilio-Signature");
    return client
        .newWebSocketBuilder()
        .header("X-Twilio-Signature", signature)
        .connectTimeout(Duration.ofSeconds(30))
        .buildAsync(URI.create("wss://" + nginx.address().getRawAuthority() + path), listener)
        .join();
  }

  private void assertLine(String words) {
    List<String> lines = log.refusals();
    assertEquals(1, lines.size(), lines::toString);
    assertTrue(lines.get(0).contains(words), lines.get(0));
  }

  /** With which code a socket ended; 1006 where the connection broke off. */
  private static final class Ended implements WebSocket.Listener {
    final CompletableFuture<Integer> code = new CompletableFuture<>();

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      code.complete(status);
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable failure) {
      code.complete(1006);
    }
  }
}
