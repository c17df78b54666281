package io.callrouter.testkit.telnyx;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.callrouter.testkit.Misbehaviour;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import io.callrouter.web.WebRequest;
import io.callrouter.web.WebResponse;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LegEventsTest {
  private final ManualTimekeeper time = Timekeeper.manual();
  private final SimulatedTelnyx telnyx = SimulatedTelnyx.create(time);
  private final FakeHost host = new FakeHost(telnyx);

  @AfterEach
  void close() {
    time.close();
  }

  @Test
  void anIncomingCallIsToldWithTheEnvelopeOfVersionTwo() {
    TelnyxCaller caller = call().start();
    time.runReady();
    WebRequest request = host.requests.get(0);
    assertEquals("/telnyx/webhook", request.path());
    JsonNode event = FakeHost.event(request);
    assertEquals("event", event.at("/data/record_type").textValue());
    assertEquals("call.initiated", event.at("/data/event_type").textValue());
    assertEquals("2026-01-01T12:00:00.000000Z", event.at("/data/occurred_at").textValue());
    assertEquals(1, event.at("/meta/attempt").intValue());
    assertEquals(
        "https://voice.example.test/telnyx/webhook", event.at("/meta/delivered_to").textValue());
    JsonNode payload = event.at("/data/payload");
    assertEquals(caller.carrierId(), payload.get("call_control_id").textValue());
    assertEquals(
        telnyx.settings().get("TELNYX_CONNECTION_ID"), payload.get("connection_id").textValue());
    assertTrue(payload.get("client_state").isNull());
    assertEquals("incoming", payload.get("direction").textValue());
    assertEquals("parked", payload.get("state").textValue());
    assertEquals("+14155550177", payload.get("from").textValue());
    assertEquals("+14155550100", payload.get("to").textValue());
  }

  @Test
  void anEventIsSignedWithTheAccountsKeyOverTimestampAndBody() throws Exception {
    call().start();
    time.advance(Duration.ofSeconds(100));
    WebRequest request = host.requests.get(0);
    assertEquals("1767268800", request.header("telnyx-timestamp"));
    assertTrue(isGenuine(request));
    WebRequest other =
        new WebRequest("POST", request.path(), null, request.headers(), "{}".getBytes(UTF_8));
    assertFalse(isGenuine(other));
    assertTrue(isGenuine(telnyx.sign(other)));
  }

  @Test
  void theLastStateOfTheLegIsInEveryLaterEvent() {
    String leg = answered(call().start());
    host.command(
        leg, "speak", "{\"payload\":\"Hi.\",\"voice\":\"female\",\"client_state\":\"b25l\"}");
    host.request(
        "PUT", "calls/" + leg + "/actions/client_state_update", "{\"client_state\":\"dHdv\"}");
    time.advance(Duration.ofSeconds(1));
    assertEquals("b25l", state(leg, 2));
    assertEquals("call.speak.ended", host.types(leg).get(3));
    assertEquals("dHdv", state(leg, 3));
  }

  @Test
  void anEventThatIsNotTakenComesAgainUnderTheSameIdentity() {
    host.answering(request -> WebResponse.text(host.requests.size() < 3 ? 503 : 200, ""));
    TelnyxCaller caller = call().start();
    time.advance(Duration.ofMinutes(2));
    List<JsonNode> events = host.events(caller.carrierId());
    assertEquals(List.of(1, 2, 3), attempts(events));
    assertEquals(1, events.stream().map(event -> event.at("/data/id")).distinct().count());
    assertEquals(1, events.stream().map(event -> event.at("/data/occurred_at")).distinct().count());
    assertEquals("1767268806", host.requests.get(2).header("telnyx-timestamp"));
  }

  @Test
  void anEventThatIsNeverTakenIsGivenUp() {
    host.answering(request -> WebResponse.text(500, ""));
    TelnyxCaller caller = call().start();
    time.advance(Duration.ofHours(1));
    assertEquals(List.of(1, 2, 3, 4, 5), attempts(host.events(caller.carrierId())));
  }

  @Test
  void aCommandSaysHowEventsAreRetried() {
    TelnyxCaller caller = call().start();
    time.runReady();
    host.answering(request -> WebResponse.text(500, ""));
    host.command(
        caller.carrierId(),
        "answer",
        "{\"webhook_retries_policies\":{\"call.answered\":{\"retries_ms\":[100,200]}}}");
    time.advance(Duration.ofMinutes(5));
    List<JsonNode> events = host.events(caller.carrierId());
    assertEquals(List.of(1, 1, 2, 3), attempts(events));
  }

  @Test
  void aCommandSaysWhereLaterEventsGo() {
    TelnyxCaller caller = call().start();
    host.command(
        caller.carrierId(), "answer", "{\"webhook_url\":\"https://voice.example.test/other?a=b\"}");
    time.runReady();
    assertEquals("/telnyx/webhook", host.requests.get(0).path());
    assertEquals("/other?a=b", host.requests.get(1).target());
  }

  @Test
  void aLostEventIsNeverSent() {
    TelnyxCaller caller = call().misbehaving(new Misbehaviour.LostWebhook(1)).start();
    time.advance(Duration.ofMinutes(5));
    assertEquals(List.of(), host.requests);
    host.command(caller.carrierId(), "answer", "{}");
    time.runReady();
    assertEquals(List.of("call.answered"), host.types(caller.carrierId()));
  }

  @Test
  void aForgedEventHasAnotherSignatureAndTheSameBody() throws Exception {
    call().misbehaving(new Misbehaviour.ForgedWebhook(1)).start();
    time.runReady();
    WebRequest forged = host.requests.get(0);
    assertFalse(isGenuine(forged));
    assertTrue(isGenuine(host.requests.get(1)));
    assertEquals(FakeHost.event(forged), FakeHost.event(host.requests.get(1)));
  }

  @Test
  void aGarbledEventIsGenuineAndNoJson() throws Exception {
    call().misbehaving(new Misbehaviour.GarbledWebhook(1)).start();
    time.runReady();
    assertTrue(isGenuine(host.requests.get(0)));
    assertTrue(FakeHost.event(host.requests.get(0)).isEmpty());
    assertEquals(
        "call.initiated", FakeHost.event(host.requests.get(1)).at("/data/event_type").asText());
  }

  @Test
  void anUnknownEventComesFirstAndUnknownFieldsWithTheKnownOne() throws Exception {
    TelnyxCaller caller = call().misbehaving(new Misbehaviour.UnknownInWebhook(1)).start();
    time.runReady();
    assertEquals(List.of("call.teleported", "call.initiated"), host.types(caller.carrierId()));
    JsonNode unknown = FakeHost.event(host.requests.get(0));
    JsonNode known = FakeHost.event(host.requests.get(1));
    assertNotEquals(unknown.at("/data/id"), known.at("/data/id"));
    assertEquals("green", known.at("/data/colour").asText());
    assertTrue(isGenuine(host.requests.get(0)));
    assertTrue(isGenuine(host.requests.get(1)));
  }

  @Test
  void disturbedEventsComeLateTwiceAndInDisorderAsTheSeedSays() {
    List<String> once = disturbed(7);
    assertTrue(once.size() > 6, once.toString());
    assertNotEquals(once.stream().sorted().toList(), once);
    assertEquals(6, once.stream().distinct().count());
    assertEquals(once, disturbed(7));
    assertNotEquals(once, disturbed(8));
  }

  /** Number of the event in its order, then its name. */
  private static List<String> disturbed(long seed) {
    ManualTimekeeper time = Timekeeper.manual();
    SimulatedTelnyx telnyx = SimulatedTelnyx.create(time);
    FakeHost host = new FakeHost(telnyx);
    String leg = telnyx.from("+14155550177").to("+14155550100").disturbed(seed).start().carrierId();
    host.command(leg, "answer", "{}");
    host.command(leg, "speak", "{\"payload\":\"A\",\"voice\":\"female\"}");
    host.command(leg, "playback_stop", "{}");
    host.command(leg, "gather", "{}");
    host.command(leg, "hangup", "{}");
    time.advance(Duration.ofSeconds(10));
    List<String> ids =
        host.events(leg).stream().map(event -> event.at("/data/event_type").asText()).toList();
    time.close();
    return ids;
  }

  private TelnyxCallSetup call() {
    return telnyx.from("+14155550177").to("+14155550100");
  }

  private String answered(TelnyxCaller caller) {
    host.command(caller.carrierId(), "answer", "{}");
    time.runReady();
    return caller.carrierId();
  }

  private String state(String leg, int event) {
    return host.events(leg).get(event).at("/data/payload/client_state").asText();
  }

  private static List<Integer> attempts(List<JsonNode> events) {
    return events.stream().map(event -> event.at("/meta/attempt").intValue()).toList();
  }

  private boolean isGenuine(WebRequest request) throws GeneralSecurityException {
    byte[] raw = Base64.getDecoder().decode(telnyx.settings().get("TELNYX_PUBLIC_KEY"));
    String key = "302a300506032b6570032100" + HexFormat.of().formatHex(raw);
    Signature check = Signature.getInstance("Ed25519");
    check.initVerify(
        KeyFactory.getInstance("Ed25519")
            .generatePublic(new X509EncodedKeySpec(HexFormat.of().parseHex(key))));
    check.update((request.header("telnyx-timestamp") + "|").getBytes(UTF_8));
    check.update(request.body());
    return check.verify(Base64.getDecoder().decode(request.header("telnyx-signature-ed25519")));
  }
}
