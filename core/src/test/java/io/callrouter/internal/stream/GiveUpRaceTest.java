package io.callrouter.internal.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.callrouter.media.AudioEndpoint;
import io.callrouter.media.AudioFormat;
import io.callrouter.media.AudioFrame;
import io.callrouter.media.EndpointContext;
import io.callrouter.spi.MediaEvents;
import io.callrouter.spi.Track;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Endpoints that come back from a callback at about the moment at which they are given up, one
 * after another on the same stream, beside the thread that reads: on real threads.
 */
@Timeout(60)
class GiveUpRaceTest {
  private static final int ROUNDS = 150;
  private static final int PEERS = 4;
  private static final int BOUND_MICROS = 400;
  private static final EndpointBounds BOUNDS =
      new EndpointBounds(
          Duration.ofNanos(BOUND_MICROS * 1000L), Duration.ofNanos(BOUND_MICROS * 1000L));

  /** Takes about as long as it may, and notes what should never be. */
  private static final class Slow implements AudioEndpoint {
    final List<String> faults = new CopyOnWriteArrayList<>();
    final AtomicInteger starts = new AtomicInteger();
    final AtomicInteger ends = new AtomicInteger();
    final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final AtomicBoolean inCallback = new AtomicBoolean();
    private final AtomicBoolean inAudio = new AtomicBoolean();
    private final long startNanos;
    private final long digitNanos;
    private final long endNanos;

    Slow(Random random) {
      startNanos = nanos(random);
      digitNanos = nanos(random);
      endNanos = nanos(random);
    }

    private static long nanos(Random random) {
      return random.nextInt(3) == 0 ? random.nextInt(2 * BOUND_MICROS) * 1000L : 0;
    }

    @Override
    public void onStart(EndpointContext context) {
      starts.incrementAndGet();
      take(startNanos);
    }

    @Override
    public void onAudio(EndpointContext context, AudioFrame frame) {
      note(inAudio.compareAndSet(false, true), "two at once in onAudio");
      note(starts.get() == 1 && ends.get() == 0, "onAudio before the start or after the end");
      inAudio.set(false);
    }

    @Override
    public void onDigit(EndpointContext context, char digit) {
      take(digitNanos);
      context.finish("done");
    }

    @Override
    public void onEnd(EndpointContext context) {
      note(!inAudio.get(), "onEnd beside onAudio");
      ends.incrementAndGet();
      take(endNanos);
    }

    @Override
    public void close() {
      note(closed.complete(null), "closed twice");
    }

    private void take(long nanos) {
      note(inCallback.compareAndSet(false, true), "two callbacks at once");
      long until = System.nanoTime() + nanos;
      while (System.nanoTime() < until) {
        Thread.onSpinWait();
      }
      inCallback.set(false);
    }

    private void note(boolean holds, String fault) {
      if (!holds) {
        faults.add(fault);
      }
    }
  }

  @Test
  void eachPeerIsToldOnceClosedOnceAndHeardInOrder() throws Exception {
    try (Timekeeper time = Timekeeper.system();
        Pacer pacer = new Pacer(time)) {
      long givenUp = 0;
      for (int round = 0; round < ROUNDS; round++) {
        givenUp += race(time, pacer, new Random(round), "round " + round);
      }
      assertTrue(givenUp > ROUNDS / 10 && givenUp < ROUNDS * PEERS, givenUp + " were given up");
    }
  }

  /** How many of the peers were given up. */
  private static long race(Timekeeper time, Pacer pacer, Random random, String where)
      throws Exception {
    List<Slow> peers = new CopyOnWriteArrayList<>();
    AtomicInteger told = new AtomicInteger();
    CompletableFuture<Void> over = new CompletableFuture<>();
    CompletableFuture<MediaStream> stream = new CompletableFuture<>();
    FakeCarrier carrier = new FakeCarrier(AudioFormat.PCMU, time);
    stream.complete(
        new MediaStream(
            where,
            AudioFormat.PCMU,
            AudioFormat.PCMU,
            carrier,
            carrier,
            pacer,
            time,
            BOUNDS,
            (outcome, broken) -> {
              if (told.incrementAndGet() < PEERS) {
                connect(stream.join(), peers, random);
              } else {
                over.complete(null);
              }
            }));
    connect(stream.join(), peers, random);
    CompletableFuture<Void> reader =
        CompletableFuture.runAsync(() -> read(stream.join(), over), time.executor("reader"));
    over.get(20, TimeUnit.SECONDS);
    reader.get(20, TimeUnit.SECONDS);

    assertEquals(PEERS, told.get(), where);
    for (Slow peer : peers) {
      peer.closed.get(20, TimeUnit.SECONDS);
      assertEquals(List.of(), peer.faults, where);
      assertEquals(peer.starts.get(), peer.ends.get(), where);
    }
    return stream.join().counters().endpointsStuck();
  }

  private static void connect(MediaStream stream, List<Slow> peers, Random random) {
    Slow peer = new Slow(random);
    stream.connect(
        context -> {
          peers.add(peer);
          return peer;
        },
        StreamFixture.CONTEXT);
  }

  private static void read(MediaStream stream, CompletableFuture<Void> over) {
    byte[] frame = new byte[160];
    for (long i = 0; !over.isDone(); i++) {
      stream.audio(Track.INBOUND, MediaEvents.IN_ORDER, frame, 0, frame.length, 20 * i);
      if (i % 16 == 0) {
        stream.digit('1');
      }
    }
  }
}
