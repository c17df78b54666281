package io.callrouter.provider.telnyx;

import static io.callrouter.provider.telnyx.TelnyxRequests.options;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.spi.StepReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
  private static final StepReference STEP = new StepReference("Zm9vYmFyYmF6cXV4LTAwMQ", 2, 13);
  private static final String STREAM = "/telnyx/media/Zm9vYmFyYmF6cXV4LTAwMQ/2.13/bWVkaWE.t-k_n~";

  private final Addresses addresses = new Addresses("telnyx", options().build());

  @Test
  void mediaUrlNamesStepAndToken() {
    assertEquals("wss://voice.example.test" + STREAM, addresses.mediaUrl(STEP, "bWVkaWE.t-k_n~"));
    assertEquals("bWVkaWE.t-k_n~", addresses.token(STREAM));
    assertEquals(STEP, addresses.stream("wss://voice.example.test" + STREAM));
    assertEquals("wss://voice.example.test/telnyx/media/…", addresses.shownMediaUrl());
  }

  @Test
  void streamOfAnotherNodeBehindAProxysPathIsKnown() {
    Addresses behindProxy =
        new Addresses(
            "telnyx",
            options()
                .publicUrl("https://example.test/voice/")
                .mediaUrl("wss://n1.example.test:8443/a/")
                .build());
    assertEquals("https://example.test/voice/telnyx/webhook", behindProxy.webhookUrl());
    String url = behindProxy.mediaUrl(STEP, "token");
    assertTrue(url.startsWith("wss://n1.example.test:8443/a/telnyx/media/"), url);
    assertEquals(STEP, addresses.stream(url));
    assertTrue(behindProxy.claims(STREAM), "the proxy takes its path away");
  }

  @Test
  void pathsBeginWithTheInstance() {
    Addresses sales = new Addresses("sales", options().build());
    assertEquals("https://voice.example.test/sales/telnyx/webhook", sales.webhookUrl());
    assertTrue(sales.claims("/sales/telnyx/webhook"));
    assertTrue(sales.claims("/sales" + STREAM));
    assertFalse(sales.claims("/telnyx/webhook"));
    assertFalse(sales.claims(STREAM));
    assertNull(sales.stream("wss://voice.example.test" + STREAM));
  }

  @Test
  void webhookPathIsTakenAsItIs() {
    Addresses sales = new Addresses("sales", options().webhookPath("/api/telnyx/webhook").build());
    assertEquals("https://voice.example.test/api/telnyx/webhook", sales.webhookUrl());
    assertTrue(sales.isWebhook("/api/telnyx/webhook"));
    assertFalse(sales.claims("/sales/telnyx/webhook"));
    assertTrue(sales.isMedia("/sales/telnyx/media/x"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/telnyx",
        "/telnyx/",
        "/telnyx/webhook/",
        "/telnyx/webhooks",
        "/telnyx/mediation",
        "/"
      })
  void othersPathsAreNotClaimed(String path) {
    assertFalse(addresses.claims(path));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/telnyx/media",
        "/telnyx/media/",
        "/telnyx/media/token",
        "/telnyx/media/Zm9vYmFyYmF6cXV4LTAwMQ/2.13",
        "/telnyx/media/Zm9vYmFyYmF6cXV4LTAwMQ/2.13/",
        "/telnyx/media/Zm9vYmFyYmF6cXV4LTAwMQ/2/token",
        "/telnyx/media/Zm9vYmFyYmF6cXV4LTAwMQ/2.13/a/b",
        "/telnyx/media/Zm9vYmFyYmF6cXV4LTAwMQ/2.13/%41",
      })
  void mediaPathThatWasNeverGivenHasNoToken(String path) {
    assertTrue(addresses.claims(path));
    assertNull(addresses.token(path));
    assertNull(addresses.stream("wss://voice.example.test" + path));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "https://voice.example.test" + STREAM,
        "wss://other.example.test/elsewhere",
        "wss://other.example.test/?x=" + STREAM,
      })
  void othersStreamsAreNotOurs(String url) {
    assertNull(addresses.stream(url));
    assertNull(addresses.stream(null));
  }
}
