package io.callrouter.openai;

import io.callrouter.call.CallRouterException;

/**
 * The service refused the handshake of a session.
 *
 * @since 0.1
 */
public final class ModelRefusedException extends CallRouterException {
  private static final long serialVersionUID = 1;

  private final int status;

  /** With the HTTP status of the answer. */
  public ModelRefusedException(int status) {
    super(
        "the model's service refused the session with HTTP status " + status + ": " + hint(status));
    this.status = status;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** Whether another attempt may succeed. */
  public boolean isRetryable() {
    return status == 429 || status >= 500;
  }

  private static String hint(int status) {
    return switch (status) {
      case 401, 403 -> "check the API key and what it may do";
      case 404 -> "check the model's name and the address";
      case 429 -> "the limit of the account is reached";
      default -> status >= 500 ? "the service has a problem" : "check the address";
    };
  }
}
