package io.callrouter.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.CallRouter;
import io.callrouter.CallRouterBuilder;
import io.callrouter.Limits;
import io.callrouter.call.Action;
import io.callrouter.call.CallRecord;
import io.callrouter.call.EndCause;
import io.callrouter.call.Match;
import io.callrouter.config.Settings;
import io.callrouter.media.Endpoints;
import io.callrouter.testkit.CallSetup;
import io.callrouter.testkit.SimulatedCaller;
import io.callrouter.testkit.SimulatedCarrier;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import io.callrouter.web.WebRequest;
import io.callrouter.web.WebResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A router of two accounts that is attacked in virtual time while somebody talks to it: whatever
 * comes in, he is to notice nothing, and neither is a load balancer.
 */
final class AttackedOffice implements AutoCloseable {
  static final String SECRET = "a token secret that nobody guesses";

  final ManualTimekeeper time = Timekeeper.manual();
  final SimulatedCarrier carrier;
  final SimulatedCarrier sales;
  final Impostor impostor;
  final CallRouter router;
  final List<CallRecord> records = new ArrayList<>();
  final LogLines log = LogLines.read();
  final SimulatedCaller victim;
  private final Simulated kind;

  AttackedOffice(Simulated kind, Limits limits) {
    this.kind = kind;
    carrier = kind.carrier(time);
    sales = kind.carrier(time, "sales");
    impostor = new Impostor(kind, carrier);
    router = builder(limits).build();
    carrier.attach(router);
    victim = caller().start().speak(Tones.samples(500)).untilIdle();
    assertEquals(4000, sound(), 40, "he hears himself before it begins");
    log.next();
  }

  private CallRouterBuilder builder(Limits limits) {
    Map<String, String> settings = new TreeMap<>(carrier.settings());
    settings.putAll(sales.settings());
    return carrier
        .prepare(CallRouter.builder())
        .discoverProviders(Settings.of(settings))
        .limits(limits)
        .tokenSecret(SECRET.getBytes(StandardCharsets.UTF_8))
        .recordSink("test", records::add)
        .endpoint("echo", context -> Endpoints.echo())
        .route("echo", Match.any(), Action.connect("echo"));
  }

  CallSetup caller() {
    return carrier.from(VirtualOffice.CALLER).to(VirtualOffice.OFFICE);
  }

  /** The webhook that began the call under way. */
  WebRequest first() {
    return victim.exchanges().get(0).request();
  }

  /** A genuine one of a call that nobody has heard of: it gets in unless it is spoilt. */
  WebRequest newCall(int number) {
    return impostor.newCall(first(), victim.carrierId(), number);
  }

  /** Requires that a request is refused, counted, and named in one line that tells no secret. */
  void assertRefused(String what, int status, WebRequest request, String... words) {
    long before = counter("requests.refused." + status);
    WebResponse answer = router.web().handle(request);
    List<String> lines = log.next();
    assertEquals(status, answer.status(), () -> what + ": " + answer.text() + lines);
    assertEquals(before + 1, counter("requests.refused." + status), what);
    assertOneLine(what, lines, request, words);
    assertHasNoSecret(what, answer.text(), request);
  }

  /** Requires that there is one line, with these words and without a secret. */
  void assertOneLine(String what, List<String> lines, WebRequest request, String... words) {
    assertEquals(1, lines.size(), () -> what + ": " + lines);
    String line = lines.get(0);
    for (String word : words) {
      assertTrue(line.contains(word), () -> what + ": '" + word + "' is not in: " + line);
    }
    assertTrue(line.chars().allMatch(c -> c >= ' '), () -> what + ": " + line);
    assertHasNoSecret(what, line, request);
  }

  private void assertHasNoSecret(String what, String text, WebRequest request) {
    List<String> secrets = new ArrayList<>();
    carrier.settings().forEach((name, value) -> addSecret(secrets, name, value));
    for (String header : List.of("X-Twilio-Signature", "telnyx-signature-ed25519")) {
      secrets.addAll(request.headers().getOrDefault(header, List.of()));
    }
    String target = request.target();
    if (target.contains("/media")) {
      secrets.add(target.substring(target.lastIndexOf('/') + 1));
    }
    secrets.addAll(List.of(SECRET, VirtualOffice.CALLER.substring(1)));
    secrets.removeIf(secret -> secret.length() < 8);
    secrets.forEach(secret -> assertFalse(text.contains(secret), () -> what + ": " + text));
  }

  private static void addSecret(List<String> secrets, String name, String value) {
    if (name.endsWith("AUTH_TOKEN") || name.endsWith("API_KEY")) {
      secrets.add(value);
    }
  }

  long counter(String name) {
    return router.counters().getOrDefault(name, 0L);
  }

  /** Requires that no call has come beside the one under way, which goes on as it was. */
  void assertNothingNoticed() {
    assertNothingNoticed(1);
  }

  /** As {@link #assertNothingNoticed()} where more calls have come rightly. */
  void assertNothingNoticed(int calls) {
    assertTrue(router.health().isReady());
    assertEquals(calls, counter("calls.arrived"), "calls that came in");
    victim.speak(Tones.samples(500)).untilIdle();
    assertEquals(8000, sound(), 80, "he has heard himself twice");
    victim.hangUp().untilIdle();
    assertEquals(EndCause.COMPLETED, victim.record().cause());
    assertEquals(List.of(), victim.alerts(), kind + " complains");
    assertTrue(router.activeCalls() < calls, "his call is over");
  }

  private double sound() {
    short[] heard = victim.heard();
    return IntStream.range(0, heard.length).filter(i -> heard[i] != 0).count();
  }

  @Override
  public void close() {
    log.close();
    router.close();
    time.close();
  }
}
