package io.callrouter.provider.twilio;

import static io.callrouter.provider.twilio.TwilioRequests.PUBLIC_URL;
import static io.callrouter.provider.twilio.TwilioRequests.TOKEN;
import static io.callrouter.provider.twilio.TwilioRequests.encoded;
import static io.callrouter.provider.twilio.TwilioRequests.parameters;
import static io.callrouter.provider.twilio.TwilioRequests.provider;
import static io.callrouter.provider.twilio.TwilioRequests.request;
import static io.callrouter.provider.twilio.TwilioRequests.sign;
import static io.callrouter.provider.twilio.TwilioRequests.signature;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.callrouter.spi.CarrierRequest;
import io.callrouter.spi.MediaHandshake;
import io.callrouter.web.WebRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Genuine requests and what becomes of them when signature, address or body are changed. Of an
 * input, the first line is the signature, the second the target, the third the host that the
 * request names; the rest is the body.
 */
class SignatureFuzzTest {
  private static final int MOST_REMEDY_CHARS = 1500;
  private static final String MEDIA = "/media-stream/bWVkaWE.t-k_n~";

  private final TwilioProvider provider = provider();

  static Stream<byte[]> requests() {
    String action = "/incoming-call/k3J9-_abcdefghij/1.4/gather";
    return Stream.of(
            lines(signature(TOKEN, PUBLIC_URL + "/incoming-call", parameters()), "/incoming-call")
                + encoded(parameters()),
            lines(
                    signature(
                        TOKEN, PUBLIC_URL + action + "?tenant=a%2fb+c", parameters("Digits", "1")),
                    action + "?tenant=a%2fb+c")
                + encoded(parameters("Digits", "1")),
            lines(
                    signature(TOKEN, PUBLIC_URL + ":443/call-status", parameters("Tag", "é")),
                    "/call-status")
                + encoded(parameters("Tag", "é")),
            lines("", "/incoming-call") + encoded(parameters()))
        .map(text -> text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String lines(String signature, String target) {
    return signature + "\n" + target + "\n10.0.0.5:8080\n";
  }

  @MethodSource("requests")
  @FuzzTest
  void aRequestIsAcceptedOnlyIfItsSignatureIsThatOfWhatItSays(byte[] input) {
    String[] parts = parts(input);
    if (parts.length < 4) {
      return;
    }
    CarrierRequest received = provider.receive(post(parts));
    if (received instanceof CarrierRequest.Refused refused) {
      assertSilent(refused.reason() + refused.remedy(), parts[1] + parts[2]);
      return;
    }
    String signed = parts[1] + canonical(parts[3]);
    assertTrue(signatures(signed).contains(parts[0]), "forged: " + signed);
  }

  static Stream<byte[]> handshakes() {
    return Stream.of(
            lines(sign(TOKEN, "wss://voice.example.test" + MEDIA), MEDIA),
            lines(sign(TOKEN, "wss://voice.example.test:443" + MEDIA + "?a=b"), MEDIA + "?a=b"),
            lines(sign(TOKEN, "https://voice.example.test" + MEDIA), MEDIA))
        .map(text -> text.getBytes(StandardCharsets.ISO_8859_1));
  }

  @MethodSource("handshakes")
  @FuzzTest
  void aHandshakeIsAcceptedOnlyIfItsSignatureIsThatOfItsAddress(byte[] input) {
    String[] parts = parts(input);
    if (parts.length < 4) {
      return;
    }
    WebRequest sent = get(parts);
    MediaHandshake verdict = provider.admit(sent);
    if (verdict instanceof MediaHandshake.Refused refused) {
      assertSilent(refused.reason() + refused.remedy(), parts[2]);
      return;
    }
    assertTrue(signatures(parts[1]).contains(parts[0]), "forged: " + parts[1]);
    assertEquals("/media-stream/" + ((MediaHandshake.Accepted) verdict).token(), sent.path());
  }

  @Test
  void theSearchBeginsWithGenuineOnes() {
    assertEquals(
        List.of(true, true, true, false),
        requests()
            .map(input -> provider.receive(post(parts(input))) instanceof CarrierRequest.Accepted)
            .toList());
    assertEquals(
        List.of(true, true, false),
        handshakes()
            .map(input -> provider.admit(get(parts(input))) instanceof MediaHandshake.Accepted)
            .toList());
  }

  private static String[] parts(byte[] input) {
    return new String(input, StandardCharsets.ISO_8859_1).split("\n", 4);
  }

  private static WebRequest post(String[] parts) {
    byte[] body = parts[3].getBytes(StandardCharsets.ISO_8859_1);
    return from(request("POST", parts[1], parts[0], body), parts[2]);
  }

  private static WebRequest get(String[] parts) {
    return from(request("GET", parts[1], parts[0], new byte[0]), parts[2]);
  }

  private static WebRequest from(WebRequest request, String host) {
    WebRequest named = TwilioRequests.with(request, "Host", host);
    return TwilioRequests.with(named, "X-Forwarded-Host", host, host);
  }

  private static List<String> signatures(String signed) {
    return Stream.of("https", "wss")
        .flatMap(
            scheme -> Stream.of("", ":443").map(port -> scheme + "://voice.example.test" + port))
        .map(address -> sign(TOKEN, address + signed))
        .toList();
  }

  /** By the rule that Twilio documents: sorted by name, names and values without separators. */
  private static String canonical(String body) {
    return Stream.of(body.split("&", -1))
        .filter(parameter -> !parameter.isEmpty())
        .map(parameter -> parameter.split("=", 2))
        .map(parts -> List.of(decode(parts[0]), parts.length < 2 ? "" : decode(parts[1])))
        .collect(
            Collectors.groupingBy(
                parts -> parts.get(0),
                TreeMap::new,
                Collectors.mapping(parts -> parts.get(1), Collectors.toCollection(TreeSet::new))))
        .entrySet()
        .stream()
        .flatMap(entry -> entry.getValue().stream().map(value -> entry.getKey() + value))
        .collect(Collectors.joining());
  }

  private static String decode(String encoded) {
    return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
  }

  /**
   * What an operator reads: one line of printable text, without what only we and Twilio know.
   *
   * @param shown what of the request may stand in it, and does not tell anything then
   */
  private static void assertSilent(String told, String shown) {
    assertTrue(told.length() <= MOST_REMEDY_CHARS, told);
    assertTrue(told.chars().allMatch(c -> (c >= ' ' && c <= '~') || c == '…'), told);
    for (String secret : List.of(TOKEN, "t-k_n~")) {
      assertTrue(shown.contains(secret) || !told.contains(secret), told);
    }
  }
}
