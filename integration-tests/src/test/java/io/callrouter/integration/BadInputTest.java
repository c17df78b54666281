package io.callrouter.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.call.Action;
import io.callrouter.call.EndCause;
import io.callrouter.call.Match;
import io.callrouter.media.Endpoints;
import io.callrouter.testkit.Exchange;
import io.callrouter.testkit.Misbehaviour;
import io.callrouter.testkit.twilio.TwilioCaller;
import io.callrouter.web.Admission;
import io.callrouter.web.MediaSocket;
import io.callrouter.web.MediaSocketListener;
import io.callrouter.web.WebRequest;
import io.callrouter.web.WebResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What comes in that should not: it is refused by its own status, and disturbs no other call. */
class BadInputTest {
  private static final String SIGNATURE = "X-Twilio-Signature";

  private final VirtualOffice office =
      VirtualOffice.of(
          builder ->
              builder
                  .endpoint("echo", context -> Endpoints.echo())
                  .route("office", Match.any(), Action.connect("echo")));
  private TwilioCaller undisturbed;

  @BeforeEach
  void aCallIsUnderWay() {
    undisturbed = office.call().speak(Tones.samples(500)).untilIdle();
  }

  @AfterEach
  void thatCallWasNotDisturbed() {
    undisturbed.speak(Tones.samples(500)).untilIdle().hangUp().untilIdle();
    assertEquals(EndCause.COMPLETED, undisturbed.record().cause());
    assertEquals(1, office.records.size());
    assertEquals(List.of("Connect"), undisturbed.verbs());
    assertEquals(List.of(), undisturbed.alerts());
    int sound = 0;
    for (short sample : undisturbed.heard()) {
      sound += sample == 0 ? 0 : 1;
    }
    assertTrue(sound > 7800, "both times he heard himself");
    office.close();
  }

  @Test
  void aWrongOrMissingSignatureIsForbidden() {
    assertEquals(403, handle(with(call("CA" + "1".repeat(32)), SIGNATURE, "bm90IHJlYWxseQ==")));
    assertEquals(403, handle(with(call("CA" + "1".repeat(32)), SIGNATURE, null)));
    assertEquals(403, handle(with(call("CA" + "1".repeat(32)), SIGNATURE, "not base64 at all")));
  }

  @Test
  void aChangedBodyIsForbidden() {
    WebRequest request = call("CA" + "1".repeat(32));
    String changed = new String(request.body(), UTF_8).replace("ringing", "completed");
    assertEquals(403, handle(body(request, changed)));
    assertEquals(403, handle(body(request, changed + "&Extra=1")));
  }

  @Test
  void aRequestOfAnotherAccountIsForbidden() {
    Map<String, String> form = form("CA" + "1".repeat(32));
    form.put("AccountSid", "AC" + "2".repeat(32));
    assertEquals(403, handle(office.twilio.signed("POST", "/incoming-call", form)));
  }

  @Test
  void aSignedRequestThatMakesNoSenseIsMalformed() {
    assertEquals(400, handle(call("")));
    assertEquals(400, handle(call("CA1; DROP TABLE calls")));
  }

  @Test
  void aBodyThatIsNoFormIsMalformed() {
    WebRequest request = call("CA" + "1".repeat(32));
    assertTrue(List.of(400, 403).contains(handle(body(request, "CallSid=%zz"))));
    assertEquals(
        400, handle(with(call("CA" + "1".repeat(32)), "Content-Type", "application/json")));
  }

  @Test
  void anOversizeBodyIsTooLarge() {
    Map<String, String> form = form("CA" + "1".repeat(32));
    form.put("SipHeader_X-Long", "x".repeat(64 * 1024));
    assertEquals(413, handle(office.twilio.signed("POST", "/incoming-call", form)));
  }

  @Test
  void anUnknownPathIsNotFound() {
    Map<String, String> form = form(undisturbed.carrierId());
    assertEquals(404, handle(office.twilio.signed("POST", "/no-such-path", form)));
    assertEquals(404, handle(office.twilio.signed("POST", "/incoming-call/x/0.0/gather", form)));
    assertEquals(
        404,
        handle(
            office.twilio.signed(
                "POST", "/incoming-call/AAAAAAAAAAAAAAAAAAAAAA/0.0/connect", form)));
  }

  @Test
  void theStepOfAnotherCallIsNotFound() {
    String action = actionOf(undisturbed);
    Map<String, String> form = form("CA" + "1".repeat(32));
    form.put("CallStatus", "in-progress");
    assertEquals(404, handle(office.twilio.signed("POST", action, form)));
  }

  @Test
  void aMethodThatIsNoneOfTheTwoIsNotAllowed() {
    WebRequest request = call("CA" + "1".repeat(32));
    assertEquals(
        405,
        handle(new WebRequest("PUT", request.path(), null, request.headers(), request.body())));
  }

