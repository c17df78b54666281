package io.callrouter.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

class RealPeerTest {
  @TempDir Path folder;

  @Test
  void aProgramInThePathIsGivenAndNoted() throws IOException {
    Path program = program("chromium");
    PeerReport report = report(Map.of("PATH", "/nowhere:" + folder));
    assertEquals(program, RealPeer.CHROMIUM.require(report));
    assertEquals("run\n", noted("chromium"));
  }

  @Test
  void anAbsentProgramSkipsItsTestAndSaysHowToHaveIt() throws IOException {
    Files.createFile(folder.resolve("chromium"));
    PeerReport report = report(Map.of("PATH", folder.toString()));
    var skipped = assertThrows(TestAbortedException.class, () -> RealPeer.CHROMIUM.require(report));
    assertEquals(
        "skipped: chromium is not installed (apt-get install chromium)", skipped.getMessage());
    assertEquals(skipped.getMessage() + "\n", noted("chromium"));
  }

  @Test
  void anAbsentProgramFailsItsTestWhereItIsRequired() throws IOException {
    PeerReport report = report(Map.of("PATH", "", "REAL_PEERS", "required"));
    var failed = assertThrows(AssertionError.class, () -> RealPeer.CHROMIUM.require(report));
    assertEquals(
        "chromium is not installed (apt-get install chromium), and REAL_PEERS is required",
        failed.getMessage());
    assertEquals(
        "skipped: chromium is not installed (apt-get install chromium)\n", noted("chromium"));
  }

  @Test
  void everyTestLeavesItsOwnLine() throws IOException {
    PeerReport report = report(Map.of("PATH", folder.toString()));
    assertThrows(TestAbortedException.class, () -> RealPeer.NPM.require(report));
    program("npm");
    RealPeer.NPM.require(report);
    assertEquals("skipped: npm is not installed (apt-get install npm)\nrun\n", noted("npm"));
  }

  private PeerReport report(Map<String, String> environment) {
    return new PeerReport(environment, folder.resolve("notes"));
  }

  private String noted(String peer) throws IOException {
    return Files.readString(folder.resolve("notes").resolve(peer));
  }

  private Path program(String name) throws IOException {
    Path file = Files.createFile(folder.resolve(name));
    file.toFile().setExecutable(true);
    return file;
  }
}
