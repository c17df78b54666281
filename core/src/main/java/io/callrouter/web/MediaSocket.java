package io.callrouter.web;

import org.jspecify.annotations.Nullable;

/**
 * An open WebSocket, as the router sends on it. Implemented by an adapter or a transport in memory.
 *
 * @since 0.1
 */
public interface MediaSocket {
  /**
   * Sends one text message without blocking. The router has at most one message under way: the next
   * call comes after the first one's {@link Sent} was told.
   *
   * @param sent told once, from any thread, also from within this call
   */
  void send(String message, Sent sent);

  /**
   * Closes the socket; the listener's {@code onClosed} follows. May be called from any thread, more
   * than once, and does not block.
   *
   * @param code an RFC 6455 §7.4 close code
   * @param reason at most 123 bytes of UTF-8
   */
  void close(int code, String reason);

  /** Is told when a message has been handed to the network, or could not be. */
  @FunctionalInterface
  interface Sent {
    /**
     * The message is away.
     *
     * @param failure why it is not, or null
     */
    void done(@Nullable Throwable failure);
  }
}
