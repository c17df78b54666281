package io.callrouter.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.toUnmodifiableSet;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.GeneralCodingRules;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** The rules that all published modules keep, wherever the base package of those modules is. */
final class ArchitectureRules {
  private static final Set<String> JDK_PACKAGES =
      ModuleLayer.boot().modules().stream()
          .filter(module -> module.getName().startsWith("java."))
          .flatMap(module -> module.getPackages().stream())
          .collect(toUnmodifiableSet());

  private final String base;
  private final List<PublishedModule> modules;

  ArchitectureRules(String base) {
    this.base = base;
    this.modules = PublishedModule.under(base);
  }

  ArchRule publicSignaturesShowNoForeignType() {
    return rule(
        "show only types of the JDK and of CallRouter in public signatures",
        type ->
            isPublicApi(type)
                ? PublicSignature.of(type)
                    .filter(shown -> !mayShow(type, shown))
                    .map(shown -> type.getName() + " shows " + shown.getName())
                : Stream.empty());
  }

  ArchRule modulesKeepTheirArrows() {
    return rule(
        "depend only on what their module may use",
        type ->
            type.getDirectDependenciesFromSelf().stream()
                .filter(arrow -> !mayUse(type, arrow.getTargetClass().getBaseComponentType()))
                .map(arrow -> arrow.getDescription()));
  }

  ArchRule internalPackagesStayInTheirModule() {
    return rule(
        "not use an internal package of another module",
        type ->
            type.getDirectDependenciesFromSelf().stream()
                .filter(arrow -> isInternal(arrow.getTargetClass()))
                .filter(arrow -> !moduleOf(type).equals(moduleOf(arrow.getTargetClass())))
                .map(arrow -> arrow.getDescription()));
  }

  ArchRule packagesAreFreeOfCycles() {
    return slices().assignedFrom(new OnePackageEach()).should().beFreeOfCycles();
  }

  ArchRule nothingIsWrittenToStandardStreams() {
    return GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
  }

  ArchRule logsGoToSlf4j() {
    return rule(
        "log with slf4j, not with java.util.logging",
        type ->
            type.getDirectDependenciesFromSelf().stream()
                .map(arrow -> arrow.getTargetClass().getBaseComponentType())
                .filter(used -> used.getPackageName().equals("java.util.logging"))
                .distinct()
                .map(used -> type.getName() + " uses " + used.getName()));
  }

  ArchRule onlyTheTimekeeperKnowsTheTime() {
    return rule(
        "take time and waits from the Timekeeper",
        type ->
            isTimekeeper(type)
                ? Stream.empty()
                : type.getAccessesFromSelf().stream()
                    .filter(WallClock::isReadBy)
                    .map(access -> access.getDescription()));
  }

  ArchRule publicClassesAreNotOpenByAccident() {
    return rule(
        "be final where they are public and concrete, exceptions apart",
        type ->
            isPublicApi(type) && isOpen(type)
                ? Stream.of(type.getName() + " can be extended")
                : Stream.empty());
  }

  ArchRule packagesAreNullMarked() {
    return rule(
        "lie in a package whose package-info says @NullMarked",
        type ->
            type.getPackage().isAnnotatedWith(NullMarked.class)
                ? Stream.empty()
                : Stream.of(type.getPackageName() + " is not null-marked"));
  }

  private boolean mayUse(JavaClass user, JavaClass used) {
    PublishedModule module = moduleOf(user);
    String packageName = used.getPackageName();
    return isJdk(used)
        || (PublishedModule.isUnder(base, packageName)
            ? module.mayUse(moduleOf(used))
            : module.mayUseLibrary(packageName));
  }

  private boolean mayShow(JavaClass type, JavaClass shown) {
    String packageName = shown.getPackageName();
    return isJdk(shown)
        || PublishedModule.isUnder(base, packageName)
        || moduleOf(type).mayShow(packageName);
  }

  private PublishedModule moduleOf(JavaClass type) {
    return modules.stream()
        .filter(module -> module.holds(type.getPackageName()))
        .max(Comparator.comparing(module -> module.rootPackage().length()))
        .orElseThrow(() -> new IllegalArgumentException(type.getName() + " is in no module"));
  }

  private boolean isInternal(JavaClass type) {
    String packageName = type.getPackageName();
    return PublishedModule.isUnder(base, packageName)
        && List.of(packageName.split("\\.")).contains("internal");
  }

  private boolean isPublicApi(JavaClass type) {
    return PublicSignature.isPublic(type) && !isInternal(type);
  }

  private boolean isTimekeeper(JavaClass type) {
    return type.getPackageName().equals(base + ".time");
  }

  private static boolean isJdk(JavaClass type) {
    return type.isPrimitive() || JDK_PACKAGES.contains(type.getPackageName());
  }

  private static boolean isOpen(JavaClass type) {
    Set<JavaModifier> modifiers = type.getModifiers();
    return !type.isInterface()
        && !type.isEnum()
        && !modifiers.contains(JavaModifier.FINAL)
        && !modifiers.contains(JavaModifier.ABSTRACT)
        && !type.isAssignableTo(Throwable.class);
  }

  private static ArchRule rule(
      String description, Function<JavaClass, Stream<String>> faultsOfType) {
    return classes()
        .should(
            new ArchCondition<>(description) {
              @Override
              public void check(JavaClass type, ConditionEvents events) {
                faultsOfType
                    .apply(type)
                    .map(fault -> SimpleConditionEvent.violated(type, fault))
                    .forEach(events::add);
              }
            });
  }

  private static final class OnePackageEach implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      return SliceIdentifier.of(type.getPackageName());
    }

    @Override
    public String getDescription() {
      return "packages";
    }
  }
}
