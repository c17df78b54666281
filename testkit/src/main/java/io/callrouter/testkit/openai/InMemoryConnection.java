package io.callrouter.testkit.openai;

import io.callrouter.testkit.carrier.SerialQueue;
import io.callrouter.time.SerialExecutor;
import io.callrouter.time.Timekeeper;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A connection that has no network between its ends, but may be as slow as one. */
final class InMemoryConnection implements ModelConnection {
  private static final int BROKE_OFF = 1006;

  private final Timekeeper timekeeper;
  private final Duration latency;
  private final ModelListener client;
  private final SerialExecutor toClient;
  private final SerialQueue toService = new SerialQueue();
  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicBoolean told = new AtomicBoolean();
  private volatile @Nullable Session session;
  private volatile boolean frozen;

  InMemoryConnection(Timekeeper timekeeper, Duration latency, ModelListener client) {
    this.timekeeper = timekeeper;
    this.latency = latency;
    this.client = client;
    this.toClient = new SerialExecutor(timekeeper.executor("model-client"));
  }

  void attach(Session opened) {
    session = opened;
  }

  /** The service's end. */
  Link link() {
    return new ServiceEnd();
  }

  /** Does something at the client's end when the network has carried it there. */
  void atClient(Runnable task) {
    travel(() -> toClient.execute(task));
  }

  /** Does something at the service's end when the network has carried it there. */
  void travel(Runnable arrival) {
    if (latency.isZero()) {
      arrival.run();
    } else {
      timekeeper.schedule(latency, arrival);
    }
  }

  @Override
  public CompletionStage<?> send(String message) {
    Session to = session;
    if (to == null || over.get()) {
      return CompletableFuture.failedStage(new IOException("the connection is closed"));
    }
    CompletableFuture<@Nullable Void> read = new CompletableFuture<>();
    travel(
        () -> {
          if (!frozen) {
            toService.add(() -> to.receive(message).thenRun(() -> read.complete(null)));
            toService.drain();
          }
        });
    return read;
  }

  @Override
  public CompletionStage<?> ping() {
    CompletableFuture<@Nullable Void> pong = new CompletableFuture<>();
    travel(
        () -> {
          if (!frozen && !over.get()) {
            atClient(() -> pong.complete(null));
          }
        });
    return pong;
  }

  @Override
  public void close(int code, String reason) {
    endByClient(code, reason);
    travel(
        () -> {
          if (!frozen) {
            atClient(() -> tell(code, reason));
          }
        });
  }

  @Override
  public void cut() {
    endByClient(BROKE_OFF, "the client broke off");
    toClient.execute(() -> tell(BROKE_OFF, "the connection broke"));
  }

  private void endByClient(int code, String reason) {
    Session from = session;
    if (from != null && over.compareAndSet(false, true)) {
      travel(() -> from.closedByClient(code, reason));
    }
  }

  private void tell(int code, String reason) {
    over.set(true);
    if (told.compareAndSet(false, true)) {
      client.onClosed(code, reason);
    }
  }

  private final class ServiceEnd implements Link {
    @Override
    public void send(String message) {
      atClient(
          () -> {
            if (!told.get()) {
              client.onText(message);
            }
          });
    }

    @Override
    public void close(int code, String reason) {
      atClient(() -> tell(code, reason));
    }

    @Override
    public void cut() {
      atClient(() -> tell(BROKE_OFF, "the connection broke"));
    }

    @Override
    public void freeze() {
      frozen = true;
    }
  }
}
