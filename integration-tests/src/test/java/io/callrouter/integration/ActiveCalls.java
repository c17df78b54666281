package io.callrouter.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.callrouter.spi.CarrierHttp;
import io.callrouter.testkit.telnyx.SimulatedTelnyx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** Asks the simulated carrier which legs are live, callers' and others. */
final class ActiveCalls {
  private ActiveCalls() {}

  static String of(SimulatedTelnyx telnyx) {
    Map<String, String> account = telnyx.settings();
    URI live =
        URI.create(
            "https://api.telnyx.com/v2/connections/"
                + account.get("TELNYX_CONNECTION_ID")
                + "/active_calls");
    Map<String, String> key = Map.of("Authorization", "Bearer " + account.get("TELNYX_API_KEY"));
    try {
      CarrierHttp.Answer answer =
          telnyx
              .http()
              .send(new CarrierHttp.Request("GET", live, key, new byte[0]), Duration.ofSeconds(1));
      String body = new String(answer.body(), StandardCharsets.UTF_8);
      assertEquals(200, answer.status(), body);
      return body;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
