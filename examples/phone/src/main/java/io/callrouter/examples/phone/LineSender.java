package io.callrouter.examples.phone;

import io.callrouter.testkit.carrier.SerialQueue;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends to a page, one message after another, and never blocks whoever has something to send.
 *
 * <p>For a page that reads too slowly audio is left out, and one that does not even read the words
 * is given up. May be used by any threads.
 */
final class LineSender {
  private static final Duration LONGEST_SEND = Duration.ofSeconds(10);

  /** A second: a carrier that was held up hands over many frames at once. */
  private static final int MOST_AUDIO = 50;

  private static final int MOST_TEXTS = 1000;

  private final RemoteEndpoint.Async remote;
  private final Runnable giveUp;
  private final SerialQueue queue = new SerialQueue();
  private final AtomicInteger audio = new AtomicInteger();
  private final AtomicInteger texts = new AtomicInteger();

  LineSender(RemoteEndpoint.Async remote, Runnable giveUp) {
    this.remote = remote;
    this.giveUp = giveUp;
    remote.setSendTimeout(LONGEST_SEND.toMillis());
  }

  void text(String message) {
    if (texts.get() >= MOST_TEXTS) {
      giveUp.run();
    } else {
      send(texts, done -> remote.sendText(message, done));
    }
  }

  void audio(ByteBuffer frame) {
    if (audio.get() < MOST_AUDIO) {
      send(audio, done -> remote.sendBinary(frame, done));
    }
  }

  private void send(AtomicInteger waiting, Consumer<SendHandler> sending) {
    waiting.incrementAndGet();
    queue.add(() -> sent(sending).whenComplete((nothing, failure) -> waiting.decrementAndGet()));
    queue.drain();
  }

  private static CompletionStage<@Nullable Void> sent(Consumer<SendHandler> sending) {
    CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
    try {
      sending.accept(result -> done.complete(null));
    } catch (IllegalStateException e) {
      done.complete(null); // The page is gone: its line hears of that otherwise.
    }
    return done;
  }
}
