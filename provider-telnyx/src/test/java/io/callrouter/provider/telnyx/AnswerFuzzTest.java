package io.callrouter.provider.telnyx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.callrouter.call.CallRouterException;
import io.callrouter.call.OutcomeUnknownException;
import io.callrouter.call.RateLimitedException;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Answers of Telnyx, of a gateway, or of whoever else answers. Of an input, the first line is the
 * status, the second the time to wait; the rest is the body.
 */
class AnswerFuzzTest {
  private static final ObjectMapper JACKSON = new ObjectMapper();
  private static final Pattern PERSONAL = Pattern.compile("[0-9]{7,}|[^ ]@[^ ]|sip:[^* ]");
  private static final int MOST_CODE_CHARS = 32;
  private static final int MOST_TEXT_CHARS = 301;

  static Stream<byte[]> answers() {
    return Stream.of(
            "200\n\n" + ScriptedHttp.OK,
            "422\n\n" + ScriptedHttp.error("10015", "Bad number", "+1 (415) 555-0122 is none"),
            "422\n\n" + ScriptedHttp.error("90018", "Call has ended", "v3:Mt-7_abc is gone"),
            "400\n\n{\"errors\":[{\"code\":10005,\"title\":\"x\",\"detail\":\"sip:a@b c@d\","
                + "\"source\":{\"pointer\":\"/to\"}}]}",
            "429\n2\n{\"errors\":[{\"code\":\"10011\",\"title\":\"Too many\"}]}",
            "503\nFri, 20 Nov 2026 06:00:00 GMT\n<html>later</html>",
            "504\n999999999\n",
            "200\n\nnull",
            "401\n\n{\"errors\":{}}")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("answers")
  @FuzzTest
  void everyAnswerIsTakenOrAnExceptionThatRepeatsNothingPersonal(byte[] input) {
    String[] parts = new String(input, StandardCharsets.UTF_8).split("\n", 3);
    if (parts.length < 3 || !parts[0].matches("[1-5][0-9]{2}")) {
      return;
    }
    int status = Integer.parseInt(parts[0]);
    ScriptedHttp http =
        new ScriptedHttp()
            .reply(ScriptedHttp.answer(status, parts[2], Map.of("Retry-After", parts[1])));
    try (ManualTimekeeper time = Timekeeper.manual()) {
      Instant begun = time.now();
      TelnyxClient client =
          new TelnyxClient(http, TelnyxRequests.options().build(), time, new Backoff(() -> 0));
      try {
        JsonNode taken = client.send(TelnyxRequest.post("/calls", "dial for call c1", body()));
        assertEquals(2, status / 100);
        assertEquals(json(parts[2]), taken);
      } catch (CallRouterException e) {
        assertKnown(e, status, parts[2]);
      }
      assertTrue(http.requests().size() <= TelnyxClient.MOST_TRIES);
      Duration took = Duration.between(begun, time.now());
      assertTrue(took.compareTo(TelnyxRequests.options().build().commandTimeout()) <= 0, "" + took);
    }
  }

  private static void assertKnown(CallRouterException e, int status, String body) {
    String message = e.getMessage();
    assertTrue(message.contains("dial for call c1"), message);
    assertTrue(message.chars().noneMatch(c -> c < ' '), message);
    String code = TelnyxError.read(body.getBytes(StandardCharsets.UTF_8)).code();
    assertFalse(PERSONAL.matcher(message.replace(": " + code, "")).find(), message);
    if (status / 100 == 2) {
      assertTrue(e instanceof OutcomeUnknownException, message);
      assertFalse(json(body) != null && json(body).isObject(), message);
    }
    if (e instanceof RateLimitedException limited) {
      assertFalse(limited.retryAfter().isNegative());
    }
  }

  private static com.fasterxml.jackson.databind.node.ObjectNode body() {
    return JACKSON.createObjectNode().put("to", "+14155550122");
  }

  private static JsonNode json(String body) {
    try {
      return JACKSON.readTree(body);
    } catch (IOException e) {
      return null;
    }
  }

  @MethodSource("answers")
  @FuzzTest
  void theReasonOfARefusalIsShortAndOneLine(byte[] body) {
    TelnyxError error = TelnyxError.read(body);
    assertTrue(error.code().length() <= MOST_CODE_CHARS, error.code());
    assertTrue(error.code().matches("[A-Za-z0-9_-]*"), error.code());
    assertTrue(error.text().length() <= MOST_TEXT_CHARS, error.text());
    assertTrue(error.text().chars().noneMatch(c -> c < ' ' || c == 0x7f), error.text());
    assertFalse(PERSONAL.matcher(error.text()).find(), error.text());
  }
}
