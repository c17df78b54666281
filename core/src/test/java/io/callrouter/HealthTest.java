package io.callrouter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.callrouter.call.Action;
import io.callrouter.call.Match;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import io.callrouter.web.WebRequest;
import io.callrouter.web.WebResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a load balancer and a monitor see of a router. */
class HealthTest {
  private final ManualTimekeeper time = Timekeeper.manual();
  private final Node node =
      new Node(
          time,
          host ->
              host.healthPages()
                  .limits(Limits.defaults().with(CountLimit.CONCURRENT_CALLS, 8))
                  .route("keys", Match.from("+15550222"), Action.gather("a key please"))
                  .flow("other", flow -> flow.run(Action.say("hello")))
                  .route("office", Match.any(), Action.connect("agent")));

  @AfterEach
  void close() {
    node.close();
  }

  private WebResponse get(String method, String path) {
    return node.router.web().handle(new WebRequest(method, path, null, Map.of(), new byte[0]));
  }

  private JsonNode page(int status, String path) throws Exception {
    WebResponse answer = get("GET", path);
    assertEquals(status, answer.status());
    assertEquals("application/json;charset=utf-8", answer.contentType());
    return new ObjectMapper().readTree(answer.body());
  }

  private double value(String name) {
    return node.router.metrics().stream()
        .filter(metric -> metric.name().equals(name))
        .mapToDouble(Metric::value)
        .sum();
  }

  @Test
  void healthTellsThatItWorksAndHowManyCallsThereAre() throws Exception {
    new Caller(node, "CA1").arrives();
    JsonNode page = page(200, "/health");

    assertEquals("ok", page.path("status").asText());
    assertEquals(1, page.path("active_calls").asInt());
    assertTrue(get("GET", "/health").text().startsWith("{\"status\":\"ok\",\"active_calls\":1,"));
  }

  @Test
  void callsAreCountedByTheFlowTheyRunNow() {
    Caller caller = new Caller(node, "CA1");
    caller.arrives();
    caller.opensMedia();
    new Caller(node, "CA2").arrives();
    new Caller(node, "CA3").arrivesFrom("+15550222");
    assertEquals(Map.of("office", 2, "keys", 1), node.router.health().callsByFlow());

    node.call("CA1").follow("other");
    time.runReady();
    assertEquals(Map.of("office", 1, "keys", 1, "other", 1), node.router.health().callsByFlow());

    caller.tells("ended", "");
    assertEquals(Map.of("office", 1, "keys", 1), node.router.health().callsByFlow());
  }

  @Test
  void metricsTellHowMuchOfTheCapacityIsTaken() throws Exception {
    for (int i = 0; i < 3; i++) {
      new Caller(node, "CA" + i).arrives();
    }
    JsonNode page = page(200, "/metrics");

    assertEquals(3, page.path("active_calls").asInt());
    assertEquals(8, page.path("max_concurrent_calls").asInt());
    assertEquals(37.5, page.path("utilization_percent").asDouble());
    JsonNode arrived =
        java.util.stream.StreamSupport.stream(page.path("metrics").spliterator(), false)
            .filter(metric -> metric.path("name").asText().equals("calls.arrived"))
            .findFirst()
            .orElseThrow();
    assertEquals(3, arrived.path("value").asInt());
    assertEquals("COUNTER", arrived.path("kind").asText());
    assertFalse(arrived.path("description").asText().isEmpty());
  }

  @Test
  void aFullRouterIsReadySinceItsCallsNeedItsWebhooks() throws Exception {
    for (int i = 0; i < 9; i++) {
      new Caller(node, "CA" + i).arrives();
    }

    assertTrue(page(200, "/ready").path("ready").asBoolean());
    assertEquals(100, page(200, "/metrics").path("utilization_percent").asDouble());
  }

  @Test
  void aDrainingRouterIsAliveAndNotReadyAndAClosedOneIsNeither() throws Exception {
    Caller caller = new Caller(node, "CA1");
    caller.arrives();
    caller.opensMedia();
    time.executor("closing").execute(() -> node.router.close(Duration.ofSeconds(10)));
    time.runReady();

    assertEquals("DRAINING", page(200, "/health").path("state").asText());
    assertFalse(page(503, "/ready").path("ready").asBoolean());
    assertTrue(node.router.health().isLive());
    time.advance(Duration.ofSeconds(11));

    assertEquals("closed", page(503, "/health").path("status").asText());
    assertFalse(page(503, "/ready").path("ready").asBoolean());
    assertEquals(0, page(200, "/metrics").path("active_calls").asInt());
  }

  @Test
  void thePagesAreClaimedForReadingOnly() {
    for (String path : List.of("/health", "/ready", "/metrics")) {
      assertTrue(node.router.web().claims(path));
      assertEquals(405, get("POST", path).status());
      assertEquals(200, get("HEAD", path).status());
    }
    assertFalse(node.router.web().claims("/health/more"));
  }

  @Test
  void withoutTheHostsWordThePagesAreTheHosts() {
    try (Node other = new Node(time, host -> host)) {
      assertFalse(other.router.web().claims("/health"));
      assertFalse(other.router.web().claims("/metrics"));
    }
  }

  @Test
  void gaugesGoBackWhenCallsAreOver() {
    Caller caller = new Caller(node, "CA1");
    caller.arrives();
    caller.opensMedia();
    FakeSocket.open(node.knock("/fake/media"), time);
    assertEquals(1, value("calls.active"));
    assertEquals(2, value("sockets.open"));
    assertEquals(1, value("sockets.waiting"));
    assertTrue(value("timers.pending") > 0);
    assertTrue(value("entries.held") > 0);

    caller.socket().breaks();
    caller.tells("ended", "");
    time.advance(Duration.ofMinutes(1));

    for (String gauge :
        List.of(
            "calls.active", "sockets.open", "sockets.waiting", "timers.pending", "entries.held")) {
      assertEquals(0, value(gauge), gauge);
    }
    assertEquals(
        List.of("COMPLETED"),
        node.router.metrics().stream()
            .filter(metric -> metric.name().equals("calls.ended"))
            .map(metric -> metric.tags().get("cause"))
            .toList());
  }

  @Test
  void aRecordThatASinkHasRefusedIsOwedUntilItTakesIt() {
    boolean[] takes = {false};
    try (Node other =
        new Node(
            time,
            host ->
                host.recordSink(
                    "slow",
                    record -> {
                      if (!takes[0]) {
                        throw new java.io.IOException("not now");
                      }
                    }))) {
      Caller caller = new Caller(other, "CA1");
      caller.arrives();
      caller.tells("ended", "");
      time.advance(Duration.ofSeconds(2).plusMillis(500));
      assertEquals(1, owed(other));

      takes[0] = true;
      time.advance(Duration.ofMinutes(1));
      assertEquals(0, owed(other));
    }
  }

  private static double owed(Node other) {
    return other.router.metrics().stream()
        .filter(metric -> metric.name().equals("records.owed"))
        .findFirst()
        .orElseThrow()
        .value();
  }
}
