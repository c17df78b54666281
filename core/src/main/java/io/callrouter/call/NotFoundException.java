package io.callrouter.call;

/**
 * There is no call, flow, endpoint or provider of that name.
 *
 * @since 0.1
 */
public final class NotFoundException extends CallRouterException {
  private static final long serialVersionUID = 1L;

  /** Made with a message that says what happened and what to do. */
  public NotFoundException(String message) {
    super(message);
  }
}
