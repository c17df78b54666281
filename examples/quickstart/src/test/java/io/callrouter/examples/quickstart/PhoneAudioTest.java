package io.callrouter.examples.quickstart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.callrouter.peer.RealPeer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page's resampler and jitter buffer, judged in a real browser but in simulated time. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class PhoneAudioTest {
  private static final int LINE_HZ = 8000;

  private PhoneHost host;
  private Chromium chromium;
  private PhonePage page;

  @BeforeAll
  void open(@TempDir Path folder) throws Exception {
    Path program = RealPeer.CHROMIUM.require();
    Path tone = folder.resolve("tone.wav");
    TestTone.write(tone);
    host = PhoneHost.start(0, Agent.MENU, Provider.TWILIO);
    chromium = Chromium.start(program, tone);
    page = chromium.open(host.page());
  }

  @AfterAll
  void close() throws Exception {
    if (chromium != null) {
      chromium.close();
    }
    if (host != null) {
      host.close();
    }
  }

  private JsonNode run(String script, String arguments) throws IOException {
    try (InputStream in = getClass().getResourceAsStream(script)) {
      String function =
          new String(Objects.requireNonNull(in, script).readAllBytes(), StandardCharsets.UTF_8);
      return page.evaluate("(" + function.strip().replaceAll(";$", "") + ")(" + arguments + ")");
    }
  }

  private JsonNode response(int fromHz, int toHz, String frequencies, double trim)
      throws IOException {
    String arguments =
        String.format(Locale.ROOT, "%d, %d, [%s], %f", fromHz, toHz, frequencies, trim);
    return run("resampler-response.js", arguments);
  }

  @ParameterizedTest
  @CsvSource({"44100, 0", "48000, 0", "48000, 0.005", "44100, -0.005"})
  void theBandOfATelephoneIsFlatAndCleanBothWays(int rateHz, double trim) throws IOException {
    String band = "100, 300, 1004, 2000, 3000, 3400";
    for (JsonNode way :
        new JsonNode[] {
          response(LINE_HZ, rateHz, band, trim), response(rateHz, LINE_HZ, band, trim)
        }) {
      for (JsonNode at : way) {
        assertEquals(0, at.get("level").asDouble(), 0.1, way.toString());
        assertTrue(at.get("rest").asDouble() < -65, way.toString());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {44100, 48000})
  void whatDoesNotFitOnTheLineIsNotFoldedIntoIt(int rateHz) throws IOException {
    JsonNode above = response(rateHz, LINE_HZ, "4000, 4600, 5000, 7000, 10000, 20000", 0.001);

    for (JsonNode at : above) {
      assertTrue(at.get("all").asDouble() < -65, above.toString());
    }
  }

  /** At a low rate, which makes a simulated minute short; a bend beyond the tone's is a click. */
  @ParameterizedTest
  @ValueSource(ints = {-300, 300})
  void clocksThatDriftAreFollowedForTenMinutesWithoutAGapOrAClick(int driftPpm) throws IOException {
    JsonNode told =
        run(
            "jitter-buffer-run.js",
            "{ seconds: 600, rateHz: 16000, driftPpm: %d, jitterMs: 15 }".formatted(driftPpm));

    assertEquals(0, told.get("underruns").asInt(), told.toString());
    assertEquals(0, told.get("overruns").asInt(), told.toString());
    assertTrue(told.get("bend").asDouble() < 1.1, told.toString());
    assertEquals(driftPpm, told.get("trimPpm").asDouble(), 600, told.toString());
    assertTrue(told.get("late").asDouble() < 90, told.toString());
  }

  @Test
  void aLineThatIsHeldUpAndThenEndsIsFadedOutAndIn() throws IOException {
    JsonNode told =
        run(
            "jitter-buffer-run.js",
            "{ seconds: 30, rateHz: 48000, driftPpm: 0, jitterMs: 15,"
                + " stallAtS: 10, stallMs: 250, endAtS: 29 }");

    assertEquals(1, told.get("underruns").asInt(), told.toString());
    assertEquals(1, told.get("overruns").asInt(), told.toString());
    assertTrue(told.get("bend").asDouble() < 1.5, told.toString());
    assertTrue(!told.get("playing").asBoolean(), told.toString());
    assertTrue(told.get("late").asDouble() < 400, told.toString());
  }
}
