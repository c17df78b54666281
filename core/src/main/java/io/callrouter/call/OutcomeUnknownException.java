package io.callrouter.call;

import org.jspecify.annotations.Nullable;

/**
 * A request was sent and not answered: it may have taken effect, so it must not simply be made
 * again.
 *
 * @since 0.1
 */
public final class OutcomeUnknownException extends CallRouterException {
  private static final long serialVersionUID = 1L;

  /** Made with a message that says what happened and what to do, and what led to it. */
  public OutcomeUnknownException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
