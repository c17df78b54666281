package io.callrouter.provider.telnyx;

import static io.callrouter.provider.telnyx.TelnyxRequests.STEP;
import static io.callrouter.provider.telnyx.TelnyxRequests.provider;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.spi.MediaHandshake;
import io.callrouter.web.WebRequest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MediaAdmissionTest {
  private static final String PATH = "/telnyx/media/" + STEP.toPath() + "/bWVkaWEtdG9rZW4";

  @Test
  void tokenIsTheLastSegmentOfThePath() {
    assertEquals(
        new MediaHandshake.Accepted("bWVkaWEtdG9rZW4"), provider().admit(handshake("GET", PATH)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/telnyx/media",
        "/telnyx/media/",
        "/telnyx/media/token",
        "/telnyx/media/Zm9vYmFyYmF6cXV4LTAwMQ/0.3/",
        "/telnyx/media/Zm9vYmFyYmF6cXV4LTAwMQ/0/token",
        "/telnyx/media/Zm9vYmFyYmF6cXV4LTAwMQ/0.3/token/more",
        "/telnyx/media/Zm9vYmFyYmF6cXV4LTAwMQ/0.3/%74oken",
      })
  void pathWithoutAStepAndATokenIsRefused(String path) {
    assertTrue(provider().claims(path));
    MediaHandshake.Refused refused = refused(handshake("GET", path));
    assertEquals(403, refused.status());
    assertEquals("the media token is missing", refused.reason());
  }

  @Test
  void otherPathsAndMethodsAreRefused() {
    assertEquals(404, refused(handshake("GET", "/telnyx/webhook")).status());
    assertEquals(405, refused(handshake("POST", PATH)).status());
  }

  private static MediaHandshake.Refused refused(WebRequest handshake) {
    MediaHandshake.Refused refused =
        assertInstanceOf(MediaHandshake.Refused.class, provider().admit(handshake));
    assertFalse(refused.remedy().isBlank());
    return refused;
  }

  private static WebRequest handshake(String method, String path) {
    return new WebRequest(method, path, null, Map.of(), new byte[0]);
  }
}
