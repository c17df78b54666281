package io.callrouter.testkit.twilio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.twilio.security.RequestValidator;
import io.callrouter.testkit.carrier.SignedRequest;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TwilioAccountTest {
  private static final String TOKEN = "0123456789abcdef0123456789abcdef";

  private final TwilioAccount account = TwilioAccount.named("twilio");
  private final RequestValidator official = new RequestValidator(account.authToken());

  @Test
  void theOfficialSdkAcceptsTheSignatureOfAForm() {
    Map<String, String> form = new HashMap<>();
    form.put("To", "+14155550100");
    form.put("From", "anonymous");
    form.put("CallerName", "Zoë & Søn =+ 1");
    form.put("FromCity", "");
    URI url = URI.create("https://voice.example.test/incoming-call?tenant=7");

    assertTrue(official.validate(url.toString(), form, signature(account, url, form)));
  }

  @Test
  void theOfficialSdkAcceptsTheSignatureOfAQuery() {
    SignedRequest request =
        TwilioRequests.of(
            account,
            "GET",
            URI.create("https://voice.example.test/incoming-call"),
            Map.of("From", "+14155550177", "CallerName", "a b"));

    String signature = request.headers().get("X-Twilio-Signature");
    assertTrue(official.validate(request.url().toString(), Map.of(), signature));
  }

  @Test
  void signaturesEqualThePublishedVectors() {
    TwilioAccount known = new TwilioAccount("AC1", TOKEN);
    String sid = "CA" + "1".repeat(32);
    assertEquals(
        "+gVDWrQ12tdw5xqHX9ltCFdxNHg=",
        signature(
            known,
            URI.create("https://voice.example.test/hooks/voice?tenant=7"),
            Map.of(
                "CallSid", sid,
                "From", "+15550100001",
                "To", "+15550100002",
                "CallStatus", "ringing")));
    assertEquals("Q+82Zh+6h3XUYGulJvqj0Cl5hC4=", known.sign("wss://voice.example.test/media"));
  }

  @Test
  void aHandshakeAtABareHostIsSignedWithASlash() {
    TwilioAccount known = new TwilioAccount("AC1", TOKEN);
    SignedRequest handshake =
        TwilioRequests.handshake(known, URI.create("wss://voice.example.test"));
    assertEquals("pkXpVfKOu00xY6ZYDCKTXfnimaU=", handshake.headers().get("X-Twilio-Signature"));
    assertEquals("/", handshake.toWebRequest().path());
  }

  @Test
  void idsAreTheSameEachTimeAndDifferByAccountAndThing() {
    assertEquals(account, TwilioAccount.named("twilio"));
    assertNotEquals(account.sid(), TwilioAccount.named("sales").sid());
    assertTrue(account.idOf("CA", "call 1").matches("CA[0-9a-f]{32}"));
    assertNotEquals(account.idOf("CA", "call 1"), account.idOf("CA", "call 2"));
  }

  private static String signature(TwilioAccount account, URI url, Map<String, String> form) {
    return TwilioRequests.of(account, "POST", url, form).headers().get("X-Twilio-Signature");
  }
}
