package io.callrouter.integration;

import static io.callrouter.integration.Impostor.with;
import static io.callrouter.integration.Impostor.withTarget;
import static io.callrouter.integration.RawHttp.exchange;
import static io.callrouter.integration.RawHttp.exchangeAndEnd;
import static io.callrouter.integration.RawHttp.status;
import static io.callrouter.integration.RawHttp.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.CallRouter;
import io.callrouter.Limits;
import io.callrouter.TimeLimit;
import io.callrouter.call.Action;
import io.callrouter.call.EndCause;
import io.callrouter.call.Match;
import io.callrouter.media.Endpoints;
import io.callrouter.testkit.Misbehaviour;
import io.callrouter.testkit.SimulatedCaller;
import io.callrouter.testkit.twilio.SimulatedTwilio;
import io.callrouter.testkit.twilio.TwilioCaller;
import io.callrouter.time.Timekeeper;
import io.callrouter.web.WebHandler;
import io.callrouter.web.WebRequest;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is no proper HTTP or WebSocket, or far too slow, over real sockets: here the container is
 * part of the defence. A call is under way and notices nothing.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContainerAttackTest {
  /** More than Jetty has threads. */
  private static final int MANY = 250;

  private final Timekeeper time = Timekeeper.system();
  private final Timekeeper carrierTime = Timekeeper.system();
  private final SimulatedTwilio twilio = SimulatedTwilio.create(carrierTime);
  private final Impostor impostor = new Impostor(Simulated.TWILIO, twilio);
  private final List<Socket> held = new ArrayList<>();
  private final LogLines log = LogLines.read();
  private CallRouter router;
  private JettyHost host;
  private URI server;
  private SimulatedCaller victim;
  private int calls;
  private int newCalls;

  @BeforeAll
  void aCallIsUnderWay() throws Exception {
    router =
        twilio
            .prepare(CallRouter.builder())
            .timekeeper(time)
            .limits(Limits.defaults().with(TimeLimit.SOCKET_START, Duration.ofSeconds(4)))
            .endpoint("echo", context -> Endpoints.echo())
            .route("echo", Match.any(), Action.connect("echo"))
            .build();
    host = JettyHost.start(router.web());
    server = host.address();
    twilio.attach(router, server);
    victim = twilio.from(VirtualOffice.CALLER).to(VirtualOffice.OFFICE).start();
    victim.speak(Tones.samples(500)).untilIdle();
    assertTrue(sound() > 2000, "he hears himself before it begins");
  }

  @BeforeEach
  void nothingIsOnTheLog() {
    log.next();
    calls = (int) counter("calls.arrived");
  }

  @AfterEach
  void noMoreIsHeld() throws IOException {
    for (Socket socket : held) {
      socket.close();
    }
    held.clear();
  }

  @AfterAll
  void itGoesOn() throws Exception {
    try {
      assertHearsHimself();
      assertTrue(router.health().isReady());
      victim.hangUp().untilIdle();
      assertEquals(EndCause.COMPLETED, victim.record().cause());
      assertEquals(List.of(), victim.alerts());
    } finally {
      log.close();
      router.close();
      host.stop();
      time.close();
      carrierTime.close();
    }
  }

  /** Half of it at least: a busy machine may lose some, an attacked one all. */
  private void assertHearsHimself() {
    long before = sound();
    victim.speak(Tones.samples(500)).untilIdle();
    assertTrue(sound() - before > 2000, () -> "heard " + (sound() - before) + " samples of 4000");
  }

  private long sound() {
    short[] heard = victim.heard();
    return IntStream.range(0, heard.length).filter(i -> heard[i] != 0).count();
  }

  private WebRequest newCall() {
    return impostor.newCall(victim.exchanges().get(0).request(), victim.carrierId(), ++newCalls);
  }

  private long counter(String name) {
    return router.counters().getOrDefault(name, 0L);
  }

  private void assertNoCall() {
    assertEquals(calls, counter("calls.arrived"), "calls that came in");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: voice.example.test",
        "Host: voice.example.test:443",
        "Host: evil.example.test",
        "Host: [::1]:8080",
        "X-Forwarded-Host: evil.example.test",
        "Forwarded: host=evil.example.test;proto=http",
        "X-Forwarded-Prefix: /evil",
        "X-Original-URL: /health",
        "X-HTTP-Method-Override: GET"
      })
  void aGenuineRequestGetsInWhateverElseItSaysOfItself(String line) throws IOException {
    assertEquals(200, status(exchange(server, text(newCall(), line))));
    assertEquals(calls + 1, counter("calls.arrived"));
  }

  @Test
  void aForgedOneDoesNotWhateverElseItSaysOfItself() throws IOException {
    WebRequest forged = with(newCall(), "X-Twilio-Signature", "AAAA");
    for (String host : List.of("voice.example.test", "127.0.0.1", "evil.example.test")) {
      assertEquals(403, status(exchange(server, text(forged, "Host: " + host))));
      List<String> lines = log.refusals();
      assertEquals(1, lines.size());
      assertTrue(lines.get(0).contains("expected a request to https://voice.example.test/"));
      assertTrue(lines.get(0).contains("saw one to " + host + "/incoming-call"), lines.get(0));
    }
    assertNoCall();
  }

  @Test
  void twoSignaturesOnTheWireAreForbidden() throws IOException {
    String right = newCall().header("X-Twilio-Signature");
    for (String other : List.of("AAAA", right)) {
      String twice = text(newCall(), "x-twilio-signature: " + other);
      assertEquals(403, status(exchange(server, twice)));
    }
    assertNoCall();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Content-Length: 5,6                        | 400",
        "Content-Length: +5                         | 400",
        "Content-Length: -1                         | 400",
        "Content-Length: 99999999999999999999       | 400",
        "Transfer-Encoding: chunked                 | 400",
        "Transfer-Encoding: xchunked                | 400",
        "Transfer-Encoding : chunked                | 400",
        "Host:                                      | 400",
        "Host: a b                                  | 400",
        "Host: evil.example.test/..                 | 400",
        "X-Odd\u0000: 1                             | 400",
        "X Odd: 1                                   | 400",
      })
  void aHeadThatCouldBeReadInTwoWaysIsABadRequest(String line, int expected) throws IOException {
    assertEquals(expected, status(exchange(server, text(newCall(), line))), line);
    assertNoCall();
  }

  @Test
  void aRequestHiddenBehindAnotherIsNotHandled() throws IOException {
    WebRequest outer = with(newCall(), "X-Twilio-Signature", "AAAA");
    String hidden = text(newCall());
    int length = outer.body().length;
    for (String request :
        List.of(
            text(outer, "Content-Length: " + length, "Content-Length: 0") + hidden,
            text(outer, "Content-Length: " + length, "Transfer-Encoding: chunked") + hidden,
            text(outer, "X-Odd: 1\n\nContent-Length: 0") + hidden,
            text(outer).replace("Connection: close", "X: 1\r\n \r\n") + hidden)) {
      String answer = exchange(server, request);
      assertFalse(answer.contains("200 OK"), answer);
      assertNoCall();
    }
  }

  @Test
  void aHostThatIsMissingOrRepeatedIsABadRequest() throws IOException {
    String request = text(newCall());
    assertEquals(400, status(exchange(server, request.replace("Host: 127.0.0.1\r\n", ""))));
    String two = request.replace("Host: ", "Host: evil.example.test\r\nHost: ");
    assertEquals(400, status(exchange(server, two)));
    assertNoCall();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//incoming-call", "/incoming-call/", "/incoming-call;jsessionid=1", "/./incoming-call",
        "/x/../incoming-call", "/incoming-call/%2e%2e", "/incoming-call%00", "/%69ncoming-call",
        "/INCOMING-CALL", "/incoming-call%2f", "/incoming-call\\", "/incoming-call/..;/health",
        "/incoming-call/%0d%0aX-Forged:%20yes", "/incoming-call%23", "/incoming-call/../health"
      })
  void aPathThatOnlyLooksLikeOursMakesNoCall(String path) throws IOException {
    WebRequest signed = twilio.sign(withTarget(newCall(), "POST", "/incoming-call", null));
    String answer = exchange(server, text(withTarget(signed, "POST", path, null)));
    // By the container, the router, or the host's own servlets.
    assertTrue(List.of(400, 404, 405).contains(status(answer)), path + ": " + answer);
    assertFalse(answer.contains("\nX-Forged"), answer);
    assertNoCall();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "M-SEARCH"})
  void anotherMethodIsNotAllowed(String method) throws IOException {
    String answer = exchange(server, text(newCall()).replaceFirst("^POST", method));
    assertTrue(List.of(400, 405, 501).contains(status(answer)), answer);
    assertNoCall();
  }

  @Test
  void anOversizedHeadIsRefusedByTheContainer() throws IOException {
    String odd = "X-Odd: " + "x".repeat(20_000);
    assertEquals(431, status(exchange(server, text(newCall(), odd))));
    String path = "/incoming-call/" + "x".repeat(20_000);
    WebRequest far = withTarget(newCall(), "POST", path, null);
    assertEquals(414, status(exchange(server, text(far))));
    assertNoCall();
  }

  @Test
  void anOversizedBodyIsRefusedBeforeItCame() throws IOException {
    int length = WebHandler.MAX_BODY_BYTES + 1;
    String[] lines = {"Content-Length: " + length, "Expect: 100-continue"};
    long before = counter("requests.refused.413");
    String answer = exchange(server, text(newCall(), lines));
    assertEquals(413, status(answer), answer);
    assertEquals(before + 1, counter("requests.refused.413"));
    assertNoCall();
  }

  @Test
  void aBodyThatBreaksOffIsABadRequest() throws IOException {
    String request = text(newCall(), "Content-Length: 9000");
    long before = counter("requests.refused.400");
    assertEquals(400, status(exchangeAndEnd(server, request)));
    assertEquals(before + 1, counter("requests.refused.400"));
    assertEquals(1, log.refusals().size());
    assertNoCall();
  }

  @Test
  void headsThatNeverEndHoldNobodyUp() throws IOException {
    String head = text(newCall()).substring(0, 60);
    for (int i = 0; i < MANY; i++) {
      held.add(RawHttp.send(server, head));
    }
    assertHearsHimself();
    assertEquals(200, status(exchange(server, text(newCall()))));
  }

  @Test
  void bodiesThatNeverEndHoldNobodyUp() throws IOException {
    String request = text(newCall(), "Content-Length: 9000");
    for (int i = 0; i < MANY; i++) {
      held.add(RawHttp.send(server, request));
    }
    assertHearsHimself();
    assertEquals(200, status(exchange(server, text(newCall()))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "half a frame, then nothing      | 81 FE 01 00 00 00 00 00 7B                | 1008",
        "half a message, then nothing    | 01 81 00 00 00 00 7B                      | 1008",
        "a frame of 4 EB                 | 81 FF 40 00 00 00 00 00 00 00 00 00 00 00 | 1009",
        "a frame that is not masked      | 81 01 7B                                  | 1002",
        "an opcode that nobody knows     | 83 81 00 00 00 00 7B                      | 1002",
        "a bit for which nothing stands  | C1 81 00 00 00 00 7B                      | 1002",
        "a ping in pieces                | 09 80 00 00 00 00                         | 1002",
        "a text that is not UTF-8        | 81 81 00 00 00 00 FF                      | 1007",
      })
  void whatIsNoWebSocketClosesItsOwnSocketOnly(String what, String frames, int code)
      throws IOException {
    WebRequest handshake = twilio.signedHandshake(mediaPathOfAnother());
    String upgrade =
        text(handshake, "Upgrade: websocket", "Sec-WebSocket-Version: 13")
            .replace(
                "Connection: close",
                "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
    String answer = exchange(server, upgrade + bytes(frames));
    assertEquals(101, status(answer), answer);
    assertEquals("88", "%02X".formatted((int) closeFrame(answer).charAt(0)), what);
    assertEquals(
        code, (int) closeFrame(answer).charAt(2) << 8 | closeFrame(answer).charAt(3), what);
  }

  private static String closeFrame(String answer) {
    return answer.substring(answer.indexOf("\r\n\r\n") + 4);
  }

  private String mediaPathOfAnother() {
    TwilioCaller other =
        twilio
            .from("+14155550178")
            .to(VirtualOffice.OFFICE)
            .misbehaving(new Misbehaviour.SocketNeverOpens())
            .start();
    assertTrue(other.until(() -> !other.documents().isEmpty(), Duration.ofSeconds(20)));
    return impostor.mediaPath(other);
  }

  private static String bytes(String hex) {
    StringBuilder bytes = new StringBuilder();
    for (String each : hex.strip().split(" ", -1)) {
      bytes.append((char) Integer.parseInt(each, 16));
    }
    return bytes.toString();
  }
}
