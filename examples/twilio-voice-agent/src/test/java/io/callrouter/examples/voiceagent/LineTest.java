package io.callrouter.examples.voiceagent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LineTest {
  @Test
  void theLastOfTheDemoTakesAllNumbersThatHaveNoneOfTheirOwn() throws IOException {
    List<Line> lines = Line.read(null);
    assertEquals(
        List.of(false, false, false, true), lines.stream().map(Line::isForAnyNumber).toList());
    Set<String> names = new HashSet<>(lines.stream().map(Line::name).toList());
    assertEquals(lines.size(), names.size(), "names are routes, each once");
  }

  @Test
  void eachIsToldTheFourPartsAndItsOwn() throws IOException {
    for (Line line : Line.read(null)) {
      String told = Instructions.of(line);
      assertEquals(
          List.of("General", "Customer phone session", "Conversation", "Examples", "This line"),
          told.lines().filter(it -> it.startsWith("# ")).map(it -> it.substring(2)).toList());
      assertTrue(told.contains(line.instructions()), line::name);
    }
  }

  @Test
  void aFileThatIsNoListOfLinesIsRefused(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("lines.json"), "{\"number\":\"*\"}");
    assertThrows(IOException.class, () -> Line.read(file));
  }
}
