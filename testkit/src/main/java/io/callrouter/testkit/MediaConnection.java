package io.callrouter.testkit;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The carrier's end of an open media socket. */
interface MediaConnection {
  /** Before there is one: what is sent is nowhere. */
  MediaConnection NONE =
      new MediaConnection() {
        @Override
        public CompletionStage<?> send(String message) {
          return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<?> close(int code, String reason) {
          return CompletableFuture.completedStage(null);
        }

        @Override
        public void cut() {}
      };

  /** Sends a text message; the next one only after this one's stage is complete. */
  CompletionStage<?> send(String message);

  /** Closes in order; like a message, only after the one before is complete. */
  CompletionStage<?> close(int code, String reason);

  /** Breaks the connection off without a word. */
  void cut();
}
