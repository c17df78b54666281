package io.callrouter.provider.telnyx;

import static io.callrouter.provider.telnyx.TelnyxRequests.CONNECTION_ID;
import static io.callrouter.provider.telnyx.TelnyxRequests.LEG;
import static io.callrouter.provider.telnyx.TelnyxRequests.context;
import static io.callrouter.provider.telnyx.TelnyxRequests.event;
import static io.callrouter.provider.telnyx.TelnyxRequests.options;
import static io.callrouter.provider.telnyx.TelnyxRequests.post;
import static io.callrouter.provider.telnyx.TelnyxRequests.provider;
import static io.callrouter.provider.telnyx.TelnyxRequests.withMethod;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.call.CallState;
import io.callrouter.spi.CarrierEvent;
import io.callrouter.spi.CarrierRequest;
import io.callrouter.time.Timekeeper;
import io.callrouter.web.WebHandler;
import io.callrouter.web.WebRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhooksTest {
  private static final String ID = "6a1c0f7e-0000-4000-8000-000000000001";

  @Test
  void identityIsTheEventsId() {
    CarrierRequest.Accepted accepted = accepted(event("call.answered", ""));
    assertEquals(ID, accepted.identity());
    assertFalse(accepted.awaitsAction());
  }

  @Test
  void repeatedDeliveryHasTheSameIdentity() {
    String body = event("call.answered", "");
    assertEquals(
        accepted(body).identity(),
        accepted(body.replace("\"attempt\":1", "\"attempt\":2")).identity());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'data':{'event_type':'call.answered','id':'e-1','occurred_at':'2026-11-20T06:00:00Z',"
            + "'payload':{'call_control_id':'v3:Mt-7_abc'}}}",
        "{'event_type':'call.answered','id':'e-1','occurred_at':'2026-11-20T06:00:00Z',"
            + "'payload':{'call_control_id':'v3:Mt-7_abc'}}",
        "{'data':null,'event_type':'call.answered','id':'e-1','record_type':'event',"
            + "'payload':{'call_control_id':'v3:Mt-7_abc','occurred_at':'2026-11-20T06:00:00Z'}}",
        "{'data':{'event_type':'call.answered','id':'e-1','occurred_at':null,'new':{'a':[1]},"
            + "'payload':{'occurred_at':'2026-11-20 06:00:00Z','call_control_id':'v3:Mt-7_abc',"
            + "'client_state':null,'connection_id':null,'from':null,'more':[{}]}},'meta':null}",
        "{'data':{'event_type':'call.answered','id':'e-1','occurred_at':'2026-11-20T06:00:00Z',"
            + "'payload':{'call_control_id':'v3:Mt-7_abc','connection_id':1700000000000000001}}}",
      })
  void envelopeIsReadLeniently(String body) {
    CarrierRequest.Accepted accepted = accepted(body.replace('\'', '"'));
    assertEquals("e-1", accepted.identity());
    assertEquals(LEG, accepted.carrierId());
    assertEquals(
        List.of(
            new CarrierEvent.Progress(CallState.ANSWERED, Instant.parse("2026-11-20T06:00:00Z"))),
        accepted.events());
  }

  @Test
  void timeThatIsNoneIsNone() {
    CarrierRequest.Accepted accepted =
        accepted("{\"event_type\":\"call.answered\",\"id\":\"e-1\",\"occurred_at\":\"now\"}");
    assertEquals(List.of(new CarrierEvent.Progress(CallState.ANSWERED, null)), accepted.events());
  }

  @Test
  void aNameThatIsNoUtf8IsNotTakenForOneThatWasReadBefore() throws Refusal {
    String event = "{\"event_type\":\"call.answered\",\"id\":\"e-1\"}";
    assertEquals("e-1", WebhookEvent.read(event.getBytes(StandardCharsets.UTF_8)).id());
    byte[] damaged =
        event.replace("event_type", "event_ty\u00ffpe").getBytes(StandardCharsets.ISO_8859_1);
    assertThrows(Refusal.class, () -> WebhookEvent.read(damaged));
  }

  @ParameterizedTest
  @CsvSource({
    "'', the body is no JSON object",
    "[], the body is no JSON object",
    "7, the body is no JSON object",
    "null, the body is no JSON object",
    "'{\"data\":{}', the body is no JSON object",
    "'{\"data\":{}} {}', the body is no JSON object",
    "CallSid=v3%3Aabc&CallStatus=ringing, the body is no JSON object",
    "{}, event_type is missing",
    "'{\"data\":{\"event_type\":null}}', event_type is missing",
    "'{\"data\":{\"event_type\":{\"a\":1}}}', event_type is missing",
    "'{\"data\":{\"event_type\":\"call.answered\"}}', id is missing or ill-formed",
    "'{\"data\":{\"event_type\":\"call.answered\",\"id\":\"\"}}', id is missing or ill-formed",
    "'{\"data\":{\"event_type\":\"call.answered\",\"id\":\"a/b\"}}', id is missing or ill-formed",
  })
  void whatIsNoEventIsRefused(String body, String reason) {
    CarrierRequest.Refused refused = refused(provider(), post(body));
    assertEquals(400, refused.status());
    assertEquals(reason, refused.reason());
  }

  @Test
  void eventOfVersionOneIsRefusedWithTheSettingToChange() {
    CarrierRequest.Refused refused =
        refused(
            provider(),
            post(
                "{\"record_type\":\"event\",\"id\":\"e-1\",\"event_type\":\"call_initiated\","
                    + "\"created_at\":\"2026-11-20T06:00:00Z\",\"payload\":{\"to\":\"x\"}}"));
    assertEquals(400, refused.status());
    assertEquals("this is an event of API version 1", refused.reason());
    assertTrue(refused.remedy().contains("webhook_api_version \"2\""), refused.remedy());
  }

  @Test
  void depthAndLengthsAreBounded() {
    String deep = "{\"a\":".repeat(1000) + "1" + "}".repeat(1000);
    assertEquals(400, refused(provider(), post(deep)).status());
    String longName = "{\"" + "a".repeat(10_000) + "\":1}";
    assertEquals(400, refused(provider(), post(longName)).status());
    String longNumber = "{\"a\":" + "1".repeat(10_000) + "}";
    assertEquals(400, refused(provider(), post(longNumber)).status());
    byte[] tooLong = new byte[WebHandler.MAX_BODY_BYTES + 1];
    assertEquals(413, refused(provider(), post(TelnyxRequests.PATH, tooLong)).status());
  }

  @Test
  void longTextIsNotTakenForAnId() {
    CarrierRequest.Accepted accepted =
        accepted(
            "{\"event_type\":\"call.answered\",\"id\":\"e-1\",\"payload\":{\"call_control_id\":\""
                + "a".repeat(5000)
                + "\"}}");
    assertEquals(null, accepted.carrierId());
  }

  @Test
  void brokenUtf8IsRefused() {
    byte[] body = event("call.answered", "\"a\":\"x\"").getBytes(StandardCharsets.UTF_8);
    body[body.length - 80] = (byte) 0xC0;
    assertEquals(400, refused(provider(), post(TelnyxRequests.PATH, body)).status());
  }

  @Test
  void eventOfAnotherApplicationIsRefused() {
    CarrierRequest.Refused refused =
        refused(provider(), post(event("call.answered", "").replace(CONNECTION_ID, "17")));
    assertEquals(403, refused.status());
    assertTrue(refused.remedy().contains("TELNYX_CONNECTION_ID"), refused.remedy());
  }

  @Test
  void getWebhooksAreRefusedWithTheSettingToChange() {
    CarrierRequest.Refused refused =
        refused(provider(), withMethod(post(event("call.answered", "")), "GET"));
    assertEquals(405, refused.status());
    assertTrue(refused.remedy().contains("webhook_url_method"), refused.remedy());
  }

  @Test
  void otherAddressesAreRefusedWithTheRightOne() {
    byte[] body = event("call.answered", "").getBytes(StandardCharsets.UTF_8);
    CarrierRequest.Refused refused = refused(provider(), post("/telnyx/webhooks", body));
    assertEquals(404, refused.status());
    assertTrue(
        refused.remedy().contains("https://voice.example.test/telnyx/webhook"), refused.remedy());
    assertEquals(426, refused(provider(), post("/telnyx/media/a", body)).status());
  }

  @Test
  void webhookPathIsAnOption() {
    TelnyxProvider provider =
        TelnyxProvider.of(
            "telnyx",
            options().webhookPath("/api/telnyx/webhook").build(),
            context(Timekeeper.manual()));
    byte[] body = event("call.answered", "").getBytes(StandardCharsets.UTF_8);
    assertInstanceOf(
        CarrierRequest.Accepted.class, provider.receive(post("/api/telnyx/webhook", body)));
    assertEquals(404, refused(provider, post("/telnyx/webhook", body)).status());
    assertTrue(provider.claims("/api/telnyx/webhook"));
    assertFalse(provider.claims("/telnyx/webhook"));
  }

  private static CarrierRequest.Accepted accepted(String body) {
    return assertInstanceOf(CarrierRequest.Accepted.class, provider().receive(post(body)));
  }

  private static CarrierRequest.Refused refused(TelnyxProvider provider, WebRequest request) {
    CarrierRequest.Refused refused =
        assertInstanceOf(CarrierRequest.Refused.class, provider.receive(request));
    assertFalse(refused.remedy().isBlank());
    return refused;
  }
}
