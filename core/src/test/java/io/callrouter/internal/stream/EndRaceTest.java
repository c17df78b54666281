package io.callrouter.internal.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.call.Outcome;
import io.callrouter.media.AudioEndpoint;
import io.callrouter.media.AudioFormat;
import io.callrouter.media.AudioFrame;
import io.callrouter.media.EndpointContext;
import io.callrouter.media.PlayItem;
import io.callrouter.spi.MediaEvents;
import io.callrouter.spi.Track;
import io.callrouter.time.Timekeeper;
import io.callrouter.web.MediaSocket;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The thread that reads audio against the one that ends the peer, on real threads. */
@Timeout(60)
class EndRaceTest {
  private static final int ROUNDS = 300;

  /** Fails where {@code onAudio} runs before the start, beside itself, beside or after the end. */
  private static final class Judge implements AudioEndpoint {
    final AtomicInteger faults = new AtomicInteger();
    final AtomicInteger starts = new AtomicInteger();
    final AtomicInteger ends = new AtomicInteger();
    final AtomicInteger closes = new AtomicInteger();
    final AtomicBoolean inAudio = new AtomicBoolean();
    final CompletableFuture<EndpointContext> started = new CompletableFuture<>();
    private volatile boolean open;
    private volatile PlayItem item;

    @Override
    public void onStart(EndpointContext context) {
      starts.incrementAndGet();
      item = context.item("echo");
      started.complete(context);
      spin(200);
      open = true;
    }

    @Override
    public void onAudio(EndpointContext context, AudioFrame frame) {
      check(open && inAudio.compareAndSet(false, true));
      item.send(frame.array(), frame.offset(), frame.length());
      spin(5000);
      check(open && inAudio.compareAndSet(true, false));
    }

    @Override
    public void onEnd(EndpointContext context) {
      ends.incrementAndGet();
      check(!inAudio.get());
      open = false;
    }

    @Override
    public void close() {
      closes.incrementAndGet();
      check(!inAudio.get());
    }

    private void check(boolean holds) {
      if (!holds) {
        faults.incrementAndGet();
      }
    }
  }

  @Test
  void noAudioIsDeliveredOutsideOfStartAndEnd() throws Exception {
    try (Timekeeper time = Timekeeper.system();
        Pacer pacer = new Pacer(time)) {
      for (int round = 0; round < ROUNDS; round++) {
        race(time, pacer, round);
      }
    }
  }

  private static void race(Timekeeper time, Pacer pacer, int round) throws Exception {
    CompletableFuture<Outcome> ended = new CompletableFuture<>();
    AtomicInteger told = new AtomicInteger();
    AtomicBoolean sending = new AtomicBoolean();
    AtomicInteger overlaps = new AtomicInteger();
    MediaStream stream =
        new MediaStream(
            "race " + round,
            AudioFormat.PCMU,
            AudioFormat.PCMU,
            new FakeCarrier(AudioFormat.PCMU, time),
            new CountingSocket(sending, overlaps),
            pacer,
            time,
            StreamFixture.BOUNDS,
            (outcome, broken) -> {
              told.incrementAndGet();
              ended.complete(outcome);
            });
    Judge judge = new Judge();
    CyclicBarrier start = new CyclicBarrier(2);
    CompletableFuture<Void> reader =
        CompletableFuture.runAsync(() -> read(stream, start, ended), time.executor("reader"));
    start.await(10, TimeUnit.SECONDS);
    stream.connect(context -> judge, StreamFixture.CONTEXT);
    end(stream, judge, new Random(round));
    ended.get(10, TimeUnit.SECONDS);
    reader.get(10, TimeUnit.SECONDS);

    String where = "round " + round;
    assertEquals(0, judge.faults.get(), where);
    assertEquals(judge.starts.get(), judge.ends.get(), where);
    assertTrue(judge.closes.get() <= 1 && judge.closes.get() >= judge.starts.get(), where);
    assertEquals(1, told.get(), where);
    assertEquals(0, overlaps.get(), where);
  }

  private static void read(MediaStream stream, CyclicBarrier start, CompletableFuture<?> ended) {
    try {
      start.await(10, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    byte[] frame = new byte[160];
    int after = 0;
    for (long i = 0; after < 20; i++) {
      stream.audio(Track.INBOUND, MediaEvents.IN_ORDER, frame, 0, frame.length, 20 * i);
      after += ended.isDone() ? 1 : 0;
    }
  }

  /** Ends it in one of four ways, at some moment between before the start and long after it. */
  private static void end(MediaStream stream, Judge judge, Random random) throws Exception {
    int way = random.nextInt(4);
    if (way == 0) {
      stream.end("hung up at once");
      return;
    }
    EndpointContext context = judge.started.get(10, TimeUnit.SECONDS);
    spin(random.nextInt(2000));
    switch (way) {
      case 1 -> context.fail("gave up");
      case 2 -> {
        context.clear();
        context.finish("done");
        context.clear();
      }
      default -> stream.end("hung up");
    }
  }

  /** Takes a little time, so that the threads meet in the middle of things. */
  private static void spin(int rounds) {
    for (int i = 0; i < rounds; i++) {
      Thread.onSpinWait();
    }
  }

  /** Takes messages at once, and notices two at the same time. */
  private record CountingSocket(AtomicBoolean sending, AtomicInteger overlaps)
      implements MediaSocket {
    @Override
    public void send(String message, Sent sent) {
      if (!sending.compareAndSet(false, true)) {
        overlaps.incrementAndGet();
      }
      sending.set(false);
      sent.done(null);
    }

    @Override
    public void close(int code, String reason) {}
  }
}
