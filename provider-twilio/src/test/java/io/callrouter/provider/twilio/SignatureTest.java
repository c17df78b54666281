package io.callrouter.provider.twilio;

import static io.callrouter.provider.twilio.TwilioRequests.ACCOUNT_SID;
import static io.callrouter.provider.twilio.TwilioRequests.CALL_SID;
import static io.callrouter.provider.twilio.TwilioRequests.PUBLIC_URL;
import static io.callrouter.provider.twilio.TwilioRequests.TOKEN;
import static io.callrouter.provider.twilio.TwilioRequests.options;
import static io.callrouter.provider.twilio.TwilioRequests.parameters;
import static io.callrouter.provider.twilio.TwilioRequests.post;
import static io.callrouter.provider.twilio.TwilioRequests.provider;
import static io.callrouter.provider.twilio.TwilioRequests.rawPost;
import static io.callrouter.provider.twilio.TwilioRequests.request;
import static io.callrouter.provider.twilio.TwilioRequests.sign;
import static io.callrouter.provider.twilio.TwilioRequests.signature;
import static io.callrouter.provider.twilio.TwilioRequests.with;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.twilio.security.RequestValidator;
import io.callrouter.peer.NodeLibrary;
import io.callrouter.spi.CarrierRequest;
import io.callrouter.web.WebRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureTest {
  private static final Map<String, String> POSTED =
      Map.of(
          "CallSid",
          "CA11111111111111111111111111111111",
          "From",
          "+15550100001",
          "To",
          "+15550100002",
          "CallStatus",
          "ringing");

  @Test
  void formPostVector() throws Refusal {
    assertGenuine(
        "https://voice.example.test/hooks/voice?tenant=7",
        Form.parse(TwilioRequests.encoded(POSTED)).signedText(),
        "+gVDWrQ12tdw5xqHX9ltCFdxNHg=");
  }

  @ParameterizedTest
  @CsvSource({
    "https://voice.example.test/hooks/get?CallSid=CA1&Digits=5, kgeVDlZRuhIoxhqyDaqtcoLucfo=",
    "wss://voice.example.test/media, Q+82Zh+6h3XUYGulJvqj0Cl5hC4=",
    "wss://voice.example.test/, pkXpVfKOu00xY6ZYDCKTXfnimaU=",
  })
  void urlVectors(String url, String signature) {
    assertGenuine(url, "", signature);
  }

  /** Made by Twilio's library for Node, from the bytes of the request on. */
  @Test
  void whatTheLibraryForNodeSignedIsTakenAndNothingElse() throws Exception {
    JsonNode vectors = new ObjectMapper().readTree(NodeLibrary.TWILIO.committed("signatures.json"));
    assertEquals(6, vectors.get("accepted").size());
    for (JsonNode vector : vectors.get("accepted")) {
      String signature = vector.get("signature").textValue();
      assertInstanceOf(
          CarrierRequest.Accepted.class, provider().receive(signedBy(vector, signature)));
      assertRefused(signedBy(vector, "x" + signature.substring(1)));
    }
    for (JsonNode vector : vectors.get("sockets")) {
      assertGenuine(vector.get("url").textValue(), "", vector.get("signature").textValue());
    }
  }

  /** Voice webhooks are forms: a genuine request with another body is refused as what it is. */
  @Test
  void aGenuineBodyThatIsNoFormIsRefused() throws Exception {
    JsonNode vectors = new ObjectMapper().readTree(NodeLibrary.TWILIO.committed("signatures.json"));
    for (JsonNode vector : vectors.get("hashed")) {
      String query = vector.get("url").textValue().replaceFirst("[^?]*", "");
      byte[] body = vector.get("body").textValue().getBytes(StandardCharsets.UTF_8);
      String target = "/incoming-call" + query;
      WebRequest hashed = request("POST", target, sign(TOKEN, PUBLIC_URL + target), body);
      CarrierRequest.Refused refused =
          assertInstanceOf(
              CarrierRequest.Refused.class,
              provider().receive(with(hashed, "Content-Type", "application/json")));
      assertEquals(400, refused.status());
    }
  }

  private static WebRequest signedBy(JsonNode vector, String signature) {
    String target = vector.get("url").textValue().substring(PUBLIC_URL.length());
    byte[] body = vector.get("body").textValue().getBytes(StandardCharsets.UTF_8);
    return with(
        request(vector.get("method").textValue(), target, signature, body),
        "Content-Type",
        vector.get("type").textValue());
  }

  @Test
  void vectorOfTheHelperLibraries() throws Refusal {
    Form form =
        Form.parse(
            "CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234"
                + "&From=%2B14158675309&To=%2B18005551212");
    RequestVerifier verifier =
        new RequestVerifier("twilio", options().authTokens(List.of("12345")).build());
    WebRequest request =
        request("POST", "/myapp.php?foo=1&bar=2", "RSOYDt4T1cUTdK1PDd93/VVr8B8=", new byte[0]);
    PublicAddress address = PublicAddress.base(URI.create("https://mycompany.com"));
    assertDoesNotThrow(
        () ->
            verifier.requireGenuine(
                request, address, request.target() + form.signedText(), request.path()));
  }

  private static void assertGenuine(String url, String form, String signature) {
    RequestVerifier verifier = new RequestVerifier("twilio", options().build());
    URI uri = URI.create(url);
    PublicAddress address =
        PublicAddress.base(URI.create(uri.getScheme() + "://" + uri.getRawAuthority()));
    String target = url.substring(address.url("").length());
    WebRequest right = request("POST", target, signature, new byte[0]);
    assertDoesNotThrow(() -> verifier.requireGenuine(right, address, target + form, target));
    WebRequest wrong = request("POST", target, "x" + signature.substring(1), new byte[0]);
    assertThrows(
        Refusal.class, () -> verifier.requireGenuine(wrong, address, target + form, target));
  }

  @Test
  void whatTheOfficialValidatorTakesIsTakenAndNothingElse() {
    Random random = new Random(Seed.VALUE);
    RequestValidator official = new RequestValidator(TOKEN);
    TwilioProvider ours = provider();
    for (int round = 0; round < 500; round++) {
      String target = "/incoming-call" + (random.nextBoolean() ? "" : "?tenant=a%2fb+c");
      Map<String, String> signed = TwilioRequests.randomParameters(random);
      Map<String, String> sent = new HashMap<>(signed);
      if (random.nextBoolean()) {
        sent.merge("To", TwilioRequests.randomText(random), String::concat);
      }
      String signature = signature(TOKEN, PUBLIC_URL + target, signed);
      assertEquals(
          official.validate(PUBLIC_URL + target, sent, signature),
          ours.receive(post(target, sent, signature)) instanceof CarrierRequest.Accepted,
          Seed.named(round));
    }
  }

  @Test
  void whatTheOfficialValidatorTakesByGetIsTakenAndNothingElse() {
    Random random = new Random(Seed.VALUE);
    RequestValidator official = new RequestValidator(TOKEN);
    TwilioProvider ours = provider();
    for (int round = 0; round < 500; round++) {
      String target =
          "/incoming-call?" + TwilioRequests.encoded(TwilioRequests.randomParameters(random));
      String signature = sign(TOKEN, PUBLIC_URL + target);
      String sent = random.nextBoolean() ? target : target + "&x=1";
      assertEquals(
          official.validate(PUBLIC_URL + sent, Map.of(), signature),
          ours.receive(request("GET", sent, signature, new byte[0]))
              instanceof CarrierRequest.Accepted,
          Seed.named(round));
    }
  }

  @Test
  void repeatedParametersAreSignedOnceEachAndSorted() {
    String body =
        "AccountSid=" + ACCOUNT_SID + "&CallSid=" + CALL_SID + "&Tag=b&Tag=a&Tag=b&Empty=&A=1";
    String signed = "A1AccountSid" + ACCOUNT_SID + "CallSid" + CALL_SID + "EmptyTagaTagb";
    assertInstanceOf(
        CarrierRequest.Accepted.class, provider().receive(rawPost("/incoming-call", body, signed)));
  }

  @ParameterizedTest
  @CsvSource({
    "https://voice.example.test, https://voice.example.test:443",
    "https://voice.example.test:443, https://voice.example.test",
    "https://voice.example.test:8443, https://voice.example.test",
    "https://voice.example.test:8443, https://voice.example.test:8443",
    "https://voice.example.test/, https://voice.example.test",
    "https://voice.example.test/proxy, https://voice.example.test/proxy",
    "https://Voice.Example.TEST, https://voice.example.test",
    "https://Voice.Example.TEST:8443, https://voice.example.test:8443",
    "https://Voice.Example.TEST, https://Voice.Example.TEST",
  })
  void everySpellingOfThePublicUrlIsTaken(String configured, String signed) {
    TwilioProvider provider = TwilioProvider.of("twilio", options().publicUrl(configured).build());
    String signature = signature(TOKEN, signed + "/incoming-call", parameters());
    assertInstanceOf(
        CarrierRequest.Accepted.class,
        provider.receive(post("/incoming-call", parameters(), signature)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://voice.example.test",
        "https://voice.example.test:444",
        "https://other.example.test",
        "https://voice.example.test/proxy"
      })
  void anotherUrlIsRefused(String signed) {
    String signature = signature(TOKEN, signed + "/incoming-call", parameters());
    assertRefused(post("/incoming-call", parameters(), signature));
  }

  @Test
  void anyOfSeveralTokensIsTaken() {
    TwilioProvider provider =
        TwilioProvider.of("twilio", options().authTokens(List.of("new", TOKEN)).build());
    for (String token : List.of("new", TOKEN)) {
      String signature = signature(token, PUBLIC_URL + "/incoming-call", parameters());
      assertInstanceOf(
          CarrierRequest.Accepted.class,
          provider.receive(post("/incoming-call", parameters(), signature)));
    }
    assertRefused(
        post(
            "/incoming-call",
            parameters(),
            signature("old", PUBLIC_URL + "/incoming-call", parameters())));
  }

  @Test
  void missingEmptyAndRepeatedSignaturesAreRefused() {
    WebRequest genuine = post("/incoming-call", parameters());
    String signature = genuine.header("X-Twilio-Signature");
    assertRefused(with(genuine, "X-Twilio-Signature"));
    assertRefused(with(genuine, "X-Twilio-Signature", ""));
    assertRefused(with(genuine, "X-Twilio-Signature", signature, signature));
  }

  @Test
  void refusalNamesTheUrlExpectedAndTheUrlSeen() {
    WebRequest request = post("/incoming-call?from=%2B15550100001", parameters(), "c2lnbmF0dXJl");
    request = with(request, "X-Forwarded-Proto", "https, http");
    request = with(request, "X-Forwarded-Host", "tunnel.example.test\r\nforged: line");
    CarrierRequest.Refused refused =
        assertInstanceOf(CarrierRequest.Refused.class, provider().receive(request));
    assertEquals(403, refused.status());
    String remedy = refused.remedy();
    assertTrue(remedy.contains("expected a request to https://voice.example.test/incoming-call?…"));
    assertTrue(remedy.contains("saw one to https://tunnel.example.test??forged: line/incoming-ca"));
    assertTrue(remedy.contains("PUBLIC_URL"), remedy);
    assertFalse(remedy.contains("15550100001"), remedy);
    assertFalse(remedy.contains(TOKEN), remedy);
    assertFalse(remedy.contains("\n"), remedy);
  }

  @Test
  void forwardedHeadersDoNotChangeTheVerdict() {
    WebRequest genuine = post("/incoming-call", parameters());
    WebRequest forwarded = with(genuine, "X-Forwarded-Host", "evil.example.test");
    assertInstanceOf(CarrierRequest.Accepted.class, provider().receive(forwarded));
    String signature = signature(TOKEN, "https://evil.example.test/incoming-call", parameters());
    assertRefused(
        with(
            post("/incoming-call", parameters(), signature),
            "X-Forwarded-Host",
            "evil.example.test"));
  }

  @Test
  void insecureWebhooksLetUnsignedRequestsIn() {
    TwilioProvider provider = TwilioProvider.of("twilio", options().insecureWebhooks(true).build());
    WebRequest unsigned = with(post("/incoming-call", parameters()), "X-Twilio-Signature");
    assertInstanceOf(CarrierRequest.Accepted.class, provider.receive(unsigned));
    assertTrue(provider.summary().stream().anyMatch(line -> line.contains("insecure")));
  }

  private static void assertRefused(WebRequest request) {
    CarrierRequest.Refused refused =
        assertInstanceOf(CarrierRequest.Refused.class, provider().receive(request));
    assertEquals(403, refused.status());
  }
}
