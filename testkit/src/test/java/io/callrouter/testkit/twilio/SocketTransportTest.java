package io.callrouter.testkit.twilio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.callrouter.time.Timekeeper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Webhooks over a real socket; media sockets are tried with a real host in integration-tests. */
class SocketTransportTest {
  private final Timekeeper time = Timekeeper.system();
  private final Queue<Seen> seen = new ConcurrentLinkedQueue<>();
  private HttpServer server;

  private record Seen(String method, URI target, Map<String, List<String>> headers, String body) {}

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    time.close();
  }

  @Test
  void aRequestLooksAsIfAProxyHadEndedItsTls() {
    TwilioCaller caller = call(address()).untilIdle();

    assertEquals(List.of("Pause"), caller.verbs());
    assertEquals(List.of(), caller.alerts());
    Seen first = seen.element();
    assertEquals("POST", first.method());
    assertEquals(URI.create("/incoming-call"), first.target());
    assertEquals(List.of("https"), first.headers().get("X-forwarded-proto"));
    assertEquals(List.of("voice.example.test"), first.headers().get("X-forwarded-host"));
    assertEquals(
        List.of("application/x-www-form-urlencoded; charset=UTF-8"),
        first.headers().get("Content-type"));
    assertTrue(first.body().contains("CallSid=" + caller.carrierId()));
    String expected =
        SimulatedTwilio.create(time)
            .signed("POST", "/incoming-call", FakeApplication.decode(first.body()))
            .header("X-Twilio-Signature");
    assertEquals(List.of(expected), first.headers().get("X-twilio-signature"));
  }

  @Test
  void aFarEndThatTheTestLetsAnswerAndHangUpIsWaitedForInRealTimeToo() {
    SimulatedTwilio twilio = SimulatedTwilio.create(time).attach(address());
    TwilioCaller caller = twilio.from("+14155550177").to("dial").start().untilIdle();
    assertEquals("ringing", caller.farEnd("+14155550122").status());
    caller.farEnd("+14155550122").answer();
    assertEquals("in-progress", caller.untilIdle().status());
    caller.farEnd("+14155550122").hangUp();
    assertEquals(List.of("Dial", "Pause"), caller.untilIdle().verbs());
    assertEquals(List.of(), caller.alerts());
  }

  @Test
  void twoCallersInAConferenceAreIdleInRealTimeToo() {
    SimulatedTwilio twilio = SimulatedTwilio.create(time).attach(address());
    TwilioCaller first = twilio.from("+14155550177").to("meet").start().untilIdle();
    TwilioCaller second = twilio.from("+14155550178").to("meet").start().untilIdle();
    second.hangUp().untilIdle();
    assertEquals(List.of("Dial", "Pause"), first.untilIdle().verbs());
  }

  @Test
  void aRefusedHandshakeIsToldWithItsStatus() {
    TwilioCaller caller =
        SimulatedTwilio.create(time)
            .attach(address())
            .from("+14155550177")
            .to("stream")
            .start()
            .untilIdle();
    assertEquals(31920, caller.alerts().get(0).code());
    assertTrue(caller.alerts().get(0).text().contains("HTTP 404"), caller.alerts()::toString);
  }

  @Test
  void aServerThatIsNotThereIsAFailedConnection() {
    URI nobody = address();
    server.stop(0);
    TwilioCaller caller = call(nobody);
    assertTrue(caller.until(() -> !caller.alerts().isEmpty(), Duration.ofSeconds(10)));
    assertEquals(TwimlFault.HTTP_CONNECTION, caller.alerts().get(0).code());
  }

  private TwilioCaller call(URI to) {
    return SimulatedTwilio.create(time).attach(to).from("+14155550177").to("+14155550100").start();
  }

  private URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    URI target = exchange.getRequestURI();
    seen.add(new Seen(exchange.getRequestMethod(), target, exchange.getRequestHeaders(), body));
    String verbs = "<Pause length=\"1\"/>";
    if (body.contains("To=stream")) {
      verbs = "<Connect><Stream url=\"wss://voice.example.test/media\"/></Connect>";
    } else if (body.contains("To=dial")) {
      verbs = "<Dial><Number>+14155550122</Number></Dial>" + verbs;
    } else if (body.contains("To=meet")) {
      verbs = "<Dial><Conference endConferenceOnExit=\"true\">a</Conference></Dial>" + verbs;
    }
    boolean known =
        target.getPath().startsWith("/incoming") || target.getPath().equals("/call-status");
    byte[] answer = ("<Response>" + verbs + "</Response>").getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/xml");
    exchange.sendResponseHeaders(known ? 200 : 404, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }
}
