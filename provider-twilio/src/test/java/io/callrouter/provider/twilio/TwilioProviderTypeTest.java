package io.callrouter.provider.twilio;

import static io.callrouter.provider.twilio.TwilioRequests.ACCOUNT_SID;
import static io.callrouter.provider.twilio.TwilioRequests.TOKEN;
import static io.callrouter.provider.twilio.TwilioRequests.parameters;
import static io.callrouter.provider.twilio.TwilioRequests.post;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.config.Settings;
import io.callrouter.spi.CallProvider;
import io.callrouter.spi.CarrierRequest;
import io.callrouter.spi.ProviderContext;
import io.callrouter.spi.ProviderType;
import io.callrouter.time.Timekeeper;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class TwilioProviderTypeTest {
  private static final ProviderContext CONTEXT = new ProviderContext(Timekeeper.manual(), null);
  private final TwilioProviderType type = new TwilioProviderType();

  @Test
  void isFoundByServiceLoaderAndBuiltForThisSpi() {
    ProviderType found =
        ServiceLoader.load(ProviderType.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(TwilioProviderType.class::isInstance)
            .findFirst()
            .orElseThrow();
    assertEquals("twilio", found.name());
    assertEquals("TWILIO_", found.settingsBeginning());
    assertEquals(ProviderType.SPI_LEVEL, found.spiLevel());
  }

  @Test
  void credentialsSwitchItOn() {
    Settings settings = settings();
    CallProvider provider = type.create("twilio", settings, CONTEXT).orElseThrow();
    assertEquals(List.of(), settings.faults());
    assertInstanceOf(
        CarrierRequest.Accepted.class, provider.receive(post("/incoming-call", parameters())));
  }

  @Test
  void tokensAreACommaList() {
    Settings settings = settings("TWILIO_AUTH_TOKEN", "new, " + TOKEN);
    CallProvider provider = type.create("twilio", settings, CONTEXT).orElseThrow();
    assertInstanceOf(
        CarrierRequest.Accepted.class, provider.receive(post("/incoming-call", parameters())));
  }

  @Test
  void enableFalseSwitchesItOffWithoutAFault() {
    Settings settings = settings("TWILIO_ENABLE", "false", "TWILIO_ACCOUNT_SID", "");
    assertEquals(Optional.empty(), type.create("twilio", settings, CONTEXT));
    assertEquals(List.of(), settings.faults());
  }

  @Test
  void everyFaultIsNamedAndNothingIsThrown() {
    Settings settings =
        Settings.of(
            Map.of(
                "TWILIO_ENABLE", "yes",
                "TWILIO_WEBHOOK_URL", "ws://voice.example.test/media-stream",
                "CALLROUTER_INSECURE_WEBHOOKS", "maybe"));
    assertEquals(Optional.empty(), type.create("twilio", settings, CONTEXT));
    assertEquals(
        List.of(
            "TWILIO_ENABLE must be true or false",
            "CALLROUTER_INSECURE_WEBHOOKS must be true or false",
            "TWILIO_ACCOUNT_SID is missing",
            "TWILIO_AUTH_TOKEN is missing",
            "TWILIO_WEBHOOK_URL must begin with wss://, not ws://"),
        settings.faults());
  }

  @Test
  void secondInstanceReadsItsOwnNamesAndSharesThePublicUrl() {
    Settings whole =
        Settings.of(
            Map.of(
                "TWILIO_ENABLE", "false",
                "TWILIO_WEBHOOK_URL", "wss://other.example.test/media",
                "SALES_TWILIO_ACCOUNT_SID", ACCOUNT_SID,
                "SALES_TWILIO_AUTH_TOKEN", TOKEN,
                "PUBLIC_URL", "https://voice.example.test"));
    CallProvider sales = type.create("sales", whole.prefixed("SALES_"), CONTEXT).orElseThrow();
    assertEquals("sales", sales.id());
    assertTrue(sales.claims("/sales/media-stream/token"));
    assertFalse(sales.claims("/media"));
  }

  @Test
  void faultOfASecondInstanceIsNamedByTheSettingThatWasLookedFor() {
    Settings whole = Settings.of(Map.of("SALES_TWILIO_ACCOUNT_SID", ACCOUNT_SID));
    assertEquals(Optional.empty(), type.create("sales", whole.prefixed("SALES_"), CONTEXT));
    assertEquals(
        List.of("SALES_TWILIO_AUTH_TOKEN", "PUBLIC_URL"),
        whole.faults().stream().map(fault -> fault.split(" ", 2)[0]).toList());
  }

  @Test
  void insecureWebhooksHoldForEveryInstance() {
    Settings whole =
        Settings.of(
            Map.of(
                "SALES_TWILIO_ACCOUNT_SID",
                ACCOUNT_SID,
                "SALES_TWILIO_AUTH_TOKEN",
                TOKEN,
                "PUBLIC_URL",
                "http://localhost:8080",
                "CALLROUTER_INSECURE_WEBHOOKS",
                "true"));
    CallProvider sales = type.create("sales", whole.prefixed("SALES_"), CONTEXT).orElseThrow();
    assertInstanceOf(
        CarrierRequest.Accepted.class,
        sales.receive(post("/sales/incoming-call", parameters(), "unsigned")));
  }

  private static Settings settings(String... more) {
    Map<String, String> values = new HashMap<>();
    values.put("TWILIO_ACCOUNT_SID", ACCOUNT_SID);
    values.put("TWILIO_AUTH_TOKEN", TOKEN);
    values.put("PUBLIC_URL", "https://voice.example.test");
    for (int i = 0; i < more.length; i += 2) {
      values.put(more[i], more[i + 1]);
    }
    return Settings.of(values);
  }
}
