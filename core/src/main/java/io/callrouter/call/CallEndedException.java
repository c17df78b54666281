package io.callrouter.call;

/**
 * The call is over, so nothing can be done with it any more.
 *
 * @since 0.1
 */
public final class CallEndedException extends CallRouterException {
  private static final long serialVersionUID = 1L;

  /** Made with a message that says what happened and what to do. */
  public CallEndedException(String message) {
    super(message);
  }
}
