package io.callrouter.integration;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.callrouter.web.Admission;
import io.callrouter.web.MediaSocket;
import io.callrouter.web.MediaSocketListener;
import io.callrouter.web.WebHandler;
import io.callrouter.web.WebRequest;
import io.callrouter.web.WebResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A router's door at which somebody stands who can put his own words between the carrier's. */
final class TappedDoor implements WebHandler {
  private static final Pattern STREAM = Pattern.compile("\"(?:streamSid|stream_id)\":\"([^\"]+)\"");

  private final WebHandler router;
  private final List<Line> lines = new ArrayList<>();
  private String lastRequest = "";

  TappedDoor(WebHandler router) {
    this.router = router;
  }

  /** The sockets that were opened, in order. */
  List<Line> lines() {
    return lines;
  }

  /** Target and body of the last webhook. */
  String lastRequest() {
    return lastRequest;
  }

  @Override
  public boolean claims(String path) {
    return router.claims(path);
  }

  @Override
  public WebResponse handle(WebRequest request) {
    lastRequest = request.target() + "\t" + new String(request.body(), UTF_8);
    return router.handle(request);
  }

  @Override
  public WebResponse refuse(WebRequest head, int status, String reason) {
    return router.refuse(head, status, reason);
  }

  @Override
  public Admission admit(WebRequest handshake) {
    Admission admission = router.admit(handshake);
    return admission.isAdmitted()
        ? Admission.admitted(socket -> tapped(admission, socket))
        : admission;
  }

  private MediaSocketListener tapped(Admission admission, MediaSocket socket) {
    Line line = new Line(admission.open(socket));
    lines.add(line);
    return line;
  }

  /** One open socket. */
  static final class Line implements MediaSocketListener {
    private final MediaSocketListener router;
    private String stream = "";
    private boolean closed;

    private Line(MediaSocketListener router) {
      this.router = router;
    }

    /** The carrier's id of the stream, empty before it has begun. */
    String stream() {
      return stream;
    }

    boolean isClosed() {
      return closed;
    }

    @Override
    public void onText(String message) {
      Matcher id = STREAM.matcher(message);
      if (stream.isEmpty() && id.find()) {
        stream = id.group(1);
      }
      router.onText(message);
    }

    @Override
    public void onBinary() {
      router.onBinary();
    }

    @Override
    public void onClosed(int code, String reason) {
      if (!closed) {
        closed = true;
        router.onClosed(code, reason);
      }
    }
  }
}
