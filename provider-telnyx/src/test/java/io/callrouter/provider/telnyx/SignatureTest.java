package io.callrouter.provider.telnyx;

import static io.callrouter.provider.telnyx.TelnyxRequests.PATH;
import static io.callrouter.provider.telnyx.TelnyxRequests.PUBLIC_KEY;
import static io.callrouter.provider.telnyx.TelnyxRequests.context;
import static io.callrouter.provider.telnyx.TelnyxRequests.event;
import static io.callrouter.provider.telnyx.TelnyxRequests.options;
import static io.callrouter.provider.telnyx.TelnyxRequests.post;
import static io.callrouter.provider.telnyx.TelnyxRequests.provider;
import static io.callrouter.provider.telnyx.TelnyxRequests.request;
import static io.callrouter.provider.telnyx.TelnyxRequests.sign;
import static io.callrouter.provider.telnyx.TelnyxRequests.with;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.callrouter.spi.CarrierRequest;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import io.callrouter.web.WebRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureTest {
  private static final String SIGNATURE = "telnyx-signature-ed25519";
  private static final String TIMESTAMP = "telnyx-timestamp";
  private static final String OTHER_KEY = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
  private static final WebRequest GENUINE = post(event("call.answered", ""));

  /** A request and what Telnyx's npm client says of it. */
  record Vector(
      String name,
      String publicKey,
      long now,
      String timestamp,
      String signature,
      String body,
      boolean genuine) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Vector> vectors() throws IOException {
    List<Vector> vectors = new ArrayList<>();
    try (InputStream file = SignatureTest.class.getResourceAsStream("/webhooks/signatures.json")) {
      for (JsonNode vector : new ObjectMapper().readTree(Objects.requireNonNull(file))) {
        vectors.add(new ObjectMapper().treeToValue(vector, Vector.class));
      }
    }
    assertEquals(34, vectors.size());
    return vectors;
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void whatTelnyxsClientTakesIsTakenAndNothingElse(Vector vector) {
    RequestVerifier verifier = verifier(vector.now(), vector.publicKey());
    WebRequest request =
        request(
            PATH,
            vector.timestamp(),
            vector.signature(),
            vector.body().getBytes(StandardCharsets.UTF_8));
    if (vector.genuine()) {
      assertDoesNotThrow(() -> verifier.requireGenuine(request));
    } else {
      assertThrows(Refusal.class, () -> verifier.requireGenuine(request));
    }
  }

  @Test
  void vectorOfTheReference() {
    String signature =
        "3L9VOWcPYmzQ/l1eF8vI/uOuMi3LEGgMm10q+Z5wW/KCKLpPGCtK/ZZoG/WGKD+ObLpeXHVpjcEcVoa3lzDSDg==";
    byte[] body =
        "{\"data\":{\"event_type\":\"call.answered\"}}".getBytes(StandardCharsets.US_ASCII);
    assertEquals(signature, sign("1700000000", body));
    RequestVerifier verifier = verifier(1_700_000_000, PUBLIC_KEY);
    assertDoesNotThrow(() -> verifier.requireGenuine(request(PATH, "1700000000", signature, body)));
  }

  private static RequestVerifier verifier(long now, String... keys) {
    return new RequestVerifier(
        "telnyx", options().publicKeys(List.of(keys)).build(), () -> Instant.ofEpochSecond(now));
  }

  @Test
  void anyOfSeveralKeysIsEnough() {
    assertAccepted(provider(OTHER_KEY, PUBLIC_KEY).receive(GENUINE));
    assertAccepted(provider(PUBLIC_KEY, OTHER_KEY).receive(GENUINE));
    assertRefused(provider(OTHER_KEY), GENUINE, "telnyx-signature-ed25519 is wrong");
  }

  private static TelnyxProvider provider(String... keys) {
    return TelnyxProvider.of(
        "telnyx", options().publicKeys(List.of(keys)).build(), context(Timekeeper.manual()));
  }

  @ParameterizedTest
  @ValueSource(strings = {SIGNATURE, TIMESTAMP})
  void missingAndRepeatedHeadersAreRefused(String header) {
    String value = Objects.requireNonNull(GENUINE.header(header));
    assertRefused(TelnyxRequests.provider(), with(GENUINE, header), header + " is missing");
    assertRefused(
        TelnyxRequests.provider(), with(GENUINE, header, value, value), header + " is repeated");
  }

  @ParameterizedTest
  @CsvSource({
    "'', telnyx-signature-ed25519 is not of 64 bytes",
    "AAAA, telnyx-signature-ed25519 is not of 64 bytes",
    "----------------------------------------------------------------------------------------,"
        + " telnyx-signature-ed25519 is not base64",
  })
  void signatureThatIsNoneIsRefused(String signature, String reason) {
    assertRefused(TelnyxRequests.provider(), with(GENUINE, SIGNATURE, signature), reason);
  }

  @Test
  void longerSignatureIsRefused() {
    String signature = GENUINE.header(SIGNATURE) + "AAAA";
    assertRefused(
        TelnyxRequests.provider(),
        with(GENUINE, SIGNATURE, signature),
        "telnyx-signature-ed25519 is not of 64 bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "now", "-1", "1.5", "1e9", "9999999999999999999999", "\u0661\u0662"})
  void timestampThatIsNoneIsRefused(String timestamp) {
    assertRefused(
        TelnyxRequests.provider(),
        with(GENUINE, TIMESTAMP, timestamp),
        "telnyx-timestamp is no number of seconds");
  }

  @Test
  void requestIsGoodForFiveMinutesOnly() {
    ManualTimekeeper time = Timekeeper.manual();
    TelnyxProvider provider = TelnyxProvider.of("telnyx", options().build(), context(time));
    assertAccepted(provider.receive(GENUINE));
    time.advance(Duration.ofMinutes(5));
    assertAccepted(provider.receive(GENUINE));
    time.advance(Duration.ofMillis(1));
    CarrierRequest.Refused refused =
        assertRefused(provider, GENUINE, "telnyx-timestamp is too old");
    assertTrue(refused.remedy().contains("clock"), refused.remedy());
  }

  @Test
  void requestOfTheFutureIsRefused() {
    long timestamp = Long.parseLong(Objects.requireNonNull(GENUINE.header(TIMESTAMP))) + 301;
    String text = Long.toString(timestamp);
    assertRefused(
        TelnyxRequests.provider(),
        request(PATH, text, sign(text, GENUINE.body()), GENUINE.body()),
        "telnyx-timestamp is in the future");
  }

  @Test
  void nothingIsParsedBeforeItIsVerified() {
    WebRequest garbage = request(PATH, "1", "x", "no JSON".getBytes(StandardCharsets.UTF_8));
    assertRefused(
        TelnyxRequests.provider(), garbage, "telnyx-signature-ed25519 is not of 64 bytes");
  }

  @Test
  void bodyIsSignedByteByByte() {
    byte[] body = GENUINE.body().clone();
    body[body.length / 2] ^= 1;
    assertRefused(
        TelnyxRequests.provider(),
        new WebRequest("POST", PATH, null, GENUINE.headers(), body),
        "telnyx-signature-ed25519 is wrong");
  }

  @Test
  void insecureWebhooksTakeUnsignedRequests() {
    TelnyxProvider provider =
        TelnyxProvider.of(
            "telnyx", options().insecureWebhooks(true).build(), context(Timekeeper.manual()));
    assertAccepted(provider.receive(with(with(GENUINE, SIGNATURE), TIMESTAMP)));
    assertFalse(provider.summary().stream().noneMatch(line -> line.contains("insecure")));
  }

  private static void assertAccepted(CarrierRequest request) {
    assertInstanceOf(CarrierRequest.Accepted.class, request);
  }

  private static CarrierRequest.Refused assertRefused(
      TelnyxProvider provider, WebRequest request, String reason) {
    CarrierRequest.Refused refused =
        assertInstanceOf(CarrierRequest.Refused.class, provider.receive(request));
    assertEquals(403, refused.status());
    assertEquals(reason, refused.reason());
    assertFalse(refused.remedy().isBlank());
    return refused;
  }
}
