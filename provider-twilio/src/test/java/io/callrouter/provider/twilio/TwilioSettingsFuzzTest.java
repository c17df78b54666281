package io.callrouter.provider.twilio;

import static io.callrouter.provider.twilio.TwilioRequests.ACCOUNT_SID;
import static io.callrouter.provider.twilio.TwilioRequests.PUBLIC_URL;
import static io.callrouter.provider.twilio.TwilioRequests.TOKEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.callrouter.config.Settings;
import io.callrouter.spi.CallProvider;
import io.callrouter.spi.ProviderContext;
import io.callrouter.time.Timekeeper;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Environments of any values, a line each. */
class TwilioSettingsFuzzTest {
  /** Ends every token, and stands nowhere else. */
  private static final String SECRET = "QzXjKvWqZxJkVw";

  private static final ProviderContext CONTEXT = new ProviderContext(Timekeeper.manual(), null);

  static Stream<byte[]> environments() {
    String account = "TWILIO_ACCOUNT_SID=" + ACCOUNT_SID + "\nTWILIO_AUTH_TOKEN=" + TOKEN + "\n";
    return Stream.of(
            account + "PUBLIC_URL=" + PUBLIC_URL,
            account
                + "PUBLIC_URL=https://[::1]:8443/base/\nPUBLIC_MEDIA_URL=wss://node-1.example.com",
            account
                + "TWILIO_WEBHOOK_URL=wss://voice.example.com:443/a%2fb/media\nTWILIO_ENABLE=true",
            account + "PUBLIC_URL=http://localhost\nCALLROUTER_INSECURE_WEBHOOKS=true",
            account + "PUBLIC_URL=https://user:secret@voice.example.com/?a#b")
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
    values.computeIfPresent("TWILIO_AUTH_TOKEN", (name, token) -> token + SECRET);
    Settings settings = Settings.of(values);
    Optional<CallProvider> made = new TwilioProviderType().create("twilio", settings, CONTEXT);
    assertFalse(made.isPresent() && !settings.faults().isEmpty(), () -> "" + settings.faults());
    for (String fault : settings.faults()) {
      assertTrue(values.keySet().stream().noneMatch(String::isEmpty) || !fault.isEmpty());
      assertFalse(fault.contains(SECRET), fault);
    }
    made.ifPresent(
        provider -> {
          assertEquals("twilio", provider.id());
          String told = String.join("\n", provider.summary());
          assertFalse(told.contains(SECRET), told);
          assertTrue(provider.claims("/incoming-call"));
        });
  }
}
