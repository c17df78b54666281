package io.callrouter.testkit.carrier;

import io.callrouter.time.Timekeeper;
import io.callrouter.web.Admission;
import io.callrouter.web.MediaSocket;
import io.callrouter.web.MediaSocketListener;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A media socket that has no network between its two ends. */
final class InMemoryConnection implements MediaConnection {
  private static final int NO_CLOSE_FRAME = 1006;

  private final MediaSocketListener carrier;
  private final SerialQueue toRouter = new SerialQueue();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final SerialQueue fromRouter = new SerialQueue();
  private volatile @Nullable Reading reading;
  private @Nullable MediaSocketListener router;

  /** That reading takes time. */
  private record Reading(Duration each, Timekeeper time) {}

  private InMemoryConnection(MediaSocketListener carrier) {
    this.carrier = carrier;
  }

  static InMemoryConnection open(Admission admission, MediaSocketListener carrier) {
    InMemoryConnection connection = new InMemoryConnection(carrier);
    connection.inTurn(() -> connection.router = admission.open(connection.new RouterEnd()));
    return connection;
  }

  @Override
  public CompletionStage<?> send(String message) {
    if (closed.get()) {
      return CompletableFuture.failedStage(new IllegalStateException("the socket is closed"));
    }
    return tellRouter(listener -> listener.onText(message));
  }

  @Override
  public CompletionStage<?> close(int code, String reason) {
    end(code, reason);
    return CompletableFuture.completedStage(null);
  }

  @Override
  public void cut() {
    end(NO_CLOSE_FRAME, "the connection broke");
  }

  @Override
  public void cutWithin(String message) {
    cut(); // Half a message never comes out of a WebSocket's reader.
  }

  @Override
  public void readSlowly(Duration each, Timekeeper time) {
    reading = new Reading(each, time);
  }

  private void end(int code, String reason) {
    if (closed.compareAndSet(false, true)) {
      tellRouter(listener -> tellEnd(listener, code, reason));
      carrier.onClosed(code, reason);
    }
  }

  /** What the router keeps for the socket is not kept from being collected by a carrier's log. */
  private void tellEnd(MediaSocketListener listener, int code, String reason) {
    router = null;
    listener.onClosed(code, reason);
  }

  private CompletionStage<?> tellRouter(Consumer<MediaSocketListener> word) {
    return inTurn(
        () -> {
          if (router != null) {
            word.accept(router);
          }
        });
  }

  private CompletionStage<?> inTurn(Runnable task) {
    CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
    toRouter.add(
        () -> {
          task.run();
          done.complete(null);
          return done;
        });
    toRouter.drain();
    return done;
  }

  /** What the router sends on. */
  private final class RouterEnd implements MediaSocket {
    @Override
    public void send(String message, Sent sent) {
      if (closed.get()) {
        sent.done(new IllegalStateException("the socket is closed"));
        return;
      }
      fromRouter.add(() -> read(message, sent));
      fromRouter.drain();
    }

    private CompletionStage<?> read(String message, Sent sent) {
      Reading slowly = reading;
      CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
      if (slowly == null) {
        take(message, sent);
        done.complete(null);
      } else {
        slowly.time().schedule(slowly.each(), () -> take(message, sent, done));
      }
      return done;
    }

    private void take(String message, Sent sent, CompletableFuture<@Nullable Void> done) {
      take(message, sent);
      done.complete(null);
    }

    private void take(String message, Sent sent) {
      carrier.onText(message);
      sent.done(null);
    }

    @Override
    public void close(int code, String reason) {
      end(code, reason);
    }
  }
}
