package io.callrouter.examples.voiceagent;

import io.callrouter.web.Admission;
import io.callrouter.web.WebHandler;
import io.callrouter.web.WebRequest;
import io.callrouter.web.WebResponse;
import java.util.Set;

/** In the router's place where no calls are wanted: its paths are not found, the server goes on. */
final class SwitchedOff implements WebHandler {
  private static final int NOT_FOUND = 404;
  private static final Set<String> PATHS =
      Set.of("/incoming-call", "/call-status", "/media-stream");
  private static final String REASON = "TWILIO_ENABLE is not true";

  @Override
  public boolean claims(String path) {
    return PATHS.contains(path);
  }

  @Override
  public WebResponse handle(WebRequest request) {
    return WebResponse.text(NOT_FOUND, REASON);
  }

  @Override
  public WebResponse refuse(WebRequest head, int status, String reason) {
    return WebResponse.text(status, reason);
  }

  @Override
  public Admission admit(WebRequest handshake) {
    return Admission.refused(NOT_FOUND, REASON);
  }
}
