package io.callrouter.openai;

/** What the model gave a tool cannot be read; the message says to the model where and why. */
final class BadArgumentsException extends Exception {
  private static final long serialVersionUID = 1;

  BadArgumentsException(String message) {
    super(message);
  }
}
