package io.callrouter.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.callrouter.testkit.conformance.ConformanceReport.Verdict;
import org.junit.jupiter.api.Test;

class ConformanceReportTest {
  private final ConformanceReport report = new ConformanceReport("acme");

  ConformanceReportTest() {
    report.add("whatIsToldWithin20Ms", Verdict.PASSED, "");
    report.add("aCallEndsOnce", Verdict.FAILED, "one | two\nrecords");
    report.add("aStaleWebhookIsRefused", Verdict.SKIPPED, "no SIGNED_TIME: signs no time");
  }

  @Test
  void theMarkdownHasEachContractInOrderWithItsReasonOnOneLine() {
    assertEquals(
        "# Conformance of provider `acme`\n\ncallrouter-testkit "
            + ConformanceReport.version()
            + ", 1 passed, 1 failed, 1 skipped.\n\n"
            + "| contract | result | reason |\n|---|---|---|\n"
            + "| a call ends once | failed | one \\| two records |\n"
            + "| a stale webhook is refused | skipped | no SIGNED_TIME: signs no time |\n"
            + "| what is told within 20 ms | passed |  |\n",
        report.toMarkdown());
  }

  @Test
  void theJsonSaysTheSame() throws Exception {
    JsonNode json = new ObjectMapper().readTree(report.toJson());
    assertEquals("acme", json.get("provider").textValue());
    assertEquals(ConformanceReport.version(), json.get("kit").textValue());
    assertEquals(1, json.get("failed").intValue());
    assertEquals("aCallEndsOnce", json.get("contracts").get(0).get("contract").textValue());
    assertEquals("failed", json.get("contracts").get(0).get("result").textValue());
    assertEquals("one | two\nrecords", json.get("contracts").get(0).get("reason").textValue());
  }

  @Test
  void theKitKnowsItsVersion() {
    assertTrue(ConformanceReport.version().matches("[0-9]+\\..*"), ConformanceReport.version());
  }
}
