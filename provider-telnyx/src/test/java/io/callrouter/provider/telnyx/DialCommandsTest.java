package io.callrouter.provider.telnyx;

import static io.callrouter.provider.telnyx.ScriptedHttp.answer;
import static io.callrouter.provider.telnyx.ScriptedHttp.error;
import static io.callrouter.provider.telnyx.ScriptedHttp.failure;
import static io.callrouter.provider.telnyx.SentCommands.LEG;
import static io.callrouter.provider.telnyx.SentCommands.STEP;
import static io.callrouter.provider.telnyx.SentCommands.answered;
import static io.callrouter.provider.telnyx.SentCommands.ringing;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.callrouter.call.Action;
import io.callrouter.call.CallState;
import io.callrouter.call.CarrierRefusedException;
import io.callrouter.call.Direction;
import io.callrouter.call.OutcomeUnknownException;
import io.callrouter.call.Target;
import io.callrouter.call.UnsupportedCapabilityException;
import io.callrouter.spi.CarrierHttp.Request;
import io.callrouter.spi.Step;
import java.net.SocketException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DialCommandsTest {
  private static final Target PHONE = Target.phone("+14155550122");
  private static final Action.Dial DIAL = Action.dial(PHONE);
  private static final String DIALLED =
      "{\"data\":{\"call_control_id\":\"v3:new\",\"is_alive\":false,\"record_type\":\"call\"}}";
  private static final ScriptedHttp.Reply RESET = failure(() -> new SocketException("reset"));

  private final SentCommands sent = new SentCommands();
  private final ScriptedHttp http = new ScriptedHttp();
  private final DialCommands dials =
      new DialCommands(
          new TelnyxClient(http, sent.options, sent.time, new Backoff(() -> 0)),
          sent.addresses,
          TelnyxRequests.CONNECTION_ID);

  @AfterEach
  void close() {
    sent.close();
  }

  @Test
  void dialsAPhone() {
    http.reply(answer(200, DIALLED));
    assertEquals("v3:new", dials.dialLeg(PHONE, DIAL, ringing(), 1));
    Request request = http.requests().get(0);
    assertEquals("POST", request.method());
    assertEquals("https://api.telnyx.com/v2/calls", request.url().toString());
    assertEquals(
        SentCommands.json(
            """
            {"connection_id":"1700000000000000001","to":"+14155550122","from":"+14155550100",
             "from_display_name":"+14155550177","timeout_secs":30,"time_limit_secs":14400,
             "link_to":"%s","client_state":"%s","command_id":"%s",
             "webhook_url":"https://voice.example.test/telnyx/webhook",
             "webhook_url_method":"POST"}"""
                .formatted(
                    LEG,
                    ClientState.ofLeg(STEP, DIAL, 1).toBase64(),
                    CommandId.of(STEP, "dial/1"))),
        SentCommands.bodyOf(request));
  }

  @Test
  void eachLegHasACommandIdOfItsOwn() {
    http.reply(answer(200, DIALLED));
    Set<String> ids = new HashSet<>();
    for (int number = 0; number < 3; number++) {
      dials.dialLeg(PHONE, DIAL, ringing(), number);
      ids.add(body(number).path("command_id").asText());
    }
    assertEquals(3, ids.size());
  }

  @Test
  void dialsASipAddressWithItsHeadersAndTheActionsTimes() {
    http.reply(answer(200, DIALLED));
    Target sip =
        Target.sip(
            "SIPS:sales@pbx.example.com:5061;transport=tls?X-Call=a%20b+c&User-to-user=00%3Bx");
    Action.Dial action =
        Action.dial(sip)
            .callerId("+14155550199")
            .ringTimeout(Duration.ofSeconds(5))
            .timeLimit(Duration.ofSeconds(30))
            .recorded(true);
    dials.dialLeg(sip, action, answered(), 0);
    ObjectNode body = body(0);
    body.remove(List.of("connection_id", "link_to", "client_state", "command_id"));
    body.remove(List.of("webhook_url", "webhook_url_method"));
    assertEquals(
        SentCommands.json(
            """
            {"to":"sip:sales@pbx.example.com:5061;transport=tls","sip_transport_protocol":"TLS",
             "custom_headers":[{"name":"X-Call","value":"a b+c"}],
             "sip_headers":[{"name":"User-to-User","value":"00;x"}],
             "from":"+14155550199","timeout_secs":5,"time_limit_secs":30,
             "record":"record-from-answer","record_channels":"dual","record_format":"wav"}"""),
        body);
  }

  @ParameterizedTest
  @ValueSource(strings = {"?X-Call", "?=b", "?X-Call=%0d%0aEvil:1", "?X-Call=%zz", "?a=b&"})
  void headersThatAreNoneAreRefused(String headers) {
    Target sip = Target.sip("sip:sales@pbx.example.com" + headers);
    assertThrows(
        IllegalArgumentException.class, () -> dials.dialLeg(sip, Action.dial(sip), answered(), 0));
    assertEquals(List.of(), http.requests());
  }

  @Test
  void callThatWePlacedShowsItsOwnNumberAgain() {
    http.reply(answer(200, DIALLED));
    Step step =
        SentCommands.step(CallState.ANSWERED, Direction.OUTBOUND, "+14155550100", "+14155550177");
    dials.dialLeg(PHONE, DIAL, step, 0);
    assertEquals("+14155550100", body(0).path("from").asText());
    assertFalse(body(0).has("from_display_name"));
  }

  @Test
  void withheldNumberStaysWithheld() {
    http.reply(answer(200, DIALLED));
    Step step = SentCommands.step(CallState.ANSWERED, Direction.INBOUND, "", "+14155550100");
    dials.dialLeg(PHONE, DIAL, step, 0);
    assertFalse(body(0).has("from_display_name"));
  }

  @Test
  void withoutANumberToShowACallerIdIsAskedFor() {
    Step step =
        SentCommands.step(
            CallState.ANSWERED, Direction.INBOUND, "+14155550177", "sip:us@example.com");
    IllegalArgumentException thrown =
        assertThrows(IllegalArgumentException.class, () -> dials.dialLeg(PHONE, DIAL, step, 0));
    assertTrue(thrown.getMessage().contains("callerId"), thrown::getMessage);
  }

  @Test
  void clientsAreRefused() {
    Target client = Target.client("alice");
    assertThrows(
        UnsupportedCapabilityException.class,
        () -> dials.dialLeg(client, Action.dial(client), answered(), 0));
    assertEquals(List.of(), http.requests());
  }

  @ParameterizedTest
  @CsvSource({
    "4, 60, 5 to 600",
    "601, 60, 5 to 600",
    "30, 29, 30 to 14400",
    "30, 14401, 30 to 14400"
  })
  void timesOutsideOfTelnyxsBoundsAreRefused(int ring, int limit, String bounds) {
    Action.Dial action =
        DIAL.ringTimeout(Duration.ofSeconds(ring)).timeLimit(Duration.ofSeconds(limit));
    IllegalArgumentException thrown =
        assertThrows(
            IllegalArgumentException.class, () -> dials.dialLeg(PHONE, action, answered(), 0));
    assertTrue(thrown.getMessage().contains(bounds), thrown::getMessage);
  }

  @Test
  void dialOfUnknownOutcomeIsLookedUpAndNotDialledAgain() {
    String state = ClientState.ofLeg(STEP, DIAL, 0).toBase64();
    http.reply(RESET, RESET, RESET, RESET, RESET);
    http.reply(
        answer(
            200,
            """
            {"data":[{"call_control_id":"v3:other","client_state":""},
                     {"call_control_id":"v3:found","client_state":"%s"}]}"""
                .formatted(state)));
    assertEquals("v3:found", dials.dialLeg(PHONE, DIAL, answered(), 0));
    Request last = http.requests().get(http.requests().size() - 1);
    assertEquals("GET", last.method());
    assertEquals(
        "https://api.telnyx.com/v2/connections/1700000000000000001/active_calls?page%5Blimit%5D=250",
        last.url().toString());
    assertEquals(TelnyxClient.MOST_TRIES + 1, http.requests().size());
  }

  @Test
  void dialThatIsNotFoundStaysUnknown() {
    http.reply(RESET, RESET, RESET, RESET, RESET);
    http.reply(answer(200, "{\"data\":[]}"));
    assertThrows(OutcomeUnknownException.class, () -> dials.dialLeg(PHONE, DIAL, answered(), 0));
  }

  @Test
  void failedLookUpIsNotTriedAgainAndTold() {
    http.reply(RESET);
    OutcomeUnknownException thrown =
        assertThrows(
            OutcomeUnknownException.class, () -> dials.dialLeg(PHONE, DIAL, answered(), 0));
    assertEquals(TelnyxClient.MOST_TRIES + 1, http.requests().size());
    assertEquals(1, thrown.getSuppressed().length);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"data\":{}}", "{\"data\":\"v3\"}", "{\"data\":[]}"})
  void acceptanceThatNamesNoLegIsLookedUp(String body) {
    http.reply(answer(200, body), answer(200, "{\"data\":[]}"));
    assertThrows(OutcomeUnknownException.class, () -> dials.dialLeg(PHONE, DIAL, answered(), 0));
    assertEquals("GET", http.requests().get(1).method());
  }

  @Test
  void joinsSoThatTheCallStaysWhenTheLegGoes() {
    http.reply(answer(200, ScriptedHttp.OK));
    dials.joinLeg("v3:leg", DIAL, answered());
    assertEquals(
        "https://api.telnyx.com/v2" + SentCommands.LEG_PATH + "bridge",
        http.requests().get(0).url().toString());
    assertEquals(
        SentCommands.json(
            """
            {"call_control_id":"v3:leg","park_after_unbridge":"self","prevent_double_bridge":true,
             "client_state":"%s","command_id":"%s"}"""
                .formatted(
                    ClientState.of(STEP, DIAL).toBase64(), CommandId.of(STEP, "bridge/v3:leg"))),
        body(0));
  }

  @Test
  void joiningTheNextLegIsAnotherCommand() {
    http.reply(answer(200, ScriptedHttp.OK));
    dials.joinLeg("v3:leg", DIAL, answered());
    dials.joinLeg("v3:next", DIAL, answered());
    assertNotEquals(body(0).path("command_id"), body(1).path("command_id"));
  }

  @Test
  void dropsALegAndOneThatIsOver() {
    http.reply(answer(200, ScriptedHttp.OK), answer(422, error("90018", "Call has ended", "")));
    dials.dropLeg("v3:leg", STEP);
    dials.dropLeg("v3:leg", STEP);
    assertEquals(
        "https://api.telnyx.com/v2/calls/v3%3Aleg/actions/hangup",
        http.requests().get(0).url().toString());
    assertEquals(
        SentCommands.json("{\"command_id\":\"%s\"}".formatted(CommandId.of(STEP, "hangup/v3:leg"))),
        body(0));
  }

  @Test
  void dropThatIsRefusedSaysSo() {
    http.reply(answer(401, error("10009", "Authentication failed", "")));
    assertThrows(CarrierRefusedException.class, () -> dials.dropLeg("v3:leg", STEP));
  }

  private ObjectNode body(int index) {
    return (ObjectNode) SentCommands.bodyOf(http.requests().get(index));
  }
}
