package io.callrouter.testkit.openai;

/**
 * What a client hears on a connection within the process. Called by one thread at a time, in order;
 * it may block, and only its own connection waits.
 *
 * @since 0.1
 */
public interface ModelListener {
  /** A whole text message. */
  void onText(String message);

  /**
   * The connection is over; called once, last.
   *
   * @param code the close code, 1006 if the connection broke off
   */
  void onClosed(int code, String reason);
}
