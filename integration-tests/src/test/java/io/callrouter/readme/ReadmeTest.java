package io.callrouter.readme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.CallRouter;
import io.callrouter.CallRouterBuilder;
import io.callrouter.call.Action;
import io.callrouter.call.EndCause;
import io.callrouter.call.Match;
import io.callrouter.call.Outcome;
import io.callrouter.call.Reason;
import io.callrouter.config.Settings;
import io.callrouter.jakarta.CallRouterFilter;
import io.callrouter.media.Endpoints;
import io.callrouter.testkit.twilio.SimulatedTwilio;
import io.callrouter.time.Timekeeper;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletContext;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs the code that stands in README.md, and checks that pages show code as it is run. */
class ReadmeTest {
  private static final Pattern JAVA_BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern FILE_BLOCK =
      Pattern.compile("```(?:java|xml)\n(.*?)```", Pattern.DOTALL);
  private static final Pattern FILE_HEADING =
      Pattern.compile("^## .*`((?:src/)?[\\w/]+\\.(?:java|xml))`$", Pattern.MULTILINE);
  private static final Path SOURCES = Path.of("src/test/java/io/callrouter");

  static CallRouterBuilder office() {
    return CallRouter.builder()
        .endpoint("echo", context -> Endpoints.echo())
        .route(
            "office",
            Match.to("+14155550100"),
            flow -> {
              Outcome key = flow.run(Action.gather("To hear yourself, press one.").digits(1));
              boolean one = key.digits().equals("1");
              flow.run(one ? Action.connect("echo") : Action.say("Goodbye."));
            })
        .otherwise(Action.reject(Reason.BUSY));
  }

  private static void addTo(ServletContext context, CallRouter router) {
    context
        .addFilter("callrouter", new CallRouterFilter(router.web()))
        .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
  }

  @ParameterizedTest
  @CsvSource({
    "README.md, readme/ReadmeTest.java, 3",
    "docs/testing.md, integration/OfficeFlow.java integration/OfficeFlowTest.java"
        + " integration/OfficeFlowOnTelnyxTest.java integration/RestartInVirtualTimeTest.java"
        + " conformance/TwilioConformanceTest.java readme/MisbehavingCarrierTest.java"
        + " readme/ModelThatBreaksOffTest.java, 8",
    "docs/openai-agent.md, readme/FrontDeskTest.java, 5"
  })
  void everyBlockOfJavaStandsInATest(String page, String tests, int count) throws Exception {
    StringBuilder source = new StringBuilder();
    for (String test : tests.split(" ", -1)) {
      source.append(withoutIndentation(Files.readString(SOURCES.resolve(test))));
    }
    List<String> blocks =
        JAVA_BLOCK
            .matcher(Files.readString(Path.of("..", page)))
            .results()
            .map(block -> block.group(1))
            .toList();
    assertEquals(count, blocks.size(), "blocks of Java in " + page);
    for (String block : blocks) {
      assertTrue(source.indexOf(withoutIndentation(block)) >= 0, () -> "not run here:\n" + block);
    }
  }

  @Test
  void thePageOnEmbeddingShowsTheWholeFilesOfItsExample() throws Exception {
    String page = Files.readString(Path.of("../docs/embedding.md"));
    Path example = Path.of("../examples/embed");
    List<String> shown = FILE_BLOCK.matcher(page).results().map(block -> block.group(1)).toList();
    List<String> named =
        FILE_HEADING.matcher(page).results().map(heading -> heading.group(1)).toList();
    assertEquals(5, named.size(), named::toString);
    assertEquals(5, shown.size());
    for (int i = 0; i < named.size(); i++) {
      assertEquals(Files.readString(example.resolve(named.get(i))), shown.get(i), named.get(i));
    }
    try (Stream<Path> files = Files.walk(example)) {
      assertEquals(
          Set.copyOf(named),
          files
              .map(file -> example.relativize(file).toString())
              .filter(file -> file.matches("pom\\.xml|src/.*\\.java"))
              .collect(Collectors.toSet()));
    }
  }

  @Test
  void theEmbeddingProjectUsesTheVersionsThatAreBuiltHere() throws Exception {
    String own = Files.readString(Path.of("../examples/embed/pom.xml"));
    String root = Files.readString(Path.of("../pom.xml"));
    Pattern versions =
        Pattern.compile("<artifactId>([a-z0-9-]+)</artifactId>\\s*<version>([^<]+)</version>");
    Map<String, String> properties =
        Map.of(
            "jetty-ee10-websocket-jakarta-server", "jetty.version",
            "slf4j-simple", "slf4j.version",
            "junit-jupiter", "junit.version");
    for (MatchResult found : versions.matcher(own).results().toList()) {
      String name = found.group(1);
      String version = found.group(2);
      String expected =
          properties.containsKey(name)
              ? "<" + properties.get(name) + ">" + version + "<"
              : name.startsWith("maven-")
                  ? "<artifactId>" + name + "</artifactId>\n          <version>" + version + "<"
                  : "<version>" + version + "</version>";
      assertTrue(name.equals("office") || root.contains(expected), found::group);
    }
  }

  @Test
  void whoPressesAnotherKeyIsToldGoodbye() {
    Timekeeper time = Timekeeper.manual();
    SimulatedTwilio twilio = SimulatedTwilio.create(time);
    CallRouter router =
        office().discoverProviders(Settings.of(twilio.settings())).timekeeper(time).build();
    twilio.attach(router);

    var caller = twilio.from("+14155550177").to("+14155550100").start();
    caller.press("2").untilIdle();
    assertEquals(List.of("Gather", "Say"), caller.verbs());
    assertEquals(EndCause.COMPLETED, caller.record().cause());

    router.close();
    time.close();
  }

  @Test
  void whoPressesOneHearsWhatHeSays() {
    Timekeeper time = Timekeeper.manual();
    SimulatedTwilio twilio = SimulatedTwilio.create(time);
    try (time;
        CallRouter router =
            office().discoverProviders(Settings.of(twilio.settings())).timekeeper(time).build()) {
      twilio.attach(router);
      short[] said = new short[8000];
      Arrays.fill(said, (short) 1000);

      var caller = twilio.from("+14155550177").to("+14155550100").start();
      caller.press("1").speak(said).untilIdle().hangUp().untilIdle();

      assertEquals(List.of("Gather", "Connect"), caller.verbs());
      assertEquals(said.length, loudSamples(caller.heard()));
    }
  }

  @Test
  void aServletContainerAnswersForTheRouter() throws Exception {
    Timekeeper time = Timekeeper.system();
    SimulatedTwilio twilio = SimulatedTwilio.create(time);
    Server server = new Server(0);
    try (time;
        CallRouter router = office().discoverProviders(Settings.of(twilio.settings())).build()) {
      ServletContextHandler handler = new ServletContextHandler();
      JakartaWebSocketServletContainerInitializer.configure(
          handler, (context, container) -> addTo(context, router));
      server.setHandler(handler);
      server.start();
      int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
      twilio.attach(router, URI.create("http://127.0.0.1:" + port));

      var caller = twilio.from("+14155550177").to("+14155550199").start();
      assertTrue(caller.until(caller::isOver, Duration.ofSeconds(10)));
      assertEquals(List.of("Reject"), caller.verbs());
    } finally {
      server.stop();
    }
  }

  private static int loudSamples(short[] pcm) {
    int loud = 0;
    for (short sample : pcm) {
      loud += sample > 900 ? 1 : 0;
    }
    return loud;
  }

  private static String withoutIndentation(String text) {
    return text.lines().map(String::strip).collect(Collectors.joining("\n"));
  }
}
