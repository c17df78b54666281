package io.callrouter.provider.telnyx;

import static io.callrouter.provider.telnyx.TelnyxRequests.API_KEY;
import static io.callrouter.provider.telnyx.TelnyxRequests.PUBLIC_KEY;
import static io.callrouter.provider.telnyx.TelnyxRequests.options;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.config.ConfigurationException;
import io.callrouter.media.AudioFormat;
import java.net.URI;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TelnyxOptionsTest {
  @Test
  void preferencesAreAsDocumented() {
    TelnyxOptions options = options().build();
    assertEquals(URI.create("https://api.telnyx.com/v2"), options.apiUrl());
    assertEquals(URI.create("wss://voice.example.test"), options.mediaUrl());
    assertNull(options.webhookPath());
    assertEquals(AudioFormat.PCMU, options.codec());
    assertEquals(ByteOrder.LITTLE_ENDIAN, options.l16ByteOrder());
    assertEquals("female", options.voice());
    assertEquals("en-US", options.language());
  }

  @Test
  void mediaUrlFollowsThePublicUrl() {
    assertEquals(
        URI.create("ws://localhost:8080"),
        options().publicUrl("http://localhost:8080").insecureWebhooks(true).build().mediaUrl());
  }

  @Test
  void allFaultsAreNamedAtOnce() {
    ConfigurationException exception =
        assertThrows(
            ConfigurationException.class,
            () ->
                TelnyxOptions.builder()
                    .apiKey("KEY with blanks")
                    .mediaUrl("ws://voice.example.test")
                    .webhookPath("api")
                    .apiUrl("")
                    .codec("G722")
                    .voice("")
                    .language("English please")
                    .build());
    assertEquals(
        List.of(
            "TELNYX_API_KEY",
            "TELNYX_PUBLIC_KEY",
            "TELNYX_CONNECTION_ID",
            "PUBLIC_URL",
            "PUBLIC_MEDIA_URL",
            "TELNYX_API_URL",
            "TELNYX_WEBHOOK_PATH",
            "TELNYX_CODEC",
            "TELNYX_SPEAK_VOICE",
            "TELNYX_SPEAK_LANGUAGE"),
        exception.faults().stream().map(fault -> fault.split(" ", 2)[0]).toList());
    assertTrue(exception.getMessage().contains("must begin with wss://, not ws://"));
  }

  @ParameterizedTest
  @CsvSource({
    "PCMU, PCMU, 8000",
    "pcma, PCMA, 8000",
    "L16, L16, 16000",
    "L16/16000, L16, 16000",
    "L16/8000, L16, 8000",
  })
  void eachCodecIsOneFormat(String codec, AudioFormat.Encoding encoding, int sampleRateHz) {
    assertEquals(new AudioFormat(encoding, sampleRateHz), options().codec(codec).build().codec());
  }

  @ParameterizedTest
  @ValueSource(strings = {"G722", "OPUS", "AMR-WB", "L16/24000", "PCMU/16000", "default", ""})
  void codecThatIsNotSupportedIsAFault(String codec) {
    ConfigurationException exception =
        assertThrows(ConfigurationException.class, () -> options().codec(codec).build());
    assertEquals(
        List.of(
            "TELNYX_CODEC must be PCMU, PCMA, L16/8000 or L16/16000; G722, OPUS and AMR-WB are not"
                + " supported"),
        exception.faults());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "AAAA",
        "A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMb",
        "-----BEGIN PUBLIC KEY-----",
        "KEY0123456789",
      })
  void whatIsNoPublicKeyIsAFault(String key) {
    ConfigurationException exception =
        assertThrows(
            ConfigurationException.class,
            () -> options().publicKeys(List.of(PUBLIC_KEY, key)).build());
    assertTrue(exception.getMessage().contains("TELNYX_PUBLIC_KEY must be base64"));
  }

  @Test
  void bytesThatAreNoPointOfTheCurveAreAFault() {
    byte[] noPoint = new byte[32];
    noPoint[0] = 2;
    String key = Base64.getEncoder().encodeToString(noPoint);
    assertThrows(ConfigurationException.class, () -> options().publicKeys(List.of(key)).build());
  }

  @Test
  void noPublicKeyIsNeededWhereSignaturesAreNotChecked() {
    assertEquals(
        List.of(), options().publicKeys(List.of()).insecureWebhooks(true).build().publicKeys());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://voice.example.test",
        "wss://voice.example.test",
        "voice.example.test",
        "https:///path",
        "https://user:password@voice.example.test",
        "https://voice.example.test?a=b",
        "https://voice.example.test#rc=2",
        "https://voice example.test",
      })
  void addressThatTelnyxCannotCallIsAFault(String url) {
    assertThrows(ConfigurationException.class, () -> options().publicUrl(url).build());
  }

  @Test
  void apiKeyTravelsInTheClearOnThisMachineOnly() {
    URI local = URI.create("http://127.0.0.1:8080/v2");
    assertEquals(local, options().apiUrl(local.toString()).build().apiUrl());
    assertThrows(
        ConfigurationException.class,
        () -> options().apiUrl("http://api.example.test/v2").insecureWebhooks(true).build());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "api/webhook", "/api/", "/api//webhook", "/api?x=1", "/api/%41"})
  void pathThatNoRequestCanHaveIsAFault(String path) {
    assertThrows(ConfigurationException.class, () -> options().webhookPath(path).build());
  }

  @Test
  void commandTimeoutStaysWithinTheTimeInWhichTelnyxKnowsARepeat() {
    assertEquals(Duration.ofSeconds(20), options().build().commandTimeout());
    options().commandTimeout(Duration.ofSeconds(1)).build();
    options().commandTimeout(Duration.ofSeconds(50)).build();
    for (Duration bad : List.of(Duration.ofMillis(999), Duration.ofMillis(50_001))) {
      ConfigurationException exception =
          assertThrows(ConfigurationException.class, () -> options().commandTimeout(bad).build());
      assertEquals(
          List.of("TELNYX_COMMAND_TIMEOUT_SECONDS must be from 1 to 50"), exception.faults());
    }
  }

  @Test
  void keysAreNeverShown() {
    String shown = options().build().toString();
    assertFalse(shown.contains(API_KEY) || shown.contains(PUBLIC_KEY), shown);
  }
}
