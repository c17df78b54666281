package io.callrouter.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.callrouter.architecture.fixture.ShowsVendorTypes;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Proves with small modules that break every rule, and break it once, that each rule can fail. */
class ArchitectureRulesTest {
  private static final String BASE = ShowsVendorTypes.class.getPackageName();
  private static final JavaClasses FIXTURES = new ClassFileImporter().importPackages(BASE);

  private final ArchitectureRules rules = new ArchitectureRules(BASE);

  @Test
  void vendorTypesInPublicSignaturesAreFound() {
    assertFaults(
        rules.publicSignaturesShowNoForeignType(),
        "ShowsVendorTypes shows com.fasterxml.jackson.annotation.JsonIgnoreProperties",
        "ShowsVendorTypes shows com.fasterxml.jackson.core.JsonProcessingException",
        "ShowsVendorTypes shows com.fasterxml.jackson.databind.JsonNode",
        "ShowsVendorTypes shows com.fasterxml.jackson.databind.ObjectMapper");
  }

  @Test
  void forbiddenArrowsAreFound() {
    assertFaults(
        rules.modulesKeepTheirArrows(),
        "codec.UsesLogger",
        "codec.UsesCore",
        "provider.twilio.UsesExtension",
        "jakarta.UsesJackson");
  }

  @Test
  void useOfAnotherModulesInternalsIsFound() {
    assertFaults(rules.internalPackagesStayInTheirModule(), "testkit.UsesInternals");
  }

  @Test
  void packageCyclesAreFound() {
    assertFaults(rules.packagesAreFreeOfCycles(), "cycle.there");
  }

  @Test
  void standardStreamsAreFound() {
    assertFaults(rules.nothingIsWrittenToStandardStreams(), "PrintsToStandardOut");
  }

  @Test
  void javaUtilLoggingIsFound() {
    assertFaults(rules.logsGoToSlf4j(), "LogsToJavaUtilLogging");
  }

  @Test
  void readersOfTheWallClockAreFoundButNotTheTimekeeper() {
    assertFaults(
        rules.onlyTheTimekeeperKnowsTheTime(),
        "Instant.now()",
        "System.currentTimeMillis()",
        "System.nanoTime()",
        "Thread.sleep(long)",
        "Clock.systemUTC()");
  }

  @Test
  void publicClassesOpenForInheritanceAreFound() {
    assertFaults(rules.publicClassesAreNotOpenByAccident(), "OpenForInheritance can be extended");
  }

  @Test
  void packagesWithoutNullMarkedAreFound() {
    assertFaults(rules.packagesAreNullMarked(), "unmarked is not null-marked");
  }

  private static void assertFaults(ArchRule rule, String... expected) {
    List<String> faults = rule.evaluate(FIXTURES).getFailureReport().getDetails();
    assertEquals(expected.length, faults.size(), () -> String.join("\n", faults));
    for (String fragment : expected) {
      assertTrue(
          faults.stream().anyMatch(fault -> fault.contains(fragment)),
          () -> fragment + " not found in\n" + String.join("\n", faults));
    }
  }
}
