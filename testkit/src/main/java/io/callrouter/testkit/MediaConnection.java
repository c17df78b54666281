package io.callrouter.testkit;

import java.util.concurrent.CompletionStage;

/** The carrier's end of an open media socket. */
interface MediaConnection {
  /** Sends a text message; the next one only after this one's stage is complete. */
  CompletionStage<?> send(String message);

  /** Closes in order; like a message, only after the one before is complete. */
  CompletionStage<?> close(int code, String reason);

  /** Breaks the connection off without a word. */
  void cut();
}
