package io.callrouter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.config.Settings;
import io.callrouter.spi.CallProvider;
import io.callrouter.spi.ProviderContext;
import io.callrouter.time.Timekeeper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The service file of these tests names broken types before the good one. */
class ProviderDiscoveryTest {
  private static List<String> discovered(Settings settings) {
    return ProviderDiscovery.discover(settings, new ProviderContext(Timekeeper.manual(), null))
        .stream()
        .map(CallProvider::id)
        .toList();
  }

  @Test
  void typesThatAreBrokenOrOfAnotherLevelAreNotInTheWayOfOthers() {
    assertEquals(List.of("tested"), discovered(Settings.of(Map.of("TESTED_PORT", "80"))));
  }

  @Test
  void everyPrefixIsAnInstance() {
    assertEquals(
        List.of("tested", "sales", "support_desk"),
        discovered(
            Settings.of(
                Map.of(
                    "TESTED_PORT", "80",
                    "SALES_TESTED_PORT", "81",
                    "SUPPORT_DESK_TESTED_PORT", "82"))));
  }

  @Test
  void aTypeWithoutSettingsIsPassedOver() {
    assertEquals(List.of(), discovered(Settings.of(Map.of("UNTESTED_PORT", "80"))));
  }

  @Test
  void aTypeThatIsSwitchedOffIsPassedOver() {
    assertEquals(
        List.of(), discovered(Settings.of(Map.of("TESTED_PORT", "80", "TESTED_ENABLE", "false"))));
  }

  @Test
  void faultsAreLeftInTheSettings() {
    Settings settings = Settings.of(Map.of("TESTED_PORT", "many", "SALES_TESTED_PORT", "100"));

    assertEquals(List.of(), discovered(settings));
    assertEquals(2, settings.faults().size());
    assertTrue(settings.faults().get(1).startsWith("SALES_TESTED_PORT"));
  }
}
