package io.callrouter.testkit;

/** A message of the application that the carrier drops. */
final class InvalidMediaMessage extends Exception {
  private static final long serialVersionUID = 1L;

  InvalidMediaMessage(String text) {
    super(text);
  }
}
