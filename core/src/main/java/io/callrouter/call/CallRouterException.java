package io.callrouter.call;

import org.jspecify.annotations.Nullable;

/**
 * The root of what the router throws at its host; its children are what a host can act on.
 *
 * @since 0.1
 */
public class CallRouterException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Made with a message that says what happened and what to do. */
  public CallRouterException(String message) {
    super(message);
  }

  /** Made with a message and what led to it. */
  public CallRouterException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
