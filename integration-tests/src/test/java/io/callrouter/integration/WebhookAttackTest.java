package io.callrouter.integration;

import static io.callrouter.integration.Impostor.with;
import static io.callrouter.integration.Impostor.withBody;
import static io.callrouter.integration.Impostor.withTarget;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.callrouter.Limits;
import io.callrouter.call.EndCause;
import io.callrouter.testkit.Delivery;
import io.callrouter.testkit.Exchange;
import io.callrouter.testkit.SimulatedCarrier;
import io.callrouter.testkit.twilio.SimulatedTwilio;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import io.callrouter.web.WebHandler;
import io.callrouter.web.WebRequest;
import io.callrouter.web.WebResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests that no carrier sends, while a call is under way: each is refused by its own status,
 * counted and named in one line, and the call notices nothing.
 */
@ParameterizedClass
@EnumSource(Simulated.class)
class WebhookAttackTest {
  private static final Duration TOLERANCE = Duration.ofMinutes(5);

  private final Simulated kind;
  private final AttackedOffice office;
  private final String signature;
  private int genuineCalls = 1;
  private boolean callGoesOn = true;

  WebhookAttackTest(Simulated kind) {
    this.kind = kind;
    this.office = new AttackedOffice(kind, Limits.defaults());
    this.signature = isTwilio() ? "X-Twilio-Signature" : "telnyx-signature-ed25519";
  }

  @AfterEach
  void nobodyNoticedAnything() {
    try (office) {
      if (callGoesOn) {
        office.assertNothingNoticed(genuineCalls);
      }
    }
  }

  private boolean isTwilio() {
    return kind == Simulated.TWILIO;
  }

  @Test
  void whatIsSpoiltBelowWouldBeLetInOtherwise() {
    assertEquals(200, office.router.web().handle(office.newCall(1)).status());
    assertEquals(2, office.counter("calls.arrived"));
    genuineCalls = 2;
  }

  @Test
  void aForgedSignatureIsForbidden() {
    WebRequest genuine = office.newCall(1);
    String right = genuine.header(signature);
    String wrong = kind.carrier(office.time, "stranger").sign(genuine).header(signature);
    String[] expected = {signature + " is wrong", isTwilio() ? "PUBLIC_URL" : "TELNYX_PUBLIC_KEY"};
    office.assertRefused("another key", 403, with(genuine, signature, wrong), expected);
    office.assertRefused(
        "of another request", 403, with(genuine, signature, other(right)), expected);
    String missing = " is missing";
    office.assertRefused("none", 403, with(genuine, signature), signature + missing);
    office.assertRefused("empty", 403, with(genuine, signature, ""), signature);
    office.assertRefused(
        "in lower case", 403, with(genuine, signature, right.toLowerCase(Locale.ROOT)), signature);
    office.assertRefused(
        "without padding", 403, with(genuine, signature, right.replace("=", "")), signature);
    office.assertRefused("twice", 403, with(genuine, signature, right, right), signature);
    office.assertRefused("wrong and right", 403, with(genuine, signature, wrong, right), signature);
    office.assertRefused("right and wrong", 403, with(genuine, signature, right, wrong), signature);
    office.assertRefused(
        "a list of both", 403, with(genuine, signature, wrong + ", " + right), signature);
  }

  private String other(String right) {
    String of = office.newCall(2).header(signature);
    assertTrue(!of.equals(right), "two requests have two signatures");
    return of;
  }

  @Test
  void aFloodOfForgedRequestsIsCountedAndDoesNotFillTheLog() {
    WebRequest forged = with(office.newCall(1), signature, "AAAA");
    for (int minute = 1; minute <= 2; minute++) {
      for (int i = 0; i < 1000; i++) {
        assertEquals(403, office.router.web().handle(forged).status());
      }
      assertEquals(1000L * minute, office.counter("requests.refused.403"));
      List<String> lines = office.log.next();
      assertEquals(601, lines.size());
      assertTrue(lines.get(600).contains("only counted, as requests.refused"), lines.get(600));
      office.time.advance(Duration.ofMinutes(1));
    }
  }

  @Test
  void aSignedRequestThatWasChangedIsForbidden() {
    WebRequest genuine = office.newCall(1);
    String body = new String(genuine.body(), UTF_8);
    String number = "14155550177";
    assertTrue(body.contains(number));
    office.assertRefused(
        "another caller", 403, withBody(genuine, body.replace(number, "14155550199")), signature);
    office.assertRefused("a field more", 403, withBody(genuine, body + "&A=1"), signature);
    office.assertRefused("no body", 403, withBody(genuine, ""), signature);
  }