  @Test
  void aMediaSocketWithoutAnOpenTokenIsRefusedAtTheHandshake() {
    WebRequest spent = handshakeOf(undisturbed);
    assertEquals(403, admit(spent).status());
    String invented = spent.path().substring(0, spent.path().lastIndexOf('/') + 1) + "invented";
    assertFalse(
        admit(new WebRequest("GET", invented, null, spent.headers(), new byte[0])).isAdmitted());
    assertFalse(admit(with(spent, SIGNATURE, null)).isAdmitted());
  }

  @Test
  void aTokenOfAnotherCallEndsTheSocketWith1008() {
    TwilioCaller victim = office.caller().misbehaving(new Misbehaviour.SocketNeverOpens()).start();
    victim.silentFor(Duration.ZERO);
    String url = victim.documents().get(0).replaceAll("(?s).*url=\"wss://[^/]*([^\"]*)\".*", "$1");
    WebRequest handshake = new WebRequest("GET", url, null, signedSocket(url), new byte[0]);
    Closed closed = new Closed();
    MediaSocketListener listener = admit(handshake).open(closed);
    listener.onText("{\"event\":\"connected\",\"protocol\":\"Call\",\"version\":\"1.0.0\"}");
    listener.onText(start(undisturbed.carrierId()));
    office.time.runReady();
    assertEquals(List.of(1008), closed.codes);
    victim.hangUp().untilIdle();
    office.records.clear();
  }

  @Test
  void aReplayedFirstWebhookGetsTheSameAnswerAndMakesNoSecondCall() {
    Exchange first = undisturbed.exchanges().get(0);
    for (int i = 0; i < 3; i++) {
      WebResponse again = office.nodes.get(0).web().handle(first.request());
      assertEquals(first.answer().text(), again.text());
    }
    assertEquals(1, office.nodes.get(0).activeCalls());
  }

  private WebRequest handshakeOf(TwilioCaller caller) {
    String url = caller.documents().get(0).replaceAll("(?s).*url=\"wss://[^/]*([^\"]*)\".*", "$1");
    return new WebRequest("GET", url, null, signedSocket(url), new byte[0]);
  }

  private Map<String, List<String>> signedSocket(String path) {
    return office.twilio.signedHandshake(path).headers();
  }

  private static String actionOf(TwilioCaller caller) {
    return caller.documents().get(0).replaceAll("(?s).*action=\"https://[^/]*([^\"]*)\".*", "$1");
  }

  private String start(String callSid) {
    String account = office.twilio.settings().get("TWILIO_ACCOUNT_SID");
    String stream = "MZ" + "3".repeat(32);
    return "{\"event\":\"start\",\"sequenceNumber\":\"1\",\"streamSid\":\""
        + stream
        + "\",\"start\":{\"accountSid\":\""
        + account
        + "\",\"streamSid\":\""
        + stream
        + "\",\"callSid\":\""
        + callSid
        + "\",\"tracks\":[\"inbound\"],\"customParameters\":{},\"mediaFormat\":"
        + "{\"encoding\":\"audio/x-mulaw\",\"sampleRate\":8000,\"channels\":1}}}";
  }

  private WebRequest call(String callSid) {
    return office.twilio.signed("POST", "/incoming-call", form(callSid));
  }

  private Map<String, String> form(String callSid) {
    Map<String, String> form = new TreeMap<>();
    form.put("CallSid", callSid);
    form.put("AccountSid", office.twilio.settings().get("TWILIO_ACCOUNT_SID"));
    form.put("From", VirtualOffice.CALLER);
    form.put("To", VirtualOffice.OFFICE);
    form.put("CallStatus", "ringing");
    form.put("Direction", "inbound");
    form.put("ApiVersion", "2010-04-01");
    return form;
  }

  private int handle(WebRequest request) {
    return office.nodes.get(0).web().handle(request).status();
  }

  private Admission admit(WebRequest handshake) {
    return office.nodes.get(0).web().admit(handshake);
  }

  private static WebRequest with(WebRequest request, String header, String value) {
    Map<String, List<String>> headers = new HashMap<>(request.headers());
    headers.remove(header);
    if (value != null) {
      headers.put(header, List.of(value));
    }
    return new WebRequest(
        request.method(), request.path(), request.query(), headers, request.body());
  }

  private static WebRequest body(WebRequest request, String body) {
    return new WebRequest(
        request.method(), request.path(), request.query(), request.headers(), body.getBytes(UTF_8));
  }

  /** Keeps the codes it was closed with. */
  private static final class Closed implements MediaSocket {
    final List<Integer> codes = new ArrayList<>();

    @Override
    public void send(String message, Sent sent) {
      sent.done(null);
    }

    @Override
    public void close(int code, String reason) {
      codes.add(code);
    }
  }
}
