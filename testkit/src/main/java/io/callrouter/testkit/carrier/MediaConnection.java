package io.callrouter.testkit.carrier;

import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The carrier's end of an open media socket. May be used by any threads.
 *
 * @since 0.1
 */
public interface MediaConnection {
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

        @Override
        public void cutWithin(String message) {}

        @Override
        public void readSlowly(Duration each, Timekeeper time) {}
      };

  /** Sends a text message; the next one only after this one's stage is complete. */
  CompletionStage<?> send(String message);

  /** Closes in order; like a message, only after the one before is complete. */
  CompletionStage<?> close(int code, String reason);

  /** Breaks the connection off without a word. */
  void cut();

  /** Breaks the connection off when a part of that message has been sent, where that can be. */
  void cutWithin(String message);

  /** From now on each message of the application occupies the reader for so long. */
  void readSlowly(Duration each, Timekeeper time);
}
