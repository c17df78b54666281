package io.callrouter.call;

/**
 * What was waited for did not happen in time; the call goes on.
 *
 * @since 0.1
 */
public final class WaitTimeoutException extends CallRouterException {
  private static final long serialVersionUID = 1L;

  /** Made with a message that says what happened and what to do. */
  public WaitTimeoutException(String message) {
    super(message);
  }
}
