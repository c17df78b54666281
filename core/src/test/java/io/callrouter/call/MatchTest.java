package io.callrouter.call;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MatchTest {
  private static final CallFacts CALL =
      new CallFacts(
          "id1",
          "id1",
          "sales",
          "CA1",
          Direction.INBOUND,
          "+14155550177",
          "+14155550100",
          Instant.EPOCH,
          Map.of());

  @Test
  void anyMatchesEveryCall() {
    assertTrue(Match.any().test(CALL));
  }

  @Test
  void toLooksAtTheNumberCalled() {
    assertTrue(Match.to("+14155550100").test(CALL));
    assertFalse(Match.to("+14155550177").test(CALL));
  }

  @Test
  void fromLooksAtTheCaller() {
    assertTrue(Match.from("+14155550177").test(CALL));
    assertFalse(Match.from("+14155550100").test(CALL));
  }

  @Test
  void providerLooksAtTheInstance() {
    assertTrue(Match.provider("sales").test(CALL));
    assertFalse(Match.provider("twilio").test(CALL));
  }

  @Test
  void theyCanBeCombined() {
    assertTrue(Match.to("+14155550100").and(Match.provider("sales")).test(CALL));
    assertFalse(Match.to("+14155550100").and(Match.provider("twilio")).test(CALL));
  }

  @Test
  void nullIsRefusedWhereItIsWrittenNotWhenACallComes() {
    assertThrows(NullPointerException.class, () -> Match.to(null));
    assertThrows(NullPointerException.class, () -> Match.from(null));
    assertThrows(NullPointerException.class, () -> Match.provider(null));
  }
}