  @Test
  void aSignatureIsGoodForItsOwnMethodAndAddressOnly() {
    WebRequest genuine = office.newCall(1);
    String path = genuine.path();
    if (isTwilio()) {
      String[] urls = {
        "expected a request to https://voice.example.test/call-status, saw one to ", "/call-status"
      };
      office.assertRefused(
          "another path", 403, withTarget(genuine, "POST", "/call-status", null), urls);
      office.assertRefused("a query", 403, withTarget(genuine, "POST", path, "x=1"), signature);
      office.assertRefused("no query", 403, withTarget(genuine, "POST", path, ""), signature);
      office.assertRefused("by GET", 403, withTarget(genuine, "GET", path, null), signature);
      String form = new String(genuine.body(), UTF_8);
      office.assertRefused("moved", 403, withTarget(genuine, "GET", path, form), signature);
    } else {
      office.assertRefused("by GET", 405, withTarget(genuine, "GET", path, null), "POST");
    }
    office.assertRefused("by PUT", 405, withTarget(genuine, "PUT", path, null), "POST");
    office.assertRefused(
        "another instance", 403, withTarget(genuine, "POST", "/sales" + path, null), "sales");
    WebRequest ofSales = office.sales.sign(withTarget(genuine, "POST", "/sales" + path, null));
    office.assertRefused("of another", 403, withTarget(ofSales, "POST", path, null), signature);
  }

