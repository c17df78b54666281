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
import java.util.Set;
import java.util.concurrent.Semaphore;

/** Reads requests as they came over the wire, within bounds of size, time and threads. */
final class RequestReader {
  /**
   * How long a body may take. A container's own time-out counts from byte to byte, so that a sender
   * of single bytes would hold a thread for hours.
   */
  static final Duration BODY_TIME = Duration.ofSeconds(10);

  /**
   * How many requests may wait for the rest of their bodies at once. Each holds a thread of the
   * container, which has some 200 and needs them for the calls' audio too; a carrier sends a body
   * with its head.
   */
  static final int MOST_WAITING = 64;

  private static final Set<String> BODILESS = Set.of("GET", "HEAD");
  private static final byte[] NO_BODY = new byte[0];
  private static final int CHUNK_BYTES = 8 * 1024;

  private final Semaphore waiting = new Semaphore(MOST_WAITING);
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
    if (BODILESS.contains(request.getMethod())) {
      return NO_BODY; // One that came all the same means nothing, RFC 9110 §9.3.1.
    }
    long length = request.getContentLengthLong();
    if (length > WebHandler.MAX_BODY_BYTES) {
      throw tooLong();
    }
    try {
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      InputStream in = request.getInputStream();
      takeWhatIsHere(in, length, body);
      return body.size() == length ? body.toByteArray() : await(in, body);
    } catch (IOException e) {
      throw new BodyRefusedException(400, "the body could not be read to its end");
    }
  }

  private static void takeWhatIsHere(InputStream in, long length, ByteArrayOutputStream body)
      throws IOException {
    byte[] chunk = new byte[CHUNK_BYTES];
    while (body.size() < length && in.available() > 0) {
      int read = in.read(chunk);
      if (read < 0) {
        return;
      }
      body.write(chunk, 0, read);
    }
  }

  private byte[] await(InputStream in, ByteArrayOutputStream body)
      throws IOException, BodyRefusedException {
    long deadline = timekeeper.nanoTime() + BODY_TIME.toNanos();
    if (!waiting.tryAcquire()) {
      throw new BodyRefusedException(
          503, "more than " + MOST_WAITING + " requests wait for their bodies");
    }
    try {
      return drain(in, body, deadline);
    } finally {
      waiting.release();
    }
  }

  private byte[] drain(InputStream in, ByteArrayOutputStream body, long deadline)
      throws IOException, BodyRefusedException {
    byte[] chunk = new byte[CHUNK_BYTES];
    int read = 0;
    while (read >= 0) {
      body.write(chunk, 0, read);
      if (body.size() > WebHandler.MAX_BODY_BYTES) {
        throw tooLong();
      }
      if (timekeeper.nanoTime() - deadline > 0) {
        throw new BodyRefusedException(
            408, "the body took longer than " + BODY_TIME.toSeconds() + " s");
      }
      read = in.read(chunk);
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
