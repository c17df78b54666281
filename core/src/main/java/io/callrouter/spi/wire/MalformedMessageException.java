package io.callrouter.spi.wire;

/**
 * A message is not what its protocol says: no JSON, or a value of another kind than is wanted.
 *
 * <p>Has no stack trace, since a flood of such messages must stay cheap.
 *
 * @since 0.1
 */
public final class MalformedMessageException extends Exception {
  private static final long serialVersionUID = 1L;

  /** For a value that is JSON and still not what the protocol says. */
  public MalformedMessageException() {
    super("not a message of the protocol", null, false, false);
  }
}
