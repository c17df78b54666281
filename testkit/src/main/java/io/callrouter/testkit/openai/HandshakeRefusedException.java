package io.callrouter.testkit.openai;

import java.io.IOException;

/**
 * The service did not open a session.
 *
 * @since 0.1
 */
public final class HandshakeRefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String body;

  HandshakeRefusedException(int status, String body) {
    super("HTTP " + status + ": " + body);
    this.status = status;
    this.body = body;
  }

  /** The status of the answer, such as 401 or 429. */
  public int status() {
    return status;
  }

  /** The body of the answer: JSON with an {@code error}. */
  public String body() {
    return body;
  }
}
