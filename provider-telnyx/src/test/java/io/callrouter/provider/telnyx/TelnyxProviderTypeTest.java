package io.callrouter.provider.telnyx;

import static io.callrouter.provider.telnyx.TelnyxRequests.API_KEY;
import static io.callrouter.provider.telnyx.TelnyxRequests.CONNECTION_ID;
import static io.callrouter.provider.telnyx.TelnyxRequests.PUBLIC_KEY;
import static io.callrouter.provider.telnyx.TelnyxRequests.context;
import static io.callrouter.provider.telnyx.TelnyxRequests.event;
import static io.callrouter.provider.telnyx.TelnyxRequests.options;
import static io.callrouter.provider.telnyx.TelnyxRequests.post;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.config.Settings;
import io.callrouter.spi.CallProvider;
import io.callrouter.spi.CarrierRequest;
import io.callrouter.spi.ProviderContext;
import io.callrouter.spi.ProviderType;
import io.callrouter.time.Timekeeper;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class TelnyxProviderTypeTest {
  private static final ProviderContext CONTEXT = context(Timekeeper.manual());
  private final TelnyxProviderType type = new TelnyxProviderType();

  @Test
  void isFoundByServiceLoaderAndBuiltForThisSpi() {
    ProviderType found =
        ServiceLoader.load(ProviderType.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(TelnyxProviderType.class::isInstance)
            .findFirst()
            .orElseThrow();
    assertEquals("telnyx", found.name());
    assertEquals("TELNYX_", found.settingsBeginning());
    assertEquals(ProviderType.SPI_LEVEL, found.spiLevel());
  }

  @Test
  void credentialsSwitchItOn() {
    Settings settings = settings("TELNYX_CODEC", "L16/8000", "TELNYX_L16_BYTE_ORDER", "big-endian");
    CallProvider provider = type.create("telnyx", settings, CONTEXT).orElseThrow();
    assertEquals(List.of(), settings.faults());
    assertInstanceOf(
        CarrierRequest.Accepted.class, provider.receive(post(event("call.answered", ""))));
    assertEquals(
        List.of(
            "Telnyx portal, Voice API application 1700000000000000001, webhook URL:"
                + " https://voice.example.test/telnyx/webhook (API version 2, method POST)",
            "Telnyx opens media sockets at wss://voice.example.test/telnyx/media/…, L16 at 8000"
                + " Hz"),
        provider.summary());
  }

  @Test
  void webhooksAreAcknowledgedWith200() {
    CallProvider provider = type.create("telnyx", settings(), CONTEXT).orElseThrow();
    assertTrue(provider.takesCommands());
    assertEquals(200, provider.acknowledge().status());
    assertEquals("", provider.acknowledge().text());
  }

  @Test
  void publicKeysAreACommaList() {
    Settings settings =
        settings(
            "TELNYX_PUBLIC_KEY", "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=, " + PUBLIC_KEY);
    CallProvider provider = type.create("telnyx", settings, CONTEXT).orElseThrow();
    assertInstanceOf(
        CarrierRequest.Accepted.class, provider.receive(post(event("call.answered", ""))));
  }

  @Test
  void settingsOfOthersThatBeginAlikeDoNotSwitchItOn() {
    Settings settings =
        Settings.of(
            Map.of(
                "TELNYX_SIP_CONNECTION_ID", "1",
                "TELNYX_DEFAULT_VOICE", "alloy",
                "PUBLIC_URL", "https://voice.example.test"));
    assertEquals(Optional.empty(), type.create("telnyx", settings, CONTEXT));
    assertEquals(List.of(), settings.faults());
  }

  @Test
  void everyFaultIsNamedAndNothingIsThrown() {
    Settings settings =
        Settings.of(
            Map.of(
                "TELNYX_API_KEY", API_KEY,
                "TELNYX_CODEC", "G722",
                "TELNYX_L16_BYTE_ORDER", "middle",
                "CALLROUTER_INSECURE_WEBHOOKS", "maybe"));
    assertEquals(Optional.empty(), type.create("telnyx", settings, CONTEXT));
    assertEquals(
        List.of(
            "CALLROUTER_INSECURE_WEBHOOKS must be true or false",
            "TELNYX_L16_BYTE_ORDER must be little-endian or big-endian",
            "TELNYX_PUBLIC_KEY is missing",
            "TELNYX_CONNECTION_ID is missing: it is the id of the Call Control application",
            "PUBLIC_URL is missing: it is the https address that Telnyx reaches",
            "TELNYX_CODEC must be PCMU, PCMA, L16/8000 or L16/16000; G722, OPUS and AMR-WB are not"
                + " supported"),
        settings.faults());
  }

  @Test
  void commandTimeoutIsReadInSeconds() {
    Settings good = settings("TELNYX_COMMAND_TIMEOUT_SECONDS", "50");
    assertTrue(type.create("telnyx", good, CONTEXT).isPresent());
    Settings bad = settings("TELNYX_COMMAND_TIMEOUT_SECONDS", "51");
    assertEquals(Optional.empty(), type.create("telnyx", bad, CONTEXT));
    assertEquals(
        List.of("TELNYX_COMMAND_TIMEOUT_SECONDS must be a whole number from 1 to 50"),
        bad.faults());
  }

  @Test
  void secondInstanceReadsItsOwnNamesAndSharesThePublicUrl() {
    Settings whole =
        Settings.of(
            Map.of(
                "TELNYX_WEBHOOK_PATH", "/api/telnyx/webhook",
                "SALES_TELNYX_API_KEY", API_KEY,
                "SALES_TELNYX_PUBLIC_KEY", PUBLIC_KEY,
                "SALES_TELNYX_CONNECTION_ID", CONNECTION_ID,
                "PUBLIC_URL", "https://voice.example.test"));
    CallProvider sales = type.create("sales", whole.prefixed("SALES_"), CONTEXT).orElseThrow();
    assertEquals("sales", sales.id());
    assertEquals("telnyx", sales.type());
    byte[] body = event("call.answered", "").getBytes(StandardCharsets.UTF_8);
    assertInstanceOf(
        CarrierRequest.Accepted.class, sales.receive(post("/sales/telnyx/webhook", body)));
    assertFalse(sales.claims("/api/telnyx/webhook"));
  }

  @Test
  void faultOfASecondInstanceIsNamedByTheSettingThatWasLookedFor() {
    Settings whole = Settings.of(Map.of("SALES_TELNYX_API_KEY", API_KEY));
    assertEquals(Optional.empty(), type.create("sales", whole.prefixed("SALES_"), CONTEXT));
    assertEquals(
        List.of("SALES_TELNYX_PUBLIC_KEY", "SALES_TELNYX_CONNECTION_ID", "PUBLIC_URL"),
        whole.faults().stream().map(fault -> fault.split("[ :]", 2)[0]).toList());
  }

  @Test
  void instanceThatDoesNotFitIntoAPathIsRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> TelnyxProvider.of("a/b", options().build(), CONTEXT));
  }

  private static Settings settings(String... more) {
    Map<String, String> values = new HashMap<>();
    values.put("TELNYX_API_KEY", API_KEY);
    values.put("TELNYX_PUBLIC_KEY", PUBLIC_KEY);
    values.put("TELNYX_CONNECTION_ID", CONNECTION_ID);
    values.put("PUBLIC_URL", "https://voice.example.test");
    for (int i = 0; i < more.length; i += 2) {
      values.put(more[i], more[i + 1]);
    }
    return Settings.of(values);
  }
}
