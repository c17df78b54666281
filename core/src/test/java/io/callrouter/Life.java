package io.callrouter;

import io.callrouter.spi.Store;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The life of a node, which can end in the middle of whatever it does: from then on none of its
 * tasks and timers runs, and nothing it does reaches the store.
 */
final class Life {
  /** Ends what a dead node was doing. */
  static final class Ended extends Error {
    private static final long serialVersionUID = 1;

    Ended() {
      super("this node is dead", null, false, false);
    }
  }

  private final ManualTimekeeper time;
  private final Store shared;
  private volatile boolean over;
  private int writes; // tasks run one at a time
  private int lastWrite;
  private boolean lastTakesEffect;
  private int changes;

  Life(ManualTimekeeper time, Store shared) {
    this.time = time;
    this.shared = shared;
  }

  /** It ends with its n-th write to the store, before or after that takes effect. */
  Life endingAt(int write, boolean takesEffect) {
    lastWrite = write;
    lastTakesEffect = takesEffect;
    return this;
  }

  CallRouterBuilder host(CallRouterBuilder host) {
    return host.timekeeper(new Clock()).store(new Bytes()).tokenSecret(Node.SECRET);
  }

  void end() {
    over = true;
  }

  boolean isOver() {
    return over;
  }

  int writes() {
    return writes;
  }

  /** How often it has changed what is stored, which a store in a file forces to the disk. */
  int changes() {
    return changes;
  }

  private boolean change(Supplier<Boolean> operation) {
    boolean changed = write(operation);
    changes += changed ? 1 : 0;
    return changed;
  }

  private void check() {
    if (over) {
      throw new Ended();
    }
  }

  private <T extends @Nullable Object> T write(Supplier<T> operation) {
    check();
    writes++;
    boolean last = writes == lastWrite;
    if (last && !lastTakesEffect) {
      over = true;
      check();
    }
    T result = operation.get();
    over |= last;
    check();
    return result;
  }

  /** Does something of the node's, as far as it lives. */
  void run(Runnable task) {
    if (!over) {
      try {
        task.run();
      } catch (Ended e) {
        // So ends a task whose process is killed.
      }
    }
  }

  private final class Clock implements Timekeeper {
    @Override
    public Instant now() {
      return time.now();
    }

    @Override
    public long nanoTime() {
      return time.nanoTime();
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
      return time.schedule(delay, () -> run(task));
    }

    @Override
    public Executor executor(String role) {
      Executor threads = time.executor(role);
      return task -> threads.execute(() -> run(task));
    }

    @Override
    public <T extends @Nullable Object> T await(CompletableFuture<T> future, Duration timeout)
        throws TimeoutException, InterruptedException {
      try {
        return time.await(future, timeout);
      } finally {
        check();
      }
    }

    @Override
    public void close() {}
  }

  private final class Bytes implements Store {
    @Override
    public byte @Nullable [] get(String key) {
      check();
      return shared.get(key);
    }

    @Override
    public boolean putIfAbsent(String key, byte[] value, Duration life) {
      return change(() -> shared.putIfAbsent(key, value, life));
    }

    @Override
    public boolean compareAndSet(String key, byte[] expected, byte[] update, Duration life) {
      return change(() -> shared.compareAndSet(key, expected, update, life));
    }

    @Override
    public void remove(String key) {
      change(
          () -> {
            shared.remove(key);
            return true;
          });
    }

    @Override
    public Map<String, byte[]> list(String prefix) {
      check();
      return shared.list(prefix);
    }

    @Override
    public void publish(String channel, byte[] message) {
      write(
          () -> {
            shared.publish(channel, message);
            return true;
          });
    }

    @Override
    public Subscription subscribe(String channel, Consumer<byte[]> subscriber) {
      return shared.subscribe(channel, message -> run(() -> subscriber.accept(message)));
    }

    @Override
    public boolean isExclusive() {
      return shared.isExclusive();
    }

    @Override
    public void close() {}
  }
}
