package io.callrouter.provider.twilio;

import static io.callrouter.provider.twilio.TwilioRequests.handshake;
import static io.callrouter.provider.twilio.TwilioRequests.options;
import static io.callrouter.provider.twilio.TwilioRequests.provider;
import static io.callrouter.provider.twilio.TwilioRequests.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.spi.MediaHandshake;
import io.callrouter.web.WebRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaAdmissionTest {
  private static final String PATH = "/media-stream/bWVkaWEtdG9rZW4_-";
  private static final String URL = "wss://voice.example.test" + PATH;

  @Test
  void genuineHandshakeBringsTheTokenOfItsPath() {
    assertEquals(
        new MediaHandshake.Accepted("bWVkaWEtdG9rZW4_-"), provider().admit(handshake(PATH, URL)));
  }

  @ParameterizedTest
  @CsvSource({
    "wss://voice.example.test, wss://voice.example.test:443",
    "wss://voice.example.test:443, wss://voice.example.test",
    "wss://voice.example.test:8443, wss://voice.example.test",
    "wss://node-7.example.test/proxy/, wss://node-7.example.test/proxy",
  })
  void everySpellingOfTheMediaUrlIsTaken(String configured, String signed) {
    TwilioProvider provider = TwilioProvider.of("twilio", options().mediaUrl(configured).build());
    assertInstanceOf(MediaHandshake.Accepted.class, provider.admit(handshake(PATH, signed + PATH)));
  }

  @ParameterizedTest
  @CsvSource({
    "wss://media.example.test/media-stream, /media-stream, wss://media.example.test/media-stream",
    "wss://media.example.test/a/b/, /a/b/, wss://media.example.test:443/a/b/",
    "wss://media.example.test, /, wss://media.example.test/",
    "wss://media.example.test/, /, wss://media.example.test/",
  })
  void exactAddressBringsNoToken(String configured, String path, String signed) {
    TwilioProvider provider =
        TwilioProvider.of("twilio", options().exactMediaUrl(configured).build());
    assertTrue(provider.claims(path));
    assertFalse(provider.claims("/media-stream/token"));
    assertEquals(new MediaHandshake.Accepted(null), provider.admit(handshake(path, signed)));
    assertRefused(403, provider, handshake(path, "wss://other.example.test/"));
  }

  @Test
  void exactAddressIsSeenWithoutThePathThatAProxyTakesAway() {
    TwilioProvider provider =
        TwilioProvider.of(
            "twilio",
            options()
                .publicUrl("https://example.test/voice")
                .exactMediaUrl("wss://example.test/voice/media")
                .build());
    assertFalse(provider.claims("/voice/media"));
    assertEquals(
        new MediaHandshake.Accepted(null),
        provider.admit(handshake("/media", "wss://example.test/voice/media")));
  }

  @Test
  void signatureOfAnotherUrlIsRefused() {
    assertRefused(403, provider(), handshake(PATH, URL + "x"));
    assertRefused(403, provider(), handshake(PATH, URL.replace("wss", "https")));
    assertRefused(403, provider(), handshake(PATH + "?a=b", URL));
    assertRefused(403, provider(), with(handshake(PATH, URL), "X-Twilio-Signature"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/media-stream", "/media-stream/", "/media-stream/a/b", "/media-stream/%41"})
  void missingTokenIsRefused(String path) {
    assertTrue(provider().claims(path));
    assertRefused(403, provider(), handshake(path, "wss://voice.example.test" + path));
  }

  @Test
  void otherPathsAndMethodsAreRefused() {
    assertRefused(404, provider(), handshake("/incoming-call", "wss://voice.example.test/x"));
    WebRequest get = handshake(PATH, URL);
    assertRefused(
        405,
        provider(),
        new WebRequest("POST", get.path(), get.query(), get.headers(), get.body()));
  }

  @Test
  void refusalNamesBothUrlsAndHidesTheToken() {
    MediaHandshake.Refused refused =
        assertInstanceOf(
            MediaHandshake.Refused.class, provider().admit(handshake(PATH, URL + "x")));
    assertTrue(refused.remedy().contains("wss://voice.example.test/media-stream/…"));
    assertTrue(refused.remedy().contains("10.0.0.5:8080/media-stream/…"), refused.remedy());
    assertFalse(refused.remedy().contains("bWVkaWEtdG9rZW4"), refused.remedy());
  }

  private static void assertRefused(int status, TwilioProvider provider, WebRequest handshake) {
    MediaHandshake.Refused refused =
        assertInstanceOf(MediaHandshake.Refused.class, provider.admit(handshake));
    assertEquals(status, refused.status(), refused.toString());
    assertFalse(refused.remedy().isBlank());
  }
}
