package io.callrouter.call;

/**
 * This call, or its provider, cannot do what was asked.
 *
 * @since 0.1
 */
public final class UnsupportedCapabilityException extends CallRouterException {
  private static final long serialVersionUID = 1L;

  /** Made with a message that says what happened and what to do. */
  public UnsupportedCapabilityException(String message) {
    super(message);
  }
}