  @Test
  void aRequestOfAnotherAccountIsForbiddenThoughTheKeyIsRight() {
    String account = isTwilio() ? "TWILIO_ACCOUNT_SID" : "TELNYX_CONNECTION_ID";
    String own = office.impostor.setting(account);
    String other = new Impostor(kind, office.sales).setting(account);
    WebRequest genuine = office.newCall(1);
    String body = new String(genuine.body(), UTF_8).replace(own, other);
    office.assertRefused(
        "another account",
        403,
        office.carrier.sign(withBody(genuine, body)),
        isTwilio() ? "AccountSid is another one" : "connection_id is another one");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/%s/",
        "//%s",
        "/%s;jsessionid=1",
        "/./%s",
        "/x/../%s",
        "/%s%%2e%%2e",
        "/%s%%00",
        "/%s\\",
        "/%%2f%s",
        "/%s/..%%2fhealth",
        "/%s%%0d%%0aX-Forged:%%20yes"
      })
  void aPathThatOnlyLooksLikeOursIsNotFound(String spelling) {
    WebRequest genuine = office.newCall(1);
    String path = spelling.formatted(genuine.path().substring(1));
    WebRequest spelled = withTarget(genuine, "POST", path, null);
    WebRequest shouted = withTarget(genuine, "POST", genuine.path().toUpperCase(Locale.ROOT), null);
    assertEquals(404, office.router.web().handle(spelled).status());
    assertEquals(404, office.router.web().handle(shouted).status());
    assertTrue(office.log.next().stream().allMatch(line -> line.chars().allMatch(c -> c >= ' ')));
  }

  @Test
  void aReplayedRequestGetsTheSameAnswerAndHasNoSecondEffect() {
    for (Exchange exchange : office.victim.exchanges()) {
      long repeated = office.counter("requests.repeated");
      WebResponse again = office.router.web().handle(exchange.request());
      assertEquals(exchange.answer().status(), again.status());
      assertArrayEquals(exchange.answer().body(), again.body());
      WebRequest disguised = with(exchange.request(), "I-Twilio-Idempotency-Token", "another");
      assertArrayEquals(exchange.answer().body(), office.router.web().handle(disguised).body());
      assertEquals(repeated + 2, office.counter("requests.repeated"));
    }
    assertEquals(1, office.router.activeCalls());
  }

  @Test
  void aRecordedCallCannotBeReplayedOnceItIsForgotten() {
    var caller = office.caller().start().untilIdle().hangUp().untilIdle();
    assertEquals(EndCause.COMPLETED, caller.record().cause());
    List<Exchange> recorded = caller.exchanges();
    assertTrue(recorded.size() > 1);
    office.victim.hangUp().untilIdle();
    callGoesOn = false;
    office.time.advance(Duration.ofHours(26));
    office.log.next();
    for (Exchange exchange : recorded.subList(1, recorded.size())) {
      WebResponse again = office.router.web().handle(exchange.request());
      boolean asked = exchange.delivery().kind() == Delivery.Kind.QUESTION;
      int expected = !isTwilio() ? 403 : asked ? 404 : 204;
      assertEquals(expected, again.status(), exchange.delivery().name());
      assertEquals(1, office.log.next().size());
    }
    // Twilio signs no time: a first webhook makes a call again, which no carrier has.
    WebResponse first = office.router.web().handle(recorded.get(0).request());
    assertEquals(isTwilio() ? 200 : 403, first.status());
    office.time.advance(Duration.ofMinutes(1));
    assertEquals(0, office.router.activeCalls(), "it has no media, and ends");
  }

  @Test
  void aTimestampOutOfTheToleranceIsForbidden() {
    assumeTrue(!isTwilio(), "Twilio signs no time");
    WebRequest early = office.newCall(1);
    office.time.advance(TOLERANCE.plusSeconds(1));
    office.assertRefused("too old", 403, early, "telnyx-timestamp is too old", "301 s off");
    WebRequest late = signedLater(TOLERANCE.plusSeconds(1));
    office.assertRefused("to come", 403, late, "telnyx-timestamp is in the future");
    for (String odd : List.of("", "-1", "1e9", "0x10", "9".repeat(15), "9".repeat(40), "now")) {
      office.assertRefused(
          odd, 403, with(office.newCall(1), "telnyx-timestamp", odd), "telnyx-timestamp");
    }
    String now = office.newCall(1).header("telnyx-timestamp");
    office.assertRefused(
        "twice", 403, with(office.newCall(1), "telnyx-timestamp", now, now), "is repeated");
    office.assertRefused(
        "none", 403, with(office.newCall(1), "telnyx-timestamp"), "telnyx-timestamp is missing");
  }

  /** The account's own signature, of a clock that is ahead. */
  private WebRequest signedLater(Duration ahead) {
    try (ManualTimekeeper clock = Timekeeper.manual()) {
      clock.advance(Duration.between(clock.now(), office.time.now()).plus(ahead));
      return kind.carrier(clock).sign(office.newCall(1));
    }
  }

  @Test
  void anOversizedRequestIsTooLarge() {
    WebRequest genuine = office.newCall(1);
    WebRequest tooLong = withBody(genuine, "x".repeat(WebHandler.MAX_BODY_BYTES + 1));
    office.assertRefused("a body", 413, office.carrier.sign(tooLong), "65536");
    if (office.carrier instanceof SimulatedTwilio twilio) {
      Map<String, String> many =
          IntStream.range(0, 257)
              .boxed()
              .collect(Collectors.toMap(i -> "P" + i, i -> "", (a, b) -> a, TreeMap::new));
      office.assertRefused(
          "parameters", 413, twilio.signed("POST", genuine.path(), many), "at most 256");
      Map<String, String> wide = Map.of("A", "x".repeat(WebHandler.MAX_BODY_BYTES));
      office.assertRefused("a query", 413, twilio.signed("GET", genuine.path(), wide), "64 KiB");
    } else {
      String deep = "[".repeat(33) + "]".repeat(33);
      for (String field : List.of(deep, "9".repeat(65), "{\"%s\":1}".formatted("n".repeat(257)))) {
        WebRequest odd = withField(genuine, field);
        office.assertRefused(field.substring(0, 5), 400, odd, "the body is no JSON object");
      }
    }
  }

  private WebRequest withField(WebRequest genuine, String value) {
    String body = new String(genuine.body(), UTF_8);
    return office.carrier.sign(withBody(genuine, "{\"odd\":" + value + "," + body.substring(1)));
  }

  @Test
  void aTruncatedRequestIsMalformedThoughItIsSigned() {
    WebRequest genuine = office.newCall(1);
    String body = new String(genuine.body(), UTF_8);
    int step = Math.max(1, body.length() / 40);
    String call = isTwilio() ? "CallSid=" + office.impostor.callId(1) : "}";
    SimulatedCarrier carrier = office.carrier;
    for (int length = 0; length < body.length(); length += step) {
      String half = body.substring(0, length);
      if (isTwilio() && half.contains(call) && half.contains("AccountSid=AC")) {
        continue; // Twilio's forms say nothing of their length: this one has all that is needed.
      }
      WebResponse answer = office.router.web().handle(carrier.sign(withBody(genuine, half)));
      assertTrue(List.of(400, 403).contains(answer.status()), half);
      assertEquals(1, office.log.next().size());
    }
  }
}
