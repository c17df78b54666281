package io.callrouter.call;

/**
 * The store failed or holds what it should not; the operation may be tried again.
 *
 * @since 0.1
 */
public final class StoreException extends CallRouterException {
  private static final long serialVersionUID = 1L;

  /** Made with a message that says what happened and what to do. */
  public StoreException(String message) {
    super(message);
  }

  /** Made with a message that says what happened and what to do, and what led to it. */
  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
