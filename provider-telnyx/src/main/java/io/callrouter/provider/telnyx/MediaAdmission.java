package io.callrouter.provider.telnyx;

import io.callrouter.spi.MediaHandshake;
import io.callrouter.web.WebRequest;

/**
 * Decides on the handshakes of media sockets. Telnyx does not sign them: what lets one in is the
 * token of its path, which the router made for one call and takes once.
 */
final class MediaAdmission {
  private final Addresses addresses;

  MediaAdmission(Addresses addresses) {
    this.addresses = addresses;
  }

  MediaHandshake admit(WebRequest handshake) {
    try {
      return new MediaHandshake.Accepted(token(handshake));
    } catch (Refusal refusal) {
      return refusal.ofHandshake();
    }
  }

  private String token(WebRequest handshake) throws Refusal {
    if (!addresses.isMedia(handshake.path())) {
      throw new Refusal(404, "no media here", "Telnyx opens media at " + addresses.shownMediaUrl());
    }
    if (!handshake.method().equals("GET")) {
      throw new Refusal(405, "use GET", "a WebSocket handshake is a GET request");
    }
    String token = addresses.token(handshake.path());
    if (token == null) {
      throw new Refusal(
          403,
          "the media token is missing",
          "media sockets are opened at "
              + addresses.shownMediaUrl()
              + " with the step and the token of a call: it was not Telnyx, or a proxy changes the"
              + " path");
    }
    return token;
  }
}
