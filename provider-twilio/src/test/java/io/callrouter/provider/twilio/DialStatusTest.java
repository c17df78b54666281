package io.callrouter.provider.twilio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.callrouter.call.Outcome.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DialStatusTest {
  @ParameterizedTest
  @CsvSource({
    "completed, , DONE",
    "answered, , DONE",
    "busy, , BUSY",
    "no-answer, , NO_ANSWER",
    "failed, , FAILED",
    "canceled, , CANCELED",
    "dancing, , FAILED",
    "'', , FAILED",
    "busy, 403, DECLINED",
    "busy, 603, DECLINED",
    "failed, 607, DECLINED",
    "failed, 608, DECLINED",
    "failed, 486, BUSY",
    "failed, 600, BUSY",
    "failed, 408, NO_ANSWER",
    "failed, 480, NO_ANSWER",
    "failed, 404, FAILED",
    "completed, 603, DONE",
    "canceled, 486, CANCELED",
  })
  void eachWordWithItsSipStatusIsOneOutcome(String word, Integer sipStatus, Kind kind) {
    assertEquals(kind, DialStatus.kindOf(word, sipStatus));
  }
}
