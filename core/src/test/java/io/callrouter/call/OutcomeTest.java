package io.callrouter.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.call.Outcome.Kind;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutcomeTest {
  @Test
  void noDigitsAtAllIsATimeOut() {
    assertEquals(Kind.TIMED_OUT, Outcome.digits("").kind());
    assertEquals(Kind.DONE, Outcome.digits("1").kind());
    assertEquals("1", Outcome.digits("1").digits());
  }

  @Test
  void isAnyOfTheNamedKinds() {
    Outcome busy = new Outcome(Kind.BUSY, "", "", null, null, Map.of());

    assertTrue(busy.is(Kind.BUSY));
    assertTrue(busy.is(Kind.NO_ANSWER, Kind.DECLINED, Kind.BUSY));
    assertFalse(busy.is(Kind.NO_ANSWER, Kind.DECLINED));
  }

  @Test
  void digitsAreMaskedInLogs() {
    assertEquals("DONE ****************", Outcome.digits("4111111111111111").toString());
  }

  @Test
  void aResultMayHoldDigitsTooAndIsLeftOutOfLogs() {
    assertEquals("DONE", Outcome.done("4111111111111111").toString());
  }

  @Test
  void whyItFailedIsShownInLogs() {
    assertEquals("FAILED socket closed", Outcome.failed("socket closed").toString());
  }

  @Test
  void detailsAreCopiedAndKeptOutOfLogs() {
    Map<String, String> details = new HashMap<>(Map.of("Caller", "+14155550100"));
    Outcome outcome = new Outcome(Kind.DONE, "", "", null, null, details);

    details.clear();

    assertEquals("+14155550100", outcome.detail("Caller"));
    assertNull(outcome.detail("Other"));
    assertEquals("DONE", outcome.toString());
  }

  @Test
  void nothingOfItMayBeNull() {
    assertThrows(NullPointerException.class, () -> new Outcome(null, "", "", null, null, Map.of()));
    assertThrows(
        NullPointerException.class, () -> new Outcome(Kind.DONE, null, "", null, null, Map.of()));
    assertThrows(
        NullPointerException.class, () -> new Outcome(Kind.DONE, "", null, null, null, Map.of()));
  }
}
