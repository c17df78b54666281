package io.callrouter.examples.tincan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.testkit.conformance.ProviderContract;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;

/** What {@code docs/writing-a-provider.md} shows is what is built and run here. */
class GuideTest {
  private static final Path GUIDE = Path.of("../../docs/writing-a-provider.md");
  private static final Pattern BLOCK =
      Pattern.compile("^```([a-z]*)\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

  @Test
  void everyBlockOfJavaStandsInTheExample() throws IOException {
    List<String> sources = sources();
    List<String> blocks = blocks("java");
    assertEquals(13, blocks.size(), "blocks of Java");
    for (String block : blocks) {
      assertTrue(
          sources.stream().anyMatch(source -> source.contains(withoutIndentation(block))),
          () -> "in no file of the example:\n" + block);
    }
  }

  @Test
  void thePomIsTheExamplesAsAProjectOfItsOwn() throws Exception {
    Document guide = parsed(blocks("xml").get(0));
    Document example = parsed(Files.readString(Path.of("pom.xml")));
    Document parent = parsed(Files.readString(Path.of("../../pom.xml")));
    Document bom = parsed(Files.readString(Path.of("../../bom/pom.xml")));

    List<Map<String, String>> shown = all(guide, "dependency");
    assertEquals("callrouter-bom", shown.get(0).get("artifactId"));
    assertEquals(text(bom, "version"), shown.get(0).get("version"));
    List<String> needed = shown.subList(1, shown.size()).stream().map(GuideTest::key).toList();
    List<String> built = all(example, "dependency").stream().map(GuideTest::key).toList();
    assertTrue(built.containsAll(needed), () -> needed + " of " + built);
    assertEquals(
        built.stream().filter(key -> !key.endsWith("test")).toList(),
        needed.stream().filter(key -> !key.endsWith("test")).toList());
    assertEquals(text(parent, "maven.compiler.release"), text(guide, "maven.compiler.release"));
    assertEquals(text(parent, "junit.version"), shown.get(shown.size() - 1).get("version"));
  }

  @Test
  void thePomNamesThePluginsThatBuildThisProject() throws Exception {
    Document parent = parsed(Files.readString(Path.of("../../pom.xml")));
    List<Map<String, String>> plugins = all(parsed(blocks("xml").get(0)), "plugin");
    assertEquals(2, plugins.size(), "plugins");
    for (Map<String, String> plugin : plugins) {
      String name = plugin.get("artifactId");
      String ours =
          all(parent, "plugin").stream()
              .filter(it -> name.equals(it.get("artifactId")) && it.containsKey("version"))
              .map(it -> it.get("version"))
              .findFirst()
              .orElseThrow();
      assertEquals(ours, plugin.get("version"), name);
    }
  }

  @Test
  void everyRowAndContractThatIsShownExists() throws IOException {
    List<String> contracts =
        Arrays.stream(ProviderContract.class.getMethods()).map(Method::getName).toList();
    List<String> rows = blocks("").stream().flatMap(String::lines).toList();
    assertFalse(rows.isEmpty(), "no rows");
    for (String row : rows) {
      String sentence = row.replaceFirst("^(PASS|SKIP)  ", "").replaceFirst(":.*", "");
      assertTrue(contracts.stream().map(KitRun::sentence).anyMatch(sentence::equals), row);
    }
    Pattern name = Pattern.compile("`([a-z]+[A-Z]\\w*[A-Z]\\w*)`");
    List<String> named =
        name.matcher(Files.readString(GUIDE))
            .results()
            .map(match -> match.group(1))
            .filter(word -> word.length() > 24)
            .toList();
    assertEquals(3, named.size(), () -> "contracts: " + named);
    assertTrue(contracts.containsAll(named), named::toString);
  }

  private static List<String> blocks(String language) throws IOException {
    return BLOCK
        .matcher(Files.readString(GUIDE))
        .results()
        .filter(block -> block.group(1).equals(language))
        .map((MatchResult block) -> block.group(2))
        .toList();
  }

  private static List<String> sources() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src"))) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .map(GuideTest::source)
          .toList();
    }
  }

  private static String source(Path file) {
    try {
      return withoutIndentation(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String withoutIndentation(String text) {
    return text.lines().map(String::strip).collect(Collectors.joining("\n"));
  }

  private static Document parsed(String xml) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(xml)));
  }

  /** Its own version is the first of a pom that has no parent. */
  private static String text(Document pom, String element) {
    return pom.getElementsByTagName(element).item(0).getTextContent();
  }

  private static List<Map<String, String>> all(Document pom, String name) {
    List<Map<String, String>> found = new ArrayList<>();
    var elements = pom.getElementsByTagName(name);
    for (int i = 0; i < elements.getLength(); i++) {
      found.add(fields((Element) elements.item(i)));
    }
    return found;
  }

  private static Map<String, String> fields(Element element) {
    return Stream.iterate(element.getFirstChild(), it -> it != null, Node::getNextSibling)
        .filter(Element.class::isInstance)
        .collect(Collectors.toMap(Node::getNodeName, Node::getTextContent));
  }

  private static String key(Map<String, String> dependency) {
    return dependency.get("groupId")
        + ":"
        + dependency.get("artifactId")
        + ":"
        + dependency.getOrDefault("scope", "compile");
  }
}
