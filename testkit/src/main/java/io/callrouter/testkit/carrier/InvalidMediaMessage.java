package io.callrouter.testkit.carrier;

/**
 * A message of the application that the carrier drops.
 *
 * @since 0.1
 */
public final class InvalidMediaMessage extends Exception {
  private static final long serialVersionUID = 1L;

  /** Made with what is wrong with it. */
  public InvalidMediaMessage(String text) {
    super(text);
  }
}
