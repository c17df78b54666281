package io.callrouter.testkit.carrier;

import org.jspecify.annotations.Nullable;

/**
 * A message of the application that the carrier drops.
 *
 * @since 0.1
 */
public final class InvalidMediaMessage extends Exception {
  private static final long serialVersionUID = 1L;

  private final @Nullable String reply;

  /** Made with what is wrong with it. */
  public InvalidMediaMessage(String text) {
    this(text, null);
  }

  /**
   * Made with what is wrong with it, and what the carrier says to that.
   *
   * @param reply a message, or null if it is dropped without a word
   */
  public InvalidMediaMessage(String text, @Nullable String reply) {
    super(text);
    this.reply = reply;
  }

  /** What the carrier says to it on the socket, or null if it says nothing. */
  public @Nullable String reply() {
    return reply;
  }
}
