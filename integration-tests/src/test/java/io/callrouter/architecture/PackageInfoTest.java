package io.callrouter.architecture;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every package of every module, published or not, begins with a page that says what it is for. */
class PackageInfoTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
  private static final Pattern PAGE =
      Pattern.compile("/\\*\\*\\s(.{20,}?[.:])\\s.*\\*/\\n@NullMarked\\npackage ", Pattern.DOTALL);

  static List<Path> packages() throws IOException {
    String pom = Files.readString(ROOT.resolve("pom.xml"));
    return MODULE
        .matcher(pom)
        .results()
        .map((MatchResult module) -> ROOT.resolve(module.group(1)))
        .map(module -> module.resolve("src/main/java"))
        .filter(Files::isDirectory)
        .flatMap(PackageInfoTest::packagesBelow)
        .toList();
  }

  private static Stream<Path> packagesBelow(Path sources) {
    try (Stream<Path> files = Files.walk(sources)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .map(Path::getParent)
          .distinct()
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void thereArePackages() throws IOException {
    assertTrue(packages().size() > 20);
  }

  @ParameterizedTest
  @MethodSource("packages")
  void aPackageSaysWhatItIsForAndIsNullMarked(Path folder) throws IOException {
    Path page = folder.resolve("package-info.java");
    assertTrue(Files.exists(page), () -> "there is no " + page);
    assertTrue(PAGE.matcher(Files.readString(page)).find(), () -> "no sentence in " + page);
  }

  @Test
  void aPageWithoutASentenceIsFound() {
    assertTrue(PAGE.matcher("/** What it costs to do this. */\n@NullMarked\npackage a;").find());
    assertFalse(PAGE.matcher("/** Package. */\n@NullMarked\npackage a;").find());
    assertFalse(PAGE.matcher("/** What it costs to do this. */\npackage a;").find());
  }
}
