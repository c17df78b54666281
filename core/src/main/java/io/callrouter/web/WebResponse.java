package io.callrouter.web;

import java.nio.charset.StandardCharsets;

/**
 * The answer to an HTTP request.
 *
 * @param status the HTTP status
 * @param contentType the value of Content-Type; empty if there is no body
 * @param body not copied, not to be changed
 * @since 0.1
 */
@SuppressWarnings("ArrayRecordComponent") // The body is handed through, never compared.
public record WebResponse(int status, String contentType, byte[] body) {
  /** An answer in text, UTF-8. */
  public static WebResponse of(int status, String contentType, String text) {
    return new WebResponse(
        status, contentType + ";charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  /** A plain sentence. */
  public static WebResponse text(int status, String sentence) {
    return of(status, "text/plain", sentence + "\n");
  }

  /** 204, nothing to say. */
  public static WebResponse noContent() {
    return new WebResponse(204, "", new byte[0]);
  }

  /** The body as text. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }
}
