package io.callrouter.architecture;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

/** Holds every class of every published module against the rules. */
class ArchitectureTest {
  private static final String BASE = "io.callrouter";
  private static final JavaClasses PUBLISHED =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          // A module for tests alone, which is never published.
          .withImportOption(location -> !location.contains("/io/callrouter/peer/"))
          .importPackages(BASE);

  private final ArchitectureRules rules = new ArchitectureRules(BASE);

  @Test
  void everyArtifactOfTheBomIsJudged() throws Exception {
    Set<String> judged =
        PublishedModule.under(BASE).stream()
            .filter(module -> PUBLISHED.stream().anyMatch(c -> module.holds(c.getPackageName())))
            .map(PublishedModule::artifact)
            .collect(toSet());
    assertEquals(artifactsOfTheBom(), judged);
  }

  @Test
  void publicSignaturesShowNoForeignType() {
    rules.publicSignaturesShowNoForeignType().check(PUBLISHED);
  }

  @Test
  void modulesKeepTheirArrows() {
    rules.modulesKeepTheirArrows().check(PUBLISHED);
  }

  @Test
  void internalPackagesStayInTheirModule() {
    rules.internalPackagesStayInTheirModule().check(PUBLISHED);
  }

  @Test
  void packagesAreFreeOfCycles() {
    rules.packagesAreFreeOfCycles().check(PUBLISHED);
  }

  @Test
  void nothingIsWrittenToStandardStreams() {
    rules.nothingIsWrittenToStandardStreams().check(PUBLISHED);
  }

  @Test
  void logsGoToSlf4j() {
    rules.logsGoToSlf4j().check(PUBLISHED);
  }

  @Test
  void onlyTheTimekeeperKnowsTheTime() {
    rules.onlyTheTimekeeperKnowsTheTime().check(PUBLISHED);
  }

  @Test
  void publicClassesAreNotOpenByAccident() {
    rules.publicClassesAreNotOpenByAccident().check(PUBLISHED);
  }

  @Test
  void packagesAreNullMarked() {
    rules.packagesAreNullMarked().check(PUBLISHED);
  }

  private static Set<String> artifactsOfTheBom() throws Exception {
    var bom =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(Path.of("../bom/pom.xml").toFile());
    var dependencies = bom.getElementsByTagName("dependency");
    Set<String> artifacts = new HashSet<>();
    for (int i = 0; i < dependencies.getLength(); i++) {
      var dependency = (org.w3c.dom.Element) dependencies.item(i);
      artifacts.add(dependency.getElementsByTagName("artifactId").item(0).getTextContent());
    }
    return artifacts;
  }
}
