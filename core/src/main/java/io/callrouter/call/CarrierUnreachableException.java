package io.callrouter.call;

import org.jspecify.annotations.Nullable;

/**
 * The carrier could not be reached, or could not do what it was asked: the request has taken no
 * effect and may be made again.
 *
 * @since 0.1
 */
public final class CarrierUnreachableException extends CallRouterException {
  private static final long serialVersionUID = 1L;

  /** Made with a message that says what happened and what to do, and what led to it. */
  public CarrierUnreachableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
