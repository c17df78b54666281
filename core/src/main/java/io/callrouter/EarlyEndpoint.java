package io.callrouter;

import io.callrouter.media.AudioEndpoint;
import io.callrouter.media.ConnectContext;
import io.callrouter.media.EndpointFactory;
import io.callrouter.spi.Store;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One endpoint that is made before its media socket is there. Whoever takes it out of {@link
 * EarlyEndpoints} either hands it over or has it closed.
 */
final class EarlyEndpoint {
  private static final Logger log = LoggerFactory.getLogger(EarlyEndpoint.class);

  private final String callId;
  private final Timekeeper timekeeper;
  private final CompletableFuture<AudioEndpoint> made = new CompletableFuture<>();
  private final CompletableFuture<@Nullable Void> closed = new CompletableFuture<>();
  private final CompletableFuture<@Nullable Void> watchOver = new CompletableFuture<>();

  EarlyEndpoint(String callId, Timekeeper timekeeper) {
    this.callId = callId;
    this.timekeeper = timekeeper;
  }

  /** What is to be given back when somebody takes it out; at once if that was done. */
  void watchedBy(Timekeeper.Timer timer, Store.Subscription following) {
    CompletionStage<@Nullable Void> over = watchOver;
    over.thenRun(timer::cancel);
    over.thenRun(following::cancel);
  }

  /** It was taken out. */
  void watchNoMore() {
    watchOver.complete(null);
  }

  /** Makes it; may block. */
  void make(EndpointFactory factory, ConnectContext context) {
    try {
      made.complete(Objects.requireNonNull(factory.create(context), "it made no endpoint"));
    } catch (Throwable cause) {
      made.completeExceptionally(cause);
      if (cause instanceof VirtualMachineError fatal) {
        throw fatal;
      }
    }
  }

  /**
   * Waits until it is there; one that comes later is closed.
   *
   * @throws Exception what its factory threw
   */
  AudioEndpoint handOver(Duration longest) throws Exception {
    try {
      return timekeeper.await(made, longest);
    } catch (CompletionException e) {
      throw e.getCause() instanceof Exception thrown ? thrown : e;
    } catch (TimeoutException | InterruptedException e) {
      close();
      throw e;
    }
  }

  /** Has it closed, once it is there. */
  void close() {
    Executor threads = timekeeper.executor("early");
    CompletionStage<AudioEndpoint> there = made;
    there.whenComplete((endpoint, failure) -> threads.execute(() -> close(endpoint)));
  }

  private void close(@Nullable AudioEndpoint endpoint) {
    try {
      if (endpoint != null) {
        endpoint.close();
      }
    } catch (RuntimeException e) {
      log.warn("call {}: an endpoint made early could not be closed", callId, e);
    } finally {
      closed.complete(null);
    }
  }

  /** Completes when it was closed. */
  CompletableFuture<@Nullable Void> closed() {
    return closed;
  }
}
