package io.callrouter.provider.telnyx;

import static io.callrouter.provider.telnyx.TelnyxRequests.API_KEY;
import static io.callrouter.provider.telnyx.TelnyxRequests.CONNECTION_ID;
import static io.callrouter.provider.telnyx.TelnyxRequests.PUBLIC_KEY;
import static io.callrouter.provider.telnyx.TelnyxRequests.context;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.callrouter.config.Settings;
import io.callrouter.spi.CallProvider;
import io.callrouter.spi.CarrierHttp;
import io.callrouter.spi.ProviderContext;
import io.callrouter.time.Timekeeper;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Environments of any values, a line each. */
class TelnyxSettingsFuzzTest {
  /** Ends every key, and stands nowhere else. */
  private static final String SECRET = "QzXjKvWqZxJkVw";

  private static final CarrierHttp NO_NETWORK =
      (request, timeout) -> {
        throw new AssertionError("nothing is sent at the start");
      };

  static Stream<byte[]> environments() {
    String account =
        "TELNYX_API_KEY="
            + API_KEY
            + "\nTELNYX_PUBLIC_KEY="
            + PUBLIC_KEY
            + "\nTELNYX_CONNECTION_ID="
            + CONNECTION_ID
            + "\n";
    return Stream.of(
            account + "PUBLIC_URL=https://voice.example.test\nTELNYX_CODEC=L16/8000",
            account + "PUBLIC_URL=https://[::1]:8443/base/\nTELNYX_WEBHOOK_PATH=/hooks/a%2fb",
            account
                + "PUBLIC_URL=https://voice.example.test\nTELNYX_API_URL=http://localhost:1/v2/",
            account + "PUBLIC_URL=http://localhost\nCALLROUTER_INSECURE_WEBHOOKS=true",
            account + "PUBLIC_URL=https://user:secret@voice.example.test/?a#b\nTELNYX_CODEC=OPUS")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("environments")
  @FuzzTest
  void aProviderIsMadeOrEveryFaultNamedWithoutItsValue(byte[] input) {
    Map<String, String> values = new HashMap<>();
    new String(input, StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.split("=", 2))
        .filter(parts -> parts.length == 2)
        .forEach(parts -> values.put(parts[0], parts[1].replace(SECRET, "")));
    values.computeIfPresent("TELNYX_API_KEY", (name, key) -> key + SECRET);
    Settings settings = Settings.of(values);
    try (Timekeeper time = Timekeeper.manual()) {
      ProviderContext context = new ProviderContext(time, NO_NETWORK);
      Optional<CallProvider> made = new TelnyxProviderType().create("telnyx", settings, context);
      assertFalse(made.isPresent() && !settings.faults().isEmpty(), () -> "" + settings.faults());
      for (String fault : settings.faults()) {
        assertFalse(fault.contains(SECRET), fault);
      }
      made.ifPresent(TelnyxSettingsFuzzTest::assertMade);
    }
  }

  private static void assertMade(CallProvider provider) {
    assertEquals("telnyx", provider.id());
    String told = String.join("\n", provider.summary());
    assertFalse(told.contains(SECRET), told);
    assertTrue(provider.claims("/telnyx/media/x"));
  }
}
