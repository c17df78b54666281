package io.callrouter.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CallFactsTest {
  private static final Instant ARRIVED = Instant.parse("2026-01-01T12:00:00Z");
  private static final Map<String, String> DETAILS =
      Map.of(CallFacts.Detail.CALLER_NAME, "Alice Example");

  @Test
  void numbersNamesAndDetailsAreMaskedInLogs() {
    assertEquals(
        "call id1 (twilio CA1) INBOUND from ***77 to ***00",
        facts("+14155550177", "+14155550100", DETAILS).toString());
  }

  @Test
  void aRecordMasksThemToo() {
    CallRecord record =
        new CallRecord(
            facts("+14155550177", "+14155550100", DETAILS),
            "office",
            ARRIVED,
            ARRIVED,
            Duration.ZERO,
            EndCause.COMPLETED,
            null,
            null,
            EndedBy.FAR_END,
            List.of(),
            List.of());

    assertFalse(record.toString().contains("4155550"), record::toString);
    assertFalse(record.toString().contains("Alice"), record::toString);
  }

  @Test
  void aWithheldNumberIsAnonymous() {
    CallFacts facts = facts("", "+14155550100", Map.of());

    assertTrue(facts.isAnonymous());
    assertTrue(facts.toString().contains("from anonymous"), facts::toString);
    assertFalse(facts("+14155550177", "+14155550100", Map.of()).isAnonymous());
  }

  @Test
  void detailsAreCopied() {
    Map<String, String> details = new HashMap<>(DETAILS);
    CallFacts facts = facts("", "", details);

    details.clear();

    assertEquals("Alice Example", facts.detail(CallFacts.Detail.CALLER_NAME));
    assertNull(facts.detail(CallFacts.Detail.STIR));
  }

  @Test
  void nothingOfItMayBeNull() {
    assertThrows(NullPointerException.class, () -> facts(null, "", Map.of()));
    assertThrows(NullPointerException.class, () -> facts("", null, Map.of()));
    assertThrows(NullPointerException.class, () -> facts("", "", null));
  }

  private static CallFacts facts(String from, String to, Map<String, String> details) {
    return new CallFacts(
        "id1", "id1", "twilio", "CA1", Direction.INBOUND, from, to, ARRIVED, details);
  }
}
