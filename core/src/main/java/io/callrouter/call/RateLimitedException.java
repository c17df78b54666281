package io.callrouter.call;

import java.time.Duration;

/**
 * The carrier takes no more requests for now; the request has taken no effect.
 *
 * @since 0.1
 */
public final class RateLimitedException extends CallRouterException {
  private static final long serialVersionUID = 1L;

  private final Duration retryAfter;

  /**
   * Made with a message that says what happened and what to do.
   *
   * @param retryAfter after which it may be tried again; zero if the carrier did not say
   */
  public RateLimitedException(String message, Duration retryAfter) {
    super(message);
    this.retryAfter = retryAfter;
  }

  /** After which it may be tried again; zero if the carrier did not say. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
