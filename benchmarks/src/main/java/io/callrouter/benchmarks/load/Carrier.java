package io.callrouter.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * The carrier: one thread that says a frame of each call every 20 ms, on a schedule that does not
 * drift, and reads what comes back. The calls are spread evenly over the 20 ms, by whole ms.
 */
final class Carrier implements AutoCloseable {
  private static final long TICK_NANOS = 1_000_000;
  private static final int BUFFER_BYTES = 256 * 1024;

  private final Findings findings = new Findings();
  private final Selector selector = Selector.open();
  private final Queue<Runnable> orders = new ConcurrentLinkedQueue<>();
  private final List<List<CarrierCall>> slots = new ArrayList<>();
  private final ByteBuffer writing = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private final byte[] reading = new byte[BUFFER_BYTES];
  private final Thread thread = new Thread(this::run, "carrier");
  private final boolean isWoken;
  private volatile boolean closed;

  /**
   * A carrier that has no calls yet.
   *
   * @param isWoken whether what comes wakes it, so that round trips are exact; else it looks once a
   *     ms, and nobody pays for waking it
   */
  Carrier(boolean isWoken) throws IOException {
    this.isWoken = isWoken;
    for (int i = 0; i < Frames.MS; i++) {
      slots.add(new ArrayList<>());
    }
    thread.setDaemon(true);
    thread.start();
  }

  /** Begins a call's stream. */
  void add(CarrierCall call) {
    order(
        () -> {
          try {
            call.channel.configureBlocking(false);
            call.channel.register(selector, SelectionKey.OP_READ, call);
            call.begin(writing);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          slots.get(call.number % Frames.MS).add(call);
          return call;
        });
  }

  /** Ends a call's stream. */
  void stop(CarrierCall call) {
    order(
        () -> {
          try {
            call.stop();
          } catch (IOException e) {
            findings.closed++;
          }
          slots.get(call.number % Frames.MS).remove(call);
          return call;
        });
  }

  /** All callers fall silent: what is still under way comes back. */
  void hush() {
    order(
        () -> {
          slots.forEach(List::clear);
          return slots;
        });
  }

  /** Does something on the carrier's thread, and waits for it. */
  <T> T order(Supplier<T> order) {
    CompletableFuture<T> done = new CompletableFuture<>();
    orders.add(
        () -> {
          try {
            done.complete(order.get());
          } catch (RuntimeException e) {
            done.completeExceptionally(e);
          }
        });
    selector.wakeup();
    try {
      return done.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("the carrier's thread failed", e);
    }
  }

  /** What was found; to be looked at in an {@link #order}. */
  Findings findings() {
    return findings;
  }

  @Override
  public void close() throws IOException {
    closed = true;
    selector.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    selector.close();
  }

  private void run() {
    long start = System.nanoTime();
    long tick = 0;
    while (!closed) {
      try {
        for (Runnable order = orders.poll(); order != null; order = orders.poll()) {
          order.run();
        }
        for (long due = start + tick * TICK_NANOS;
            due <= System.nanoTime();
            due = start + ++tick * TICK_NANOS) {
          say(slots.get((int) (tick % Frames.MS)), due);
        }
        if (isWoken) {
          selector.select(this::read, 1);
        } else {
          LockSupport.parkNanos(start + tick * TICK_NANOS - System.nanoTime());
          selector.selectNow(this::read);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void say(List<CarrierCall> calls, long due) {
    for (int i = 0; i < calls.size(); i++) {
      long now = System.nanoTime();
      findings.latestSayNanos = Math.max(findings.latestSayNanos, now - due);
      try {
        calls.get(i).say(now);
      } catch (IOException e) {
        findings.closed++;
        calls.remove(i--);
      }
    }
  }

  private void read(SelectionKey key) {
    CarrierCall call = (CarrierCall) key.attachment();
    try {
      call.read(findings, reading);
    } catch (IOException e) {
      findings.damaged++;
      key.cancel();
    }
  }
}
