package io.callrouter.architecture;

import java.util.List;
import java.util.Set;

/**
 * One published artifact and the arrows it may have. A JDK type is free to all.
 *
 * @param artifact Maven artifact id, as the bom lists it
 * @param rootPackage the package that holds all of its classes
 * @param modules artifact ids of our own modules it may use
 * @param libraries package prefixes of other libraries it may use
 * @param shown package prefixes of those libraries that its public signatures may show
 */
record PublishedModule(
    String artifact,
    String rootPackage,
    Set<String> modules,
    Set<String> libraries,
    Set<String> shown) {

  private static final String JACKSON = "com.fasterxml.jackson";
  private static final String JSPECIFY = "org.jspecify.annotations";
  private static final String SLF4J = "org.slf4j";

  /** All published modules, as they lie under the given base package. */
  static List<PublishedModule> under(String base) {
    return List.of(
        new PublishedModule(
            "callrouter-codec", base + ".codec", Set.of(), Set.of(JSPECIFY), Set.of(JSPECIFY)),
        new PublishedModule(
            "callrouter-core",
            base,
            Set.of("callrouter-codec"),
            Set.of(JSPECIFY, SLF4J, JACKSON),
            Set.of(JSPECIFY)),
        new PublishedModule(
            "callrouter-provider-twilio",
            base + ".provider.twilio",
            Set.of("callrouter-core", "callrouter-codec"),
            Set.of(JSPECIFY, SLF4J, JACKSON),
            Set.of(JSPECIFY)),
        new PublishedModule(
            "callrouter-provider-telnyx",
            base + ".provider.telnyx",
            Set.of("callrouter-core", "callrouter-codec"),
            Set.of(JSPECIFY, SLF4J, JACKSON, "okhttp3", "okio", "kotlin"),
            Set.of(JSPECIFY)),
        new PublishedModule(
            "callrouter-jakarta",
            base + ".jakarta",
            Set.of("callrouter-core"),
            Set.of(JSPECIFY, SLF4J, "jakarta.servlet", "jakarta.websocket"),
            Set.of(JSPECIFY, "jakarta.servlet", "jakarta.websocket")),
        new PublishedModule(
            "callrouter-jetty",
            base + ".jetty",
            Set.of("callrouter-core"),
            Set.of(JSPECIFY, SLF4J, "org.eclipse.jetty"),
            Set.of(JSPECIFY, "org.eclipse.jetty")),
        new PublishedModule(
            "callrouter-file-store",
            base + ".filestore",
            Set.of("callrouter-core"),
            Set.of(JSPECIFY, SLF4J, "org.h2.mvstore"),
            Set.of(JSPECIFY)),
        new PublishedModule(
            "callrouter-openai-realtime",
            base + ".openai",
            Set.of("callrouter-core", "callrouter-codec"),
            Set.of(
                JSPECIFY,
                SLF4J,
                JACKSON,
                "io.modelcontextprotocol",
                "org.reactivestreams",
                "reactor.core"),
            Set.of(JSPECIFY)),
        new PublishedModule(
            "callrouter-testkit",
            base + ".testkit",
            Set.of("callrouter-core", "callrouter-codec"),
            Set.of(
                JSPECIFY,
                SLF4J,
                JACKSON,
                "org.eclipse.jetty",
                "org.junit.jupiter.api",
                "com.sun.net.httpserver"),
            Set.of(JSPECIFY, "org.junit.jupiter.api")));
  }

  boolean mayUse(PublishedModule other) {
    return equals(other) || modules.contains(other.artifact);
  }

  boolean mayUseLibrary(String packageName) {
    return isUnderAny(libraries, packageName);
  }

  boolean mayShow(String packageName) {
    return isUnderAny(shown, packageName);
  }

  boolean holds(String packageName) {
    return isUnder(rootPackage, packageName);
  }

  static boolean isUnder(String prefix, String packageName) {
    return packageName.equals(prefix) || packageName.startsWith(prefix + ".");
  }

  private static boolean isUnderAny(Set<String> prefixes, String packageName) {
    return prefixes.stream().anyMatch(prefix -> isUnder(prefix, packageName));
  }
}
