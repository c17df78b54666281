package io.callrouter.testkit.openai;

import java.util.concurrent.CompletionStage;

/**
 * A client's end of a connection within the process. May be used by any threads.
 *
 * @since 0.1
 */
public interface ModelConnection {
  /**
   * Sends a text message.
   *
   * @return is complete when the service has read it; fails with an {@code IOException} if the
   *     connection is over
   */
  CompletionStage<?> send(String message);

  /**
   * Asks whether the service is there.
   *
   * @return is complete when the answer is back; never, where none comes
   */
  CompletionStage<?> ping();

  /** Closes in order; the listener is told when the service has answered. */
  void close(int code, String reason);

  /** Breaks the connection off without a word; the listener is told at once. */
  void cut();
}
