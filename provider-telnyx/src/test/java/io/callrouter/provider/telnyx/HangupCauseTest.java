package io.callrouter.provider.telnyx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.callrouter.call.EndCause;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HangupCauseTest {
  @ParameterizedTest
  @CsvSource({
    "normal_clearing, , COMPLETED",
    "normal_clearing, 200, COMPLETED",
    "normal_clearing, 486, BUSY",
    "normal_clearing, 600, BUSY",
    "normal_clearing, 480, NO_ANSWER",
    "normal_clearing, 487, CANCELED",
    "normal_clearing, 603, DECLINED",
    "normal_clearing, 500, COMPLETED",
    "call_rejected, , DECLINED",
    "call_rejected, 403, DECLINED",
    "call_rejected, 603, DECLINED",
    "call_rejected, 607, DECLINED",
    "call_rejected, 608, DECLINED",
    "call_rejected, 486, BUSY",
    "call_rejected, 404, DECLINED",
    "originator_cancel, , CANCELED",
    "originator_cancel, 487, CANCELED",
    "originator_cancel, 486, CANCELED",
    "timeout, , NO_ANSWER",
    "timeout, 487, NO_ANSWER",
    "timeout, 408, NO_ANSWER",
    "time_limit, , TOO_LONG",
    "time_limit, 200, TOO_LONG",
    "user_busy, , BUSY",
    "user_busy, 486, BUSY",
    "user_busy, 600, BUSY",
    "not_found, , FAILED",
    "not_found, 404, FAILED",
    "no_answer, , NO_ANSWER",
    "no_answer, 480, NO_ANSWER",
    "no_answer, 408, NO_ANSWER",
    "unspecified, , FAILED",
    "unspecified, 200, COMPLETED",
    "unspecified, 403, DECLINED",
    "unspecified, 408, NO_ANSWER",
    "unspecified, 480, NO_ANSWER",
    "unspecified, 486, BUSY",
    "unspecified, 487, CANCELED",
    "unspecified, 503, FAILED",
    "unspecified, 600, BUSY",
    "unspecified, 603, DECLINED",
    "unspecified, 607, DECLINED",
    "unspecified, 608, DECLINED",
    "dancing, , FAILED",
    "dancing, 486, BUSY",
    "dancing, 200, COMPLETED",
    "'', , FAILED",
  })
  void eachWordWithItsSipStatusIsOneCause(String word, Integer sipStatus, EndCause cause) {
    assertEquals(cause, HangupCause.of(word, sipStatus));
  }

  @Test
  void everyWordIsInTheTable() {
    assertEquals(9, HangupCause.values().length);
  }

  @Test
  void sipStatusIsReadFromItsText() {
    assertEquals(486, HangupCause.sipStatus("486"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"unspecified", "", "0", "099", "700", "4860", "48x", "\u0664\u0668\u0666"})
  void whatIsNoSipStatusIsNone(String text) {
    assertNull(HangupCause.sipStatus(text));
  }
}
