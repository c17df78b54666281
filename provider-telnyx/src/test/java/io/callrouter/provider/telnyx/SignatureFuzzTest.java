package io.callrouter.provider.telnyx;

import static io.callrouter.provider.telnyx.TelnyxRequests.PATH;
import static io.callrouter.provider.telnyx.TelnyxRequests.PUBLIC_KEY;
import static io.callrouter.provider.telnyx.TelnyxRequests.event;
import static io.callrouter.provider.telnyx.TelnyxRequests.provider;
import static io.callrouter.provider.telnyx.TelnyxRequests.request;
import static io.callrouter.provider.telnyx.TelnyxRequests.sign;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.callrouter.spi.CarrierRequest;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import io.callrouter.web.WebRequest;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Genuine webhooks and what becomes of them when signature, time or body are changed. Of an input,
 * the first line is the signature, the second the time; the rest is the body.
 */
class SignatureFuzzTest {
  private static final int MOST_TOLD_CHARS = 400;
  private static final String BODY = event("call.answered", "\"state\":\"answered\"");
  private static final String NOW = now(0);

  private final TelnyxProvider provider = provider();

  private static String now(long offsetSeconds) {
    try (ManualTimekeeper time = Timekeeper.manual()) {
      return Long.toString(time.now().getEpochSecond() + offsetSeconds);
    }
  }

  private static String signed(String timestamp) {
    return sign(timestamp, bytes(BODY)) + "\n" + timestamp + "\n" + BODY;
  }

  static Stream<byte[]> requests() {
    return Stream.of(
            signed(NOW),
            signed(now(-299)),
            signed(now(299)),
            signed(now(-301)),
            signed("0" + NOW),
            sign(NOW, bytes(BODY + " ")) + "\n" + NOW + "\n" + BODY)
        .map(SignatureFuzzTest::bytes);
  }

  @Test
  void theSearchBeginsWithGenuineOnes() {
    assertEquals(
        List.of(true, true, true, false, true, false),
        requests().map(input -> isAccepted(input)).toList());
  }

  /** Nobody has the key, so what is accepted was signed for one of the seeds. */
  @MethodSource("requests")
  @FuzzTest
  void nothingIsAcceptedButWhatWasSigned(byte[] input) {
    if (isAccepted(input)) {
      String[] parts = parts(input);
      assertEquals(BODY, parts[2], "forged");
      assertTrue(parts[1].matches("0?[0-9]{10}"), parts[1]);
      assertArrayEquals(
          Base64.getDecoder().decode(sign(parts[1], bytes(BODY))),
          Base64.getDecoder().decode(parts[0]));
    }
  }

  private boolean isAccepted(byte[] input) {
    String[] parts = parts(input);
    if (parts.length < 3) {
      return false;
    }
    WebRequest sent = request(PATH, parts[1], parts[0], bytes(parts[2]));
    CarrierRequest received = provider.receive(sent);
    if (received instanceof CarrierRequest.Refused refused) {
      assertEquals(403, refused.status(), refused.toString());
      String told = refused.reason() + refused.remedy();
      assertTrue(told.length() <= MOST_TOLD_CHARS, told);
      assertTrue(told.chars().allMatch(c -> c >= ' ' && c <= '~'), told);
      return false;
    }
    return true;
  }

  private static String[] parts(byte[] input) {
    return new String(input, StandardCharsets.ISO_8859_1).split("\n", 3);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  static Stream<byte[]> keys() {
    byte[] identity = new byte[32];
    identity[0] = 1;
    return Stream.of(
        bytes(PUBLIC_KEY),
        bytes(Base64.getEncoder().encodeToString(identity)),
        bytes(Base64.getEncoder().encodeToString(new byte[31])),
        bytes("MCowBQYDK2VwAyEA" + PUBLIC_KEY));
  }

  @MethodSource("keys")
  @FuzzTest
  void aPublicKeyIsThe32BytesItWasGivenOrNone(byte[] input) {
    String text = new String(input, StandardCharsets.ISO_8859_1);
    PublicKey key = SigningKey.read(text);
    if (key != null) {
      byte[] encoded = key.getEncoded();
      byte[] raw = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
      byte[] given = Base64.getDecoder().decode(text);
      assertEquals(32, given.length);
      assertArrayEquals(given, raw);
    }
  }
}
