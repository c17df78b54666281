package io.callrouter.openai;

/**
 * An open socket to the model. All methods may be called from any thread and none blocks.
 *
 * @since 0.1
 */
public interface ModelSocket {
  /**
   * Sends a text message after those before it; does nothing once the socket is closed. One that
   * cannot take more closes itself.
   */
  void send(String message);

  /** Closes in order; the socket is gone at once for this side. */
  void close();
}
