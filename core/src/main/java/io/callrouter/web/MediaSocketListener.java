package io.callrouter.web;

/**
 * What an open WebSocket's messages and its end go to. Implemented by the router.
 *
 * <p>Called by one thread at a time, not always the same; nothing here blocks, so an adapter calls
 * it on the thread that read the message.
 *
 * @since 0.1
 */
public interface MediaSocketListener {
  /** One whole text message, at most {@link WebHandler#MAX_MESSAGE_CHARS} long. */
  void onText(String message);

  /** A binary message came; its content does not matter, since no carrier's protocol has one. */
  void onBinary();

  /**
   * The socket is closed, by whichever side; nothing follows. Called exactly once.
   *
   * @param code the RFC 6455 close code, 1006 if there was none
   * @param reason what the other side or the network gave as reason; may be empty
   */
  void onClosed(int code, String reason);
}
