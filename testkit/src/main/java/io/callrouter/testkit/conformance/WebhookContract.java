package io.callrouter.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.testkit.Delivery;
import io.callrouter.testkit.Exchange;
import io.callrouter.testkit.SimulatedCaller;
import io.callrouter.testkit.SimulatedCarrier;
import io.callrouter.web.WebHandler;
import io.callrouter.web.WebRequest;
import io.callrouter.web.WebResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Nobody but the carrier is believed, and what makes no sense does no harm. */
interface WebhookContract extends Contract {
  /** Longer than any carrier's tolerance for its signatures. */
  Duration STALE = Duration.ofHours(1);

  @Test
  default void aForgedWebhookIsRefusedAndMakesNoCall() {
    try (Bench bench = Bench.connecting(this, Agent::new)) {
      WebRequest genuine = firstWebhook(bench).request();
      SimulatedCarrier stranger = ((ProviderContract) this).carrier(bench.time(), "stranger");
      assertEquals(403, status(bench, stranger.sign(genuine)), "signed with a stranger's key");
      for (String header : signature(bench.carrier(), genuine)) {
        assertEquals(403, status(bench, with(genuine, header, null)), "without " + header);
        assertEquals(403, status(bench, with(genuine, header, "AAAA")), "with another " + header);
      }
      bench.assertNothingIsHeld();
    }
  }

  @Test
  default void aWebhookChangedOnItsWayIsRefused() {
    try (Bench bench = Bench.connecting(this, Agent::new)) {
      WebRequest genuine = firstWebhook(bench).request();
      for (int at = 0; at < genuine.body().length; at++) {
        byte[] body = genuine.body().clone();
        body[at] ^= 1;
        assertRefused(status(bench, withBody(genuine, body)), "byte " + at + " changed");
      }
      byte[] longer = Arrays.copyOf(genuine.body(), genuine.body().length + 1);
      longer[genuine.body().length] = ' ';
      assertRefused(status(bench, withBody(genuine, longer)), "a blank added");
      bench.assertNothingIsHeld();
    }
  }

  @Test
  default void aReplayedWebhookChangesNothing() {
    try (Bench bench = Bench.connecting(this, Agent::new)) {
      SimulatedCaller caller = bench.caller().start().untilIdle();
      Exchange first = caller.exchanges().get(0);
      for (int time = 0; time < 3; time++) {
        WebResponse again = bench.router().web().handle(first.request());
        assertEquals(first.answer().status(), again.status());
        assertArrayEquals(first.answer().body(), again.body());
      }
      assertEquals(1, bench.router().activeCalls(), "calls that are live");
      caller.hangUp().untilIdle();
      caller.exchanges().forEach(it -> bench.router().web().handle(it.request()));
      bench.pass(Duration.ofMinutes(1));
      assertEquals(0, bench.router().activeCalls(), "calls that are live");
      assertEquals(1, bench.agents().size(), "endpoints made");
      bench.record();
    }
  }

  @Test
  default void aStaleWebhookIsRefused() {
    needs(CarrierFeature.SIGNED_TIME);
    try (Bench bench = Bench.connecting(this, Agent::new)) {
      Exchange first = firstWebhook(bench);
      bench.pass(STALE);
      assertEquals(403, status(bench, first.request()));
      bench.assertNothingIsHeld();
    }
  }

  @Test
  default void anOversizedWebhookIsRefused() {
    try (Bench bench = Bench.connecting(this, Agent::new)) {
      WebRequest genuine = firstWebhook(bench).request();
      byte[] body = Arrays.copyOf(genuine.body(), WebHandler.MAX_BODY_BYTES + 1);
      Arrays.fill(body, genuine.body().length, body.length, (byte) ' ');
      assertEquals(413, status(bench, bench.carrier().sign(withBody(genuine, body))));
      byte[] largest = Arrays.copyOf(body, WebHandler.MAX_BODY_BYTES);
      int status = status(bench, bench.carrier().sign(withBody(genuine, largest)));
      assertTrue(status < 500, () -> "the largest one that is read: HTTP " + status);
      bench.assertNothingIsHeld();
    }
  }

  @Test
  default void aMalformedWebhookIsRefusedThoughItIsSigned() {
    try (Bench bench = Bench.connecting(this, Agent::new)) {
      WebRequest genuine = firstWebhook(bench).request();
      for (String body : List.of("", "{", "[[[[", "null", "\"\"", "7", "%7B=%5B", "\u0000\u0001")) {
        WebRequest signed =
            bench.carrier().sign(withBody(genuine, body.getBytes(StandardCharsets.UTF_8)));
        assertRefused(status(bench, signed), "body " + body);
      }
      bench.assertNothingIsHeld();
    }
  }

  @Test
  default void aMediaSocketIsAdmittedOnceAndOnlyWithItsToken() {
    needs(CarrierFeature.LIVE_AUDIO);
    try (Bench bench = Bench.connecting(this, Agent::new)) {
      SimulatedCaller caller = bench.caller().start().untilIdle();
      String path =
          bench.deliveries().stream()
              .filter(delivery -> delivery.kind() == Delivery.Kind.MEDIA)
              .map(delivery -> delivery.url().getRawPath())
              .findFirst()
              .orElseThrow(() -> new AssertionError("no media socket was opened"));
      assertFalse(isAdmitted(bench, path), "a token that was used");
      String altered = path.substring(0, path.length() - 1) + (path.endsWith("A") ? "B" : "A");
      assertFalse(isAdmitted(bench, altered), "an altered token");
      assertFalse(isAdmitted(bench, path.substring(0, path.lastIndexOf('/'))), "no token");
      assertTrue(bench.agent().isConnected(), "the call that has the socket keeps it");
      caller.hangUp().untilIdle();
      bench.record();
    }
  }

  /** As not genuine or as nonsense: which of the two is looked at first is the carrier's matter. */
  private static void assertRefused(int status, String what) {
    assertTrue(status == 403 || status == 400, () -> what + ": HTTP " + status);
  }

  /** The first webhook of a call that is over when this returns. */
  private static Exchange firstWebhook(Bench bench) {
    SimulatedCaller caller = bench.caller().start().untilIdle().hangUp().untilIdle();
    bench.record();
    return caller.exchanges().get(0);
  }

  private static boolean isAdmitted(Bench bench, String path) {
    return bench.router().web().admit(bench.carrier().signedHandshake(path)).isAdmitted();
  }

  private static int status(Bench bench, WebRequest request) {
    return bench.router().web().handle(request).status();
  }

  /** The headers that the carrier adds when it signs. */
  private static Set<String> signature(SimulatedCarrier carrier, WebRequest genuine) {
    WebRequest bare =
        new WebRequest(genuine.method(), genuine.path(), genuine.query(), Map.of(), genuine.body());
    Set<String> added = new HashSet<>(carrier.sign(bare).headers().keySet());
    assertFalse(added.isEmpty(), "the carrier signs in no header");
    return added;
  }

  private static WebRequest with(WebRequest request, String header, @Nullable String value) {
    Map<String, List<String>> headers = new HashMap<>(request.headers());
    headers.keySet().removeIf(header::equalsIgnoreCase);
    if (value != null) {
      headers.put(header, List.of(value));
    }
    return new WebRequest(
        request.method(), request.path(), request.query(), headers, request.body());
  }

  private static WebRequest withBody(WebRequest request, byte[] body) {
    return new WebRequest(
        request.method(), request.path(), request.query(), request.headers(), body);
  }
}
