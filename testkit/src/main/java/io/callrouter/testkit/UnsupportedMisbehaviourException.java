package io.callrouter.testkit;

/**
 * A simulated carrier cannot misbehave so, because there is no such thing in its protocol.
 *
 * @since 0.1
 */
public final class UnsupportedMisbehaviourException extends UnsupportedOperationException {
  private static final long serialVersionUID = 1L;

  /** Made with the reason, for a person to read. */
  public UnsupportedMisbehaviourException(String reason) {
    super(reason);
  }
}
