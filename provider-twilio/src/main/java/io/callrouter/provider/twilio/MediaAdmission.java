package io.callrouter.provider.twilio;

import io.callrouter.spi.MediaHandshake;
import io.callrouter.web.WebRequest;
import org.jspecify.annotations.Nullable;

/** Decides on the handshakes of media sockets. */
final class MediaAdmission {
  private final MediaAddress media;
  private final RequestVerifier verifier;

  MediaAdmission(MediaAddress media, RequestVerifier verifier) {
    this.media = media;
    this.verifier = verifier;
  }

  MediaHandshake admit(WebRequest handshake) {
    try {
      return new MediaHandshake.Accepted(token(handshake));
    } catch (Refusal refusal) {
      return refusal.ofHandshake();
    }
  }

  private @Nullable String token(WebRequest handshake) throws Refusal {
    String path = handshake.path();
    if (!media.claims(path)) {
      throw new Refusal(404, "no media here", "Twilio opens media at " + media.url("…"));
    }
    if (!handshake.method().equals("GET")) {
      throw new Refusal(405, "use GET", "a WebSocket handshake is a GET request");
    }
    String token = media.token(path);
    if (token == null && !media.isTokenParameter()) {
      throw new Refusal(
          403,
          "the media token is missing",
          "media sockets are opened at " + media.url("…") + " with a token made for each call");
    }
    String query = handshake.query() == null ? "" : "?" + handshake.query();
    verifier.requireGenuine(
        handshake, media.address(), media.signedPath(path) + query, media.shown(path));
    return token;
  }
}
