package io.callrouter.internal.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.callrouter.call.Outcome;
import io.callrouter.media.AudioEndpoint;
import io.callrouter.media.AudioFormat;
import io.callrouter.media.AudioFrame;
import io.callrouter.media.EndpointContext;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Endpoints that block for good, on real threads: each costs its own thread until it lets go. */
@Timeout(60)
class StuckThreadsTest {
  private static final EndpointBounds BRIEF =
      new EndpointBounds(Duration.ofMillis(50), Duration.ofMillis(50));

  /** Blocks where it is told to, deaf to interrupts. */
  private static final class Blocker implements AudioEndpoint {
    private final boolean atEnd;
    private final CountDownLatch gate;
    private final CountDownLatch closes;

    Blocker(boolean atEnd, CountDownLatch gate, CountDownLatch closes) {
      this.atEnd = atEnd;
      this.gate = gate;
      this.closes = closes;
    }

    @Override
    public void onStart(EndpointContext context) {
      if (atEnd) {
        context.finish("done");
      } else {
        block();
      }
    }

    @Override
    public void onAudio(EndpointContext context, AudioFrame frame) {}

    @Override
    public void onEnd(EndpointContext context) {
      block();
    }

    @Override
    public void close() {
      closes.countDown();
    }

    private void block() {
      boolean open = false;
      while (!open) {
        try {
          gate.await();
          open = true;
        } catch (InterruptedException e) {
          // It is what this endpoint is for.
        }
      }
    }
  }

  @Test
  void whatIsStuckIsToldInTimeAndItsThreadsAreGivenBackWhenItLetsGo() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    CountDownLatch closes = new CountDownLatch(20);
    try (CountedTimekeeper time = new CountedTimekeeper();
        Pacer pacer = new Pacer(time)) {
      List<CompletableFuture<Outcome>> ended = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        ended.add(connect(new Blocker(i % 2 == 0, gate, closes), pacer, time));
      }
      for (int i = 0; i < 20; i++) {
        Outcome outcome = ended.get(i).get(20, TimeUnit.SECONDS);
        assertEquals(i % 2 == 0 ? Outcome.Kind.DONE : Outcome.Kind.FAILED, outcome.kind());
      }
      assertEquals(20, closes.getCount());
      gate.countDown();
      closes.await();
      time.awaitIdle();
    }
  }

  private static CompletableFuture<Outcome> connect(
      AudioEndpoint endpoint, Pacer pacer, Timekeeper time) {
    CompletableFuture<Outcome> ended = new CompletableFuture<>();
    FakeCarrier carrier = new FakeCarrier(AudioFormat.PCMU, time);
    new MediaStream(
            "call stuck",
            AudioFormat.PCMU,
            AudioFormat.PCMU,
            carrier,
            carrier,
            pacer,
            time,
            BRIEF,
            (outcome, broken) -> ended.complete(outcome))
        .connect(context -> endpoint, StreamFixture.CONTEXT);
    return ended;
  }

  /** The machine's time, and how many tasks hold a thread. */
  private static final class CountedTimekeeper implements Timekeeper {
    private final Timekeeper real = Timekeeper.system();
    private final Phaser tasks = new Phaser(1);

    /** Returns when no task holds a thread. */
    void awaitIdle() throws InterruptedException, TimeoutException {
      tasks.awaitAdvanceInterruptibly(tasks.arrive(), 20, TimeUnit.SECONDS);
    }

    @Override
    public Executor executor(String role) {
      Executor threads = real.executor(role);
      return task -> {
        tasks.register();
        threads.execute(
            () -> {
              try {
                task.run();
              } finally {
                tasks.arriveAndDeregister();
              }
            });
      };
    }

    @Override
    public Instant now() {
      return real.now();
    }

    @Override
    public long nanoTime() {
      return real.nanoTime();
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
      return real.schedule(delay, task);
    }

    @Override
    public <T> T await(CompletableFuture<T> future, Duration timeout)
        throws TimeoutException, InterruptedException {
      return real.await(future, timeout);
    }

    @Override
    public void close() {
      real.close();
    }
  }
}
