package io.callrouter.provider.telnyx;

import static io.callrouter.provider.telnyx.ScriptedHttp.OK;
import static io.callrouter.provider.telnyx.ScriptedHttp.answer;
import static io.callrouter.provider.telnyx.ScriptedHttp.error;
import static io.callrouter.provider.telnyx.ScriptedHttp.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.callrouter.call.CallEndedException;
import io.callrouter.call.CarrierRefusedException;
import io.callrouter.call.CarrierUnreachableException;
import io.callrouter.call.OutcomeUnknownException;
import io.callrouter.call.RateLimitedException;
import io.callrouter.spi.CarrierHttp.Answer;
import io.callrouter.spi.CarrierHttp.Request;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TelnyxClientTest {
  private static final ScriptedHttp.Reply NOT_SENT = failure(() -> new ConnectException("refused"));
  private static final ScriptedHttp.Reply RESET = failure(() -> new SocketException("reset"));

  private final ManualTimekeeper time = Timekeeper.manual();
  private final ScriptedHttp http = new ScriptedHttp();
  private final TelnyxClient client =
      new TelnyxClient(
          http,
          TelnyxRequests.options().apiUrl("https://api.example.test/v2/").build(),
          time,
          new Backoff(() -> 0));

  private final TelnyxRequest command =
      TelnyxRequest.post("/calls/v3%3Aabc/actions/speak", "speak on call c1", body("id-1"));
  private final TelnyxRequest plain = TelnyxRequest.post("/calls", "dial for call c1", body(null));

  @AfterEach
  void close() {
    time.close();
  }

  @Test
  void sendsJsonWithTheKey() {
    http.reply(answer(200, OK));
    assertEquals("ok", client.send(command).path("data").path("result").asText());
    Request request = http.requests().get(0);
    assertEquals("POST", request.method());
    assertEquals(
        "https://api.example.test/v2/calls/v3%3Aabc/actions/speak", request.url().toString());
    assertEquals("Bearer " + TelnyxRequests.API_KEY, request.headers().get("Authorization"));
    assertEquals("application/json", request.headers().get("Content-Type"));
    assertEquals("callrouter-provider-telnyx", request.headers().get("User-Agent"));
    assertEquals(
        "{\"payload\":\"é\",\"command_id\":\"id-1\"}",
        new String(request.body(), StandardCharsets.UTF_8));
  }

  @Test
  void getHasNoBody() {
    http.reply(answer(200, OK));
    client.send(TelnyxRequest.get("/connections/1/active_calls", "list calls"));
    assertEquals("GET", http.requests().get(0).method());
    assertEquals(0, http.requests().get(0).body().length);
  }

  @Test
  void repeatIsTheSameRequestByteForByte() {
    http.reply(RESET, answer(200, OK));
    client.send(command);
    assertEquals(2, http.requests().size());
    assertEquals(
        new String(http.requests().get(0).body(), StandardCharsets.UTF_8),
        new String(http.requests().get(1).body(), StandardCharsets.UTF_8));
    assertEquals(http.requests().get(0).url(), http.requests().get(1).url());
  }

  @Test
  void waitsTwiceAsLongEachTimeUpToTheMostTries() {
    http.reply(NOT_SENT);
    assertThrows(CarrierUnreachableException.class, () -> client.send(command));
    assertEquals(TelnyxClient.MOST_TRIES, http.requests().size());
    assertEquals(Duration.ofMillis(250 + 500 + 1000 + 2000), elapsed());
  }

  @Test
  void waitsAreSpreadByChance() {
    HashSet<Duration> waits = new HashSet<>();
    for (double chance : new double[] {0, 0.25, 0.5, 0.999}) {
      waits.add(new Backoff(() -> chance).after(3));
    }
    assertEquals(4, waits.size());
    assertTrue(waits.stream().allMatch(wait -> wait.toMillis() > 500 && wait.toMillis() <= 1000));
    assertEquals(Backoff.LONGEST, new Backoff(() -> 0).after(1000));
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 501, 503})
  void serverErrorIsTriedAgainAlsoWithoutCommandId(int status) {
    http.reply(answer(status, "<html>no</html>"), answer(200, OK));
    client.send(plain);
    assertEquals(2, http.requests().size());
  }

  @Test
  void serverErrorThatStaysIsUnreachable() {
    http.reply(answer(500, error("10000", "Internal", "oh")));
    CarrierUnreachableException thrown =
        assertThrows(CarrierUnreachableException.class, () -> client.send(command));
    assertEquals(
        "Telnyx failed (status 500) to speak on call c1: 10000 Internal: oh", thrown.getMessage());
  }

  @ParameterizedTest
  @ValueSource(ints = {502, 504, 408})
  void gatewaysDoNotKnowWhatBecameOfARequest(int status) {
    http.reply(answer(status, ""));
    assertThrows(OutcomeUnknownException.class, () -> client.send(plain));
    assertEquals(1, http.requests().size());
    assertThrows(OutcomeUnknownException.class, () -> client.send(command));
    assertEquals(1 + TelnyxClient.MOST_TRIES, http.requests().size());
  }

  @Test
  void unknownOutcomeIsRepeatedOnlyWithACommandId() {
    http.reply(RESET);
    assertThrows(OutcomeUnknownException.class, () -> client.send(plain));
    assertEquals(1, http.requests().size());
  }

  @Test
  void outcomeStaysUnknownWhenALaterTryCertainlyFailed() {
    http.reply(RESET, NOT_SENT);
    OutcomeUnknownException thrown =
        assertThrows(OutcomeUnknownException.class, () -> client.send(command));
    assertInstanceOf(CarrierUnreachableException.class, thrown.getCause());
  }

  @Test
  void allTriesTogetherAreBoundedWellWithinTheMemoryOfCommandIds() {
    http.reply(this::silent);
    assertThrows(OutcomeUnknownException.class, () -> client.send(command));
    assertEquals(TelnyxClient.MOST_TRIES, http.requests().size());
    assertEquals(Duration.ofMillis(5 * 3000 + 3750), elapsed());
    assertTrue(TelnyxOptions.MOST_COMMAND_TIMEOUT.compareTo(Duration.ofSeconds(60)) < 0);
  }

  @Test
  void commandTimeoutIsKeptAndNoTryBegunThatCouldNotEnd() {
    TelnyxClient hasty =
        new TelnyxClient(
            http,
            TelnyxRequests.options().commandTimeout(Duration.ofSeconds(5)).build(),
            time,
            new Backoff(() -> 0));
    http.reply(this::silent);
    assertThrows(OutcomeUnknownException.class, () -> hasty.send(command));
    assertEquals(List.of(Duration.ofSeconds(3), Duration.ofMillis(1750)), http.timeouts());
    assertEquals(Duration.ofSeconds(5), elapsed());
  }

  @Test
  void retryAfterInSecondsIsHonoured() {
    http.reply(answer(429, "", Map.of("Retry-After", "7")), answer(200, OK));
    client.send(plain);
    assertEquals(Duration.ofSeconds(7), elapsed());
  }

  @Test
  void retryAfterAsADateIsHonoured() {
    String date =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            time.now().plusSeconds(9).atOffset(ZoneOffset.UTC));
    http.reply(answer(503, "", Map.of("retry-after", date)), answer(200, OK));
    client.send(plain);
    assertEquals(Duration.ofSeconds(9), elapsed());
  }

  @Test
  void rateLimitsResetIsHonouredWhereThereIsNoRetryAfter() {
    http.reply(answer(429, "", Map.of("x-ratelimit-reset", "3")), answer(200, OK));
    client.send(plain);
    assertEquals(Duration.ofSeconds(3), elapsed());
  }

  @Test
  void retryAfterBeyondTheLimitIsLeftToTheCaller() {
    http.reply(answer(429, error("90103", "Slow down", ""), Map.of("Retry-After", "3600")));
    RateLimitedException thrown =
        assertThrows(RateLimitedException.class, () -> client.send(command));
    assertEquals(Duration.ofHours(1), thrown.retryAfter());
    assertEquals(Duration.ZERO, elapsed());
    assertTrue(thrown.getMessage().contains("90103 Slow down"), thrown::getMessage);
  }

  @ParameterizedTest
  @CsvSource({"soon", "-1", "99999999999", "'Sun, 99 Nov 2026 10:00:00 GMT'", "''"})
  void unreadableRetryAfterIsPassedOver(String header) {
    http.reply(answer(429, "", Map.of("Retry-After", header)));
    RateLimitedException thrown =
        assertThrows(RateLimitedException.class, () -> client.send(command));
    assertEquals(Duration.ZERO, thrown.retryAfter());
    assertEquals(TelnyxClient.MOST_TRIES, http.requests().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"90018", "90015"})
  void legThatIsGoneIsAnEndedCall(String code) {
    http.reply(
        answer(
            422,
            "{\"errors\":[{\"code\":\"10015\",\"title\":\"Bad\"},{\"code\":\"%s\",\"title\":\"Gone\"}]}"
                .formatted(code)));
    CallEndedException thrown = assertThrows(CallEndedException.class, () -> client.send(command));
    assertEquals("Telnyx could not speak on call c1: " + code + " Gone", thrown.getMessage());
    assertEquals(1, http.requests().size());
  }

  @ParameterizedTest
  @CsvSource({
    "401, 10009, TELNYX_API_KEY",
    "403, 10010, TELNYX_API_KEY",
    "422, 90045, tap",
    "404, '', TELNYX_API_URL"
  })
  void refusalTellsTheRemedy(int status, String code, String remedy) {
    http.reply(answer(status, code.isEmpty() ? "<html>" : error(code, "Title", "Detail.")));
    CarrierRefusedException thrown =
        assertThrows(CarrierRefusedException.class, () -> client.send(command));
    assertEquals(status, thrown.status());
    assertEquals(code, thrown.code());
    assertTrue(thrown.getMessage().contains(remedy), thrown::getMessage);
    assertEquals(1, http.requests().size());
  }

  @ParameterizedTest
  @CsvSource({
    "to +14155550122 is wrong, to ***22 is wrong",
    "to 4155550122., to ***22.",
    "to +1 (415) 555-0122!, to ***!",
    "from sip:alice@pbx.example.com;x=1 please, from sip:*** please",
    "user alice@pbx.example.com?, user ***",
    "leg v3:abc-DEF_1 is gone, leg *** is gone",
    "must be at most 14400 s, must be at most 14400 s"
  })
  void refusalHoldsNoNumberAddressOrIdOfACall(String detail, String shown) {
    http.reply(answer(422, error("10016", "Bad\\r\\nvalue", detail)));
    CarrierRefusedException thrown =
        assertThrows(CarrierRefusedException.class, () -> client.send(command));
    assertEquals(
        "Telnyx refused (status 422) to speak on call c1: 10016 Bad value: " + shown,
        thrown.getMessage());
    assertEquals("10016", thrown.code());
  }

  @Test
  void refusalNamesTheFieldThatIsWrong() {
    http.reply(
        answer(
            422,
            "{\"errors\":[{\"code\":\"10016\",\"title\":\"Bad\",\"source\":{\"pointer\":\"/to\"}}]}"));
    CarrierRefusedException thrown =
        assertThrows(CarrierRefusedException.class, () -> client.send(command));
    assertTrue(thrown.getMessage().endsWith("10016 Bad (/to)"), thrown::getMessage);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no json",
        "[]",
        "{\"errors\":{}}",
        "{\"errors\":{\"code\":\"1\"}}",
        "{\"errors\":[]}",
        "{\"errors\":[1]}",
        "{\"errors\":[{\"code\":{},\"title\":[]}]}",
        "null",
        "\u0000"
      })
  void anyBodyOfARefusalIsARefusal(String body) {
    http.reply(answer(400, body));
    CarrierRefusedException thrown =
        assertThrows(CarrierRefusedException.class, () -> client.send(command));
    assertTrue(thrown.getMessage().contains("no reason given"), thrown::getMessage);
  }

  @Test
  void longTextOfARefusalIsCut() {
    http.reply(answer(400, error("1".repeat(99), "x".repeat(10_000), "")));
    CarrierRefusedException thrown =
        assertThrows(CarrierRefusedException.class, () -> client.send(command));
    assertTrue(thrown.getMessage().length() < 500, () -> "" + thrown.getMessage().length());
    assertEquals(32, thrown.code().length());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>welcome</html>", "{\"data\":", "[]", "\"ok\"", "null"})
  void acceptanceThatIsNotTelnyxsLeavesTheOutcomeUnknown(String body) {
    http.reply(answer(200, body));
    assertThrows(OutcomeUnknownException.class, () -> client.send(plain));
    assertEquals(1, http.requests().size());
  }

  @Test
  void redirectIsARefusal() {
    http.reply(answer(302, ""));
    assertThrows(CarrierRefusedException.class, () -> client.send(command));
  }

  @Test
  void interruptEndsTheTriesAndIsKept() {
    http.reply(RESET);
    Thread.currentThread().interrupt();
    assertThrows(OutcomeUnknownException.class, () -> client.send(command));
    assertTrue(Thread.interrupted());
    assertEquals(1, http.requests().size());
  }

  @Test
  void requestsShowNeitherPathNorBody() {
    assertEquals("speak on call c1", command.toString());
    assertFalse(command.toString().contains("v3"));
  }

  private Answer silent(Request request, Duration timeout) throws IOException {
    try {
      return time.await(new CompletableFuture<Answer>(), timeout);
    } catch (TimeoutException | InterruptedException e) {
      throw new SocketTimeoutException("timeout");
    }
  }

  private Duration elapsed() {
    return Duration.ofNanos(time.nanoTime());
  }

  private static ObjectNode body(String commandId) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("payload", "é");
    return commandId == null ? body : body.put("command_id", commandId);
  }
}
