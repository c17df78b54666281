package io.callrouter.testkit.telnyx;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.callrouter.spi.CarrierHttp;
import io.callrouter.testkit.telnyx.FakeHost.Reply;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallControlApiTest {
  private static final String SPEAK = "{\"payload\":\"Hello.\",\"voice\":\"female\"}";

  private final ManualTimekeeper time = Timekeeper.manual();
  private final SimulatedTelnyx telnyx = SimulatedTelnyx.create(time);
  private final FakeHost host = new FakeHost(telnyx);
  private final TelnyxCaller caller = telnyx.from("+14155550177").to("+14155550100").start();
  private final String leg = caller.carrierId();

  @AfterEach
  void close() {
    time.close();
  }

  @Test
  void aRequestWithoutTheKeyIsRefused() throws IOException {
    for (String authorization : List.of("", "Bearer wrong", host.bearer() + "x")) {
      CarrierHttp.Answer answer = host.raw("calls/" + leg + "/actions/answer", authorization, "");
      assertEquals(401, answer.status());
      JsonNode error = FakeHost.JSON.readTree(answer.body()).at("/errors/0");
      assertEquals("10009", error.get("code").textValue());
      assertEquals("Authentication failed", error.get("title").textValue());
    }
    assertEquals("parked", caller.status());
  }

  @ParameterizedTest
  @CsvSource({
    "POST, calls/v3:x/actions/levitate",
    "GET, calls/v3:x/actions/answer",
    "POST, calls/v3:x/actions/client_state_update",
    "DELETE, calls/v3:x",
    "POST, conferences",
    "GET, calls/v3:nobody"
  })
  void whatIsNotThereIsNotFound(String method, String path) {
    Reply reply = host.request(method, path, "{}");
    assertEquals(404, reply.status());
    assertEquals("10005", reply.code());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "reject|{}|10004|/cause",
        "reject|{\"cause\":\"call_rejected\"}|10032|/cause",
        "answer|{\"client_state\":\"no base64!\"}|10015|/client_state",
        "answer|{\"levitate\":true}|10015|/levitate",
        "answer|{\"stream_url\":\"https://voice.example.test/m\"}|10015|/stream_url",
        "answer|{\"stream_bidirectional_codec\":\"pcmu\"}|10032|/stream_bidirectional_codec",
        "answer|{\"stream_auth_token\":\"t\"}|10015|/stream_auth_token",
        "answer|{\"stream_url\":\"wss://a.test/m\",\"stream_codec\":\"OPUS\"}|10015|/stream_codec",
        "speak|{\"payload\":\"Hello.\"}|10004|/voice",
        "speak|{\"payload\":7,\"voice\":\"female\"}|10015|/payload",
        "speak|{\"payload\":\"a\",\"voice\":\"b\",\"loop\":0}|10033|/loop",
        "gather|{\"maximum_digits\":129}|10033|/maximum_digits",
        "gather|{\"terminating_digit\":\"##\"}|10015|/terminating_digit",
        "record_start|{\"format\":\"mp3\"}|10004|/channels",
        "send_dtmf|{\"digits\":\"1x\"}|90014|/digits",
        "send_dtmf|{\"digits\":\"1\",\"duration_millis\":99}|10033|/duration_millis",
        "transfer|{\"to\":\"14155550122\"}|10016|/to",
        "streaming_start|{}|10004|/stream_url",
        "answer|{\"webhook_retries_policies\":{\"call.hangup\":{\"retries_ms\":[60001]}}}"
            + "|10015|/webhook_retries_policies"
      })
  void aBodyThatIsNotAsItShouldBeIsRefusedWithItsCode(
      String action, String body, String code, String pointer) {
    Reply reply = host.post("calls/" + leg + "/actions/" + action, body);
    assertEquals(422, reply.status());
    assertEquals(code, reply.code());
    assertEquals(pointer, reply.pointer());
    assertEquals("parked", caller.status());
  }

  @Test
  void allThatIsWrongIsToldAtOnce() {
    Reply reply = host.post("calls/" + leg + "/actions/speak", "{\"loop\":0}");
    assertEquals(3, reply.body().get("errors").size());
  }

  @Test
  void aBodyThatIsNoJsonObjectIsABadRequest() {
    for (String body : List.of("{", "[]", "7", "{}{}", "{\"a\":1,\"a\":2}")) {
      assertEquals(400, host.post("calls/" + leg + "/actions/answer", body).status(), body);
    }
    host.command(leg, "answer", "");
  }

  @Test
  void nothingButAnAnswerCanBeCommandedBeforeTheAnswer() {
    assertEquals("90034", host.post("calls/" + leg + "/actions/speak", SPEAK).code());
    host.command(leg, "answer", "{}");
    host.command(leg, "speak", SPEAK);
  }

  @Test
  void aCallThatIsOverTakesNoCommand() {
    caller.hangUp();
    Reply reply = host.post("calls/" + leg + "/actions/answer", "{}");
    assertEquals(422, reply.status());
    assertEquals("90018", reply.code());
    assertEquals("Call has already ended", reply.body().at("/errors/0/title").asText());
  }

  @Test
  void aCallThatNeverWasIsNoCall() {
    Reply reply = host.post("calls/v3:nobody/actions/answer", "{}");
    assertEquals(422, reply.status());
    assertEquals("90015", reply.code());
    assertEquals("/call_control_id", reply.pointer());
  }

  @Test
  void aSecondStreamIsRefused() {
    host.command(leg, "answer", "{\"stream_url\":\"wss://voice.example.test/m\"}");
    Reply reply =
        host.post(
            "calls/" + leg + "/actions/streaming_start",
            "{\"stream_url\":\"wss://voice.example.test/m2\"}");
    assertEquals("90045", reply.code());
  }

  @Test
  void aCommandThatComesAgainWithinAMinuteIsPassedOver() {
    host.command(leg, "answer", "{}");
    String speak = "{\"payload\":\"Hello.\",\"voice\":\"female\",\"command_id\":\"c-1\"}";
    host.command(leg, "speak", speak);
    time.advance(Duration.ofSeconds(59));
    host.command(leg, "speak", speak);
    assertEquals(List.of("answer", "speak"), caller.commands());
    assertTrue(telnyx.commands().get(2).repeated());
    time.advance(Duration.ofSeconds(1));
    host.command(leg, "speak", speak);
    assertEquals(List.of("answer", "speak", "speak"), caller.commands());
    assertEquals(List.of("Hello."), caller.heardSpeech());
  }

  @Test
  void aDialThatComesAgainIsTheSameLeg() {
    String first = host.dial("+14155550122", ",\"command_id\":\"d-1\"");
    assertEquals(first, host.dial("+14155550122", ",\"command_id\":\"d-1\""));
    assertFalse(first.equals(host.dial("+14155550122", ",\"command_id\":\"d-2\"")));
  }

  @Test
  void aDialOfAnotherConnectionIsRefused() {
    Reply reply =
        host.post(
            "calls",
            "{\"connection_id\":\"17\",\"from\":\"+14155550100\",\"to\":\"+14155550122\"}");
    assertEquals("/connection_id", reply.pointer());
  }

  @Test
  void aCallCanBeLookedUpForTenMinutesAfterItsEnd() {
    host.command(leg, "answer", "{\"client_state\":\"eHk=\"}");
    time.advance(Duration.ofSeconds(7));
    JsonNode live = host.request("GET", "calls/" + leg, "").body().get("data");
    assertTrue(live.get("is_alive").booleanValue());
    assertEquals(7, live.get("call_duration").intValue());
    assertEquals("eHk=", live.get("client_state").textValue());
    assertNull(live.get("end_time"));
    assertEquals(1, active().size());
    caller.hangUp();
    time.advance(Duration.ofMinutes(10).minusSeconds(1));
    JsonNode over = host.request("GET", "calls/" + leg, "").body().get("data");
    assertFalse(over.get("is_alive").booleanValue());
    assertEquals("2026-01-01T12:00:07.000000Z", over.get("end_time").textValue());
    assertEquals(0, active().size());
    time.advance(Duration.ofSeconds(1));
    assertEquals(404, host.request("GET", "calls/" + leg, "").status());
  }

  private JsonNode active() {
    String connection = telnyx.settings().get("TELNYX_CONNECTION_ID");
    return host.request("GET", "connections/" + connection + "/active_calls", "")
        .body()
        .get("data");
  }

  @Test
  void aRefusedConnectionAndAResetBeforeItHaveNoEffect() {
    telnyx.next("answer", RestFault.refusesConnection()).next("answer", RestFault.resetsBefore());
    assertThrows(ConnectException.class, this::answer);
    assertThrows(SocketException.class, this::answer);
    assertEquals("parked", caller.status());
    host.command(leg, "answer", "{}");
  }

  @Test
  void aResetAfterItHasItsEffect() {
    telnyx.next("answer", RestFault.resetsAfter());
    assertThrows(SocketException.class, this::answer);
    assertEquals("answered", caller.status());
  }

  @Test
  void silenceLastsForAsLongAsTheClientWaits() {
    telnyx.next("answer", RestFault.silentBefore()).next("answer", RestFault.silentAfter());
    assertThrows(SocketTimeoutException.class, this::answer);
    assertEquals("parked", caller.status());
    assertThrows(SocketTimeoutException.class, this::answer);
    assertEquals("answered", caller.status());
    assertEquals(Duration.ofSeconds(10).toNanos(), time.nanoTime());
  }

  @Test
  void aServerErrorIsNoJsonAndHasAnEffectOrNone() throws IOException {
    telnyx.next("answer", RestFault.fails(503)).next("answer", RestFault.failsAfter(500));
    assertEquals(503, answer().status());
    assertEquals("parked", caller.status());
    assertEquals(500, answer().status());
    assertEquals("answered", caller.status());
  }

  @Test
  void tooManyRequestsTellWhenTheNextMayCome() throws IOException {
    telnyx
        .next("answer", RestFault.rateLimited(Duration.ofSeconds(3)))
        .next("answer", RestFault.rateLimitedWithRetryAfter(Duration.ofSeconds(4)));
    CarrierHttp.Answer first = answer();
    assertEquals(429, first.status());
    assertEquals("3", first.header("X-RateLimit-Reset"));
    assertEquals("0", first.header("x-ratelimit-remaining"));
    assertNull(first.header("Retry-After"));
    assertEquals("10011", FakeHost.JSON.readTree(first.body()).at("/errors/0/code").asText());
    assertEquals("4", answer().header("Retry-After"));
    assertEquals("parked", caller.status());
  }

  @Test
  void aSlowBodyComesInTimeOrNotAtAll() throws IOException {
    telnyx
        .next("answer", RestFault.slowBody(Duration.ofSeconds(2)))
        .next("hangup", RestFault.slowBody(Duration.ofSeconds(6)));
    assertEquals(200, answer().status());
    assertEquals(Duration.ofSeconds(2).toNanos(), time.nanoTime());
    assertThrows(
        SocketTimeoutException.class,
        () -> host.raw("calls/" + leg + "/actions/hangup", host.bearer(), "{}"));
    assertTrue(caller.isOver());
  }

  @Test
  void garbageIsAnsweredToWhatWasDone() throws IOException {
    telnyx.next("answer", RestFault.garbage());
    CarrierHttp.Answer answer = answer();
    assertEquals(200, answer.status());
    assertArrayEquals("<!d".getBytes(UTF_8), Arrays.copyOf(answer.body(), 3));
    assertEquals("answered", caller.status());
  }

  @Test
  void twoAccountsHaveTheirOwnKeys() {
    SimulatedTelnyx other = SimulatedTelnyx.create(time, "sales");
    assertFalse(
        other
            .settings()
            .get("SALES_TELNYX_PUBLIC_KEY")
            .equals(telnyx.settings().get("TELNYX_PUBLIC_KEY")));
    assertEquals(telnyx.settings(), SimulatedTelnyx.create(Timekeeper.manual()).settings());
  }

  private CarrierHttp.Answer answer() throws IOException {
    return host.raw("calls/" + leg + "/actions/answer", host.bearer(), "{}");
  }
}
