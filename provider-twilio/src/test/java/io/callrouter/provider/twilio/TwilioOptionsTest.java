package io.callrouter.provider.twilio;

import static io.callrouter.provider.twilio.TwilioRequests.TOKEN;
import static io.callrouter.provider.twilio.TwilioRequests.options;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.config.ConfigurationException;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TwilioOptionsTest {
  @Test
  void mediaUrlFollowsThePublicUrl() {
    assertEquals(URI.create("wss://voice.example.test"), options().build().mediaUrl());
    assertEquals(
        URI.create("ws://localhost:8080"),
        options().publicUrl("http://localhost:8080").insecureWebhooks(true).build().mediaUrl());
  }

  @Test
  void exactMediaUrlGivesThePublicUrl() {
    TwilioOptions options =
        options().publicUrl("").exactMediaUrl("wss://voice.example.test:8443/media-stream").build();
    assertEquals(URI.create("https://voice.example.test:8443"), options.publicUrl());
  }

  @Test
  void allFaultsAreNamedAtOnce() {
    ConfigurationException exception =
        assertThrows(
            ConfigurationException.class,
            () ->
                TwilioOptions.builder()
                    .accountSid("SK1")
                    .mediaUrl("ws://voice.example.test")
                    .build());
    assertEquals(
        List.of("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "PUBLIC_URL", "PUBLIC_MEDIA_URL"),
        exception.faults().stream().map(fault -> fault.split(" ", 2)[0]).toList());
    assertTrue(exception.getMessage().contains("must begin with wss://, not ws://"));
  }

  @ParameterizedTest
  @CsvSource({
    "http://voice.example.test",
    "wss://voice.example.test",
    "voice.example.test",
    "https:///path",
    "https://user:password@voice.example.test",
    "https://voice.example.test?a=b",
    "https://voice.example.test#rc=2",
    "https://voice example.test",
  })
  void addressThatTwilioCannotCallIsAFault(String url) {
    assertThrows(ConfigurationException.class, () -> options().publicUrl(url).build());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ws://voice.example.test/media", "wss://voice.example.test/media?x=1"})
  void addressThatTwilioCannotOpenIsAFault(String url) {
    ConfigurationException exception =
        assertThrows(ConfigurationException.class, () -> options().exactMediaUrl(url).build());
    assertTrue(exception.getMessage().contains("TWILIO_WEBHOOK_URL"), exception.getMessage());
  }

  @Test
  void authTokensAreNeverShown() {
    TwilioOptions options = options().build();
    assertFalse(options.toString().contains(TOKEN), options.toString());
  }
}
