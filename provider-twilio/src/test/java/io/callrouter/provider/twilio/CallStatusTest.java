package io.callrouter.provider.twilio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.call.CallState;
import io.callrouter.call.EndCause;
import io.callrouter.spi.CarrierEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallStatusTest {
  @ParameterizedTest
  @CsvSource({
    "queued, INITIATED",
    "initiated, INITIATED",
    "ringing, RINGING",
    "in-progress, ANSWERED",
    "answered, ANSWERED",
  })
  void liveStatusIsProgress(String word, CallState state) throws Refusal {
    assertEquals(new CarrierEvent.Progress(state, null), event(Map.of("CallStatus", word)));
  }

  @ParameterizedTest
  @CsvSource({
    "completed, COMPLETED",
    "busy, BUSY",
    "no-answer, NO_ANSWER",
    "failed, FAILED",
    "canceled, CANCELED",
  })
  void finalStatusEndsTheCallWithItsCause(String word, EndCause cause) throws Refusal {
    assertEquals(
        new CarrierEvent.Ended(cause, word, null, null, null), event(Map.of("CallStatus", word)));
  }

  @Test
  void everyStatusIsInOneOfTheTwoTables() {
    assertEquals(9, CallStatus.values().length);
  }

  @Test
  void endCarriesTimeDurationAndSipStatus() throws Refusal {
    assertEquals(
        new CarrierEvent.Ended(
            EndCause.FAILED,
            "failed",
            486,
            Instant.parse("2026-11-20T06:00:42Z"),
            Duration.ofSeconds(42)),
        event(
            Map.of(
                "CallStatus", "failed",
                "SipResponseCode", "486",
                "CallDuration", "42",
                "Duration", "1",
                "Timestamp", "Fri, 20 Nov 2026 06:00:42 +0000")));
  }

  @ParameterizedTest
  @CsvSource({
    "'Fri, 20 Nov 2026 06:00:42 +0000'",
    "'Fri, 20 Nov 2026 07:00:42 +0100'",
    "'20 Nov 2026 06:00:42 GMT'",
  })
  void timestampIsReadAsRfc2822(String timestamp) throws Refusal {
    assertEquals(
        new CarrierEvent.Progress(CallState.RINGING, Instant.parse("2026-11-20T06:00:42Z")),
        event(Map.of("CallStatus", "ringing", "Timestamp", timestamp)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "yesterday", "2026-11-20T06:00:42Z", "Mon, 20 Nov 2026 06:00:42 +0000"})
  void oddTimestampIsNoTime(String timestamp) throws Refusal {
    assertEquals(
        new CarrierEvent.Progress(CallState.RINGING, null),
        event(Map.of("CallStatus", "ringing", "Timestamp", timestamp)));
  }

  @ParameterizedTest
  @CsvSource({"-1, 99", "4.5, 1000", "99999999999, 4x6", "'', ''", "٤٢, ٤٨٦"})
  void oddNumbersAreNone(String seconds, String sipStatus) throws Refusal {
    assertEquals(
        new CarrierEvent.Ended(EndCause.COMPLETED, "completed", null, null, null),
        event(
            Map.of(
                "CallStatus", "completed", "CallDuration", seconds, "SipResponseCode", sipStatus)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "COMPLETED", "paused"})
  void unknownStatusIsNone(String word) throws Refusal {
    Form form = Form.parse(TwilioRequests.encoded(Map.of("CallStatus", word)));
    assertTrue(CallStatus.of(form).isEmpty());
  }

  private static CarrierEvent event(Map<String, String> parameters) throws Refusal {
    Form form = Form.parse(TwilioRequests.encoded(parameters));
    return CallStatus.of(form).orElseThrow().event(form);
  }
}
