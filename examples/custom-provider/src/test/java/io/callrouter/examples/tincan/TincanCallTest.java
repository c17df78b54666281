package io.callrouter.examples.tincan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.CallRouter;
import io.callrouter.call.Action;
import io.callrouter.call.EndCause;
import io.callrouter.call.EndedBy;
import io.callrouter.call.Match;
import io.callrouter.config.ConfigurationException;
import io.callrouter.config.Settings;
import io.callrouter.media.Endpoints;
import io.callrouter.time.Timekeeper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a host has of the provider, without the kit. */
class TincanCallTest {
  private static final Path PROVIDER = Path.of("src/main/java");
  private static final int MOST_LINES = 200;

  @Test
  void aHostFindsTheProviderByItsSettingsAndHearsItsCalls() {
    try (var time = Timekeeper.manual()) {
      SimulatedTincan tincan = SimulatedTincan.create(time, "tincan");
      CallRouter router =
          tincan
              .prepare(CallRouter.builder())
              .endpoint("echo", context -> Endpoints.echo())
              .route("echo", Match.provider("tincan"), Action.connect("echo"))
              .build();
      short[] said = new short[8000];
      Arrays.fill(said, (short) 1000);

      var caller = tincan.attach(router).from("+14155550177").to("+14155550100").start();
      caller.speak(said).untilIdle().hangUp().untilIdle();

      int loud = 0;
      for (short sample : caller.heard()) {
        loud += sample > 900 ? 1 : 0;
      }
      assertEquals(said.length, loud, "samples of the echo");
      assertEquals(EndCause.COMPLETED, caller.record().cause());
      assertEquals(EndedBy.FAR_END, caller.record().endedBy());
      assertEquals("hung-up", caller.record().carrierCode());
      assertEquals(List.of(), caller.alerts());
      router.close();
    }
  }

  @Test
  void allThatIsMissingIsNamedAtOnce() {
    var builder =
        CallRouter.builder()
            .discoverProviders(Settings.of(Map.of("TINCAN_SECRET", " ", "TINCAN_ENABLE", "true")));

    var thrown = assertThrows(ConfigurationException.class, builder::build);

    assertTrue(thrown.faults().contains("TINCAN_SECRET is missing"), thrown::getMessage);
    assertTrue(
        thrown.faults().stream().anyMatch(fault -> fault.startsWith("PUBLIC_URL is missing")),
        thrown::getMessage);
  }

  @Test
  void theProviderHasAtMost200LinesOfCode() throws IOException {
    long lines = 0;
    try (Stream<Path> files = Files.walk(PROVIDER)) {
      for (Path file : files.filter(it -> it.toString().endsWith(".java")).toList()) {
        lines += Files.readAllLines(file).stream().filter(TincanCallTest::isCode).count();
      }
    }
    assertTrue(lines > 0, "no code found");
    assertTrue(lines <= MOST_LINES, "lines of code: " + lines);
  }

  /** Neither blank nor a comment, nor a package or import line. */
  private static boolean isCode(String line) {
    return !line.isBlank() && !line.strip().matches("(//|/?\\*|package |import ).*");
  }
}
