package io.callrouter.jakarta;

import io.callrouter.time.Timekeeper;
import io.callrouter.web.WebHandler;
import io.callrouter.web.WebRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads requests as they came over the wire, within bounds of size and time. */
final class RequestReader {
  /**
   * How long a body may take. A container's own time-out counts from byte to byte, so that a sender
   * of single bytes would hold a thread for hours.
   */
  static final Duration BODY_TIME = Duration.ofSeconds(10);

  private static final byte[] NO_BODY = new byte[0];
  private static final int CHUNK_BYTES = 8 * 1024;

  private final Timekeeper timekeeper;

  RequestReader(Timekeeper timekeeper) {
    this.timekeeper = timekeeper;
  }

  /** The raw path below the context's own. */
  static String path(HttpServletRequest request) {
    return request.getRequestURI().substring(request.getContextPath().length());
  }

  /** A request of which only the head matters. */
  static WebRequest withoutBody(HttpServletRequest request) {
    return new WebRequest(
        request.getMethod(), path(request), request.getQueryString(), headers(request), NO_BODY);
  }

  /**
   * The whole request; blocks until its body has come.
   *
   * @throws BodyRefusedException if the body is out of bounds or cannot be read
   */
  WebRequest read(HttpServletRequest request) throws BodyRefusedException {
    byte[] body = body(request);
    return new WebRequest(
        request.getMethod(), path(request), request.getQueryString(), headers(request), body);
  }

  private byte[] body(HttpServletRequest request) throws BodyRefusedException {
    if (request.getContentLengthLong() > WebHandler.MAX_BODY_BYTES) {
      throw tooLong();
    }
    try {
      return drain(request.getInputStream());
    } catch (IOException e) {
      throw new BodyRefusedException(400, "the body could not be read to its end");
    }
  }

  private byte[] drain(InputStream in) throws IOException, BodyRefusedException {
    long deadline = timekeeper.nanoTime() + BODY_TIME.toNanos();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    byte[] chunk = new byte[CHUNK_BYTES];
    for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
      body.write(chunk, 0, length);
      if (body.size() > WebHandler.MAX_BODY_BYTES) {
        throw tooLong();
      }
      if (timekeeper.nanoTime() - deadline > 0) {
        throw new BodyRefusedException(
            408, "the body took longer than " + BODY_TIME.toSeconds() + " s");
      }
    }
    return body.toByteArray();
  }

  private static BodyRefusedException tooLong() {
    return new BodyRefusedException(
        413, "the body is longer than " + WebHandler.MAX_BODY_BYTES + " bytes");
  }

  private static Map<String, List<String>> headers(HttpServletRequest request) {
    Map<String, List<String>> headers = new HashMap<>();
    for (String name : Collections.list(request.getHeaderNames())) {
      headers.put(name, Collections.list(request.getHeaders(name)));
    }
    return headers;
  }
}
