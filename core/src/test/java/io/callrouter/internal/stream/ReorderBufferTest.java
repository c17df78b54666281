package io.callrouter.internal.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.callrouter.media.AudioFormat;
import io.callrouter.spi.MediaEvents;
import io.callrouter.time.ManualTimekeeper;
import io.callrouter.time.Timekeeper;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which pieces go on, in which order, when, and by whom; a piece's timestamp is its number. */
class ReorderBufferTest {
  private static final long SEED = Long.getLong("callrouter.seed", 20261121L);

  private final ManualTimekeeper time = Timekeeper.manual();
  private final Tally tally = new Tally("test", time, (kind, details) -> {});
  private final List<Long> passed = new ArrayList<>();
  private final List<Boolean> onReader = new ArrayList<>();
  private final ReorderBuffer order =
      new ReorderBuffer(
          AudioFormat.PCMU,
          time,
          tally,
          (audio, offset, length, timestampMs, reader) -> {
            passed.add(timestampMs);
            onReader.add(reader);
            return 0;
          });

  @AfterEach
  void close() {
    time.close();
  }

  @Test
  void whatComesInOrderGoesOnAtOnceFromWhateverNumber() {
    for (long first : new long[] {1, 0, -7, 17, 4_000_000_000L, Long.MAX_VALUE - 2}) {
      passed.clear();
      ReorderBuffer fresh =
          new ReorderBuffer(
              AudioFormat.PCMU,
              time,
              tally,
              (audio, offset, length, timestampMs, reader) -> {
                passed.add(timestampMs);
                return 0;
              });
      for (long i = 0; i < 5; i++) {
        fresh.take(first + i, new byte[160], 0, 160, i);
        assertEquals(i + 1, passed.size(), "from " + first);
      }
    }
    assertEquals(0, late());
  }

  @Test
  void whatIsInOrderByItselfHasNoNumbers() {
    bring(MediaEvents.IN_ORDER, MediaEvents.IN_ORDER, MediaEvents.IN_ORDER);
    assertEquals(3, passed.size());
  }

  @Test
  void whatIsAheadWaitsForThoseBeforeItAndTheReaderBringsThemAll() {
    bring(1, 4, 3);
    assertEquals(List.of(1L), passed);
    bring(2);
    assertEquals(List.of(1L, 2L, 3L, 4L), passed);
    assertFalse(onReader.contains(false));
    advanceMs(1000);
    bring(5);
    assertEquals(List.of(1L, 2L, 3L, 4L, 5L), passed);
  }

  @Test
  void theFirstPieceMayBeOvertakenToo() {
    bring(2, 1, 3);
    assertEquals(List.of(1L, 2L, 3L), passed);
  }

  @Test
  void aGapWaitsFor40MsAndNoLonger() {
    bring(1, 3);
    advanceMs(39);
    assertEquals(List.of(1L), passed);
    advanceMs(1);
    assertEquals(List.of(1L, 3L), passed);
    assertEquals(List.of(true, false), onReader);
    bring(2, 4);
    assertEquals(List.of(1L, 3L, 4L), passed);
    assertEquals(1, late());
  }

  @Test
  void everyPieceHasItsOwn40Ms() {
    bring(1, 5);
    advanceMs(20);
    bring(3);
    advanceMs(10);
    bring(7);
    advanceMs(10);
    assertEquals(List.of(1L, 3L, 5L), passed);
    advanceMs(29);
    bring(8);
    assertEquals(List.of(1L, 3L, 5L), passed);
    advanceMs(1);
    assertEquals(List.of(1L, 3L, 5L, 7L, 8L), passed);
    advanceMs(1000);
    assertEquals(5, passed.size());
  }

  @Test
  void whatComesTwiceIsDroppedWhetherItWaitsOrHasGoneOn() {
    bring(1, 1, 3, 3, 2, 2, 3);
    assertEquals(List.of(1L, 2L, 3L), passed);
    assertEquals(4, late());
  }

  @Test
  void whatIsTooFarAheadEndsAllWaiting() {
    bring(1, 3, 5, 1 + ReorderBuffer.WINDOW + 1);
    assertEquals(List.of(1L, 3L, 5L, 18L), passed);
    bring(19);
    assertEquals(5, passed.size());
  }

  @Test
  void aPieceThatIsTooLongToBeKeptEndsAllWaiting() {
    bring(1, 3);
    order.take(5, new byte[801], 0, 801, 5);
    assertEquals(List.of(1L, 3L, 5L), passed);
    order.take(7, new byte[800], 0, 800, 7);
    assertEquals(3, passed.size());
    advanceMs(40);
    assertEquals(4, passed.size());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 0, -1_000_000, 500})
  void aCarrierThatCountsAnewLosesOnePiece(long again) {
    for (long i = 1; i <= 1000; i++) {
      bring(i);
    }
    passed.clear();
    bring(again, again + 1, again + 2);
    assertEquals(List.of(again + 1, again + 2), passed);
    assertEquals(1, late());
  }

  @Test
  void numbersMayWrap() {
    bring(Long.MAX_VALUE - 1, Long.MAX_VALUE, Long.MIN_VALUE + 1, Long.MIN_VALUE);
    assertEquals(4, passed.size());
    assertEquals(List.of(Long.MIN_VALUE, Long.MIN_VALUE + 1), passed.subList(2, 4));
  }

  @Test
  void hostileNumbersHoldNothingUpForLongerThan40Ms() {
    Random random = new Random(SEED);
    long[] edges = {Long.MIN_VALUE, Long.MAX_VALUE, 0, 1, -1, 1L << 32, 65_535, Integer.MIN_VALUE};
    for (int round = 0; round < 300; round++) {
      long brought = 0;
      long before = passed.size() + late();
      for (int i = 0; i < 100; i++) {
        bring(edges[random.nextInt(edges.length)] + random.nextInt(40) - 20);
        brought++;
        advanceMs(random.nextInt(3) == 0 ? random.nextInt(15) : 0);
      }
      advanceMs(40);
      assertEquals(brought, passed.size() + late() - before, "seed " + SEED + ", round " + round);
      long row = random.nextLong();
      int heard = passed.size();
      for (int i = 0; i < 20; i++) {
        bring(row + i);
      }
      advanceMs(40);
      assertTrue(passed.size() - heard >= 19, "seed " + SEED + ", round " + round);
    }
  }

  @Test
  void afterTheEndNothingWaits() {
    bring(1, 3);
    order.end();
    assertEquals(List.of(1L, 3L), passed);
    bring(6);
    advanceMs(1000);
    assertEquals(2, passed.size());
    order.end();
  }

  @Test
  void whatIsKeptIsACopy() {
    List<Byte> values = new ArrayList<>();
    ReorderBuffer keeps =
        new ReorderBuffer(
            AudioFormat.PCMU,
            time,
            tally,
            (audio, offset, length, timestampMs, reader) -> {
              values.add(audio[offset]);
              return length;
            });
    byte[] piece = new byte[4];
    for (byte i : new byte[] {1, 3, 4, 2}) {
      piece[2] = i;
      int silence = keeps.take(i, piece, 2, 2, i);
      assertEquals(i == 1 ? 2 : i == 2 ? 6 : 0, silence);
    }
    assertEquals(List.of((byte) 1, (byte) 2, (byte) 3, (byte) 4), values);
  }

  @Test
  void silenceThatTheTimerMadeIsToldWithTheNextPiece() {
    ReorderBuffer fills =
        new ReorderBuffer(
            AudioFormat.PCMU,
            time,
            tally,
            (audio, offset, length, timestampMs, reader) -> timestampMs == 3 ? 160 : 0);
    fills.take(1, new byte[160], 0, 160, 1);
    fills.take(3, new byte[160], 0, 160, 3);
    advanceMs(40);
    assertEquals(160, fills.take(4, new byte[160], 0, 160, 4));
    assertEquals(0, fills.take(5, new byte[160], 0, 160, 5));
  }

  @Test
  void whatComesInOrderAllocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long[] heard = {0};
    ReorderBuffer counts =
        new ReorderBuffer(
            AudioFormat.PCMU,
            time,
            tally,
            (audio, offset, length, timestampMs, reader) -> {
              heard[0]++;
              return 0;
            });
    byte[] piece = new byte[160];
    long least = Long.MAX_VALUE;
    long next = 1;
    for (int attempt = 0; attempt < 10; attempt++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 1000; i++) {
        counts.take(next++, piece, 0, 160, 0);
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertEquals(10_000, heard[0]);
    assertEquals(0, least);
  }

  /** A timer that is always due, on a thread of its own, beside a reader that never rests. */
  @Test
  void aTimerBesideTheReaderPassesEachPieceOnceAndInOrder() throws Exception {
    try (Hasty hasty = new Hasty()) {
      Tally counted = new Tally("race", hasty, (kind, details) -> {});
      AtomicBoolean inSink = new AtomicBoolean();
      AtomicLong faults = new AtomicLong();
      long[] last = {0, 0, 0}; // the last piece, how many in all, how many of them by the timer
      ReorderBuffer races =
          new ReorderBuffer(
              AudioFormat.PCMU,
              hasty,
              counted,
              (audio, offset, length, timestampMs, reader) -> {
                boolean alone = inSink.compareAndSet(false, true);
                faults.addAndGet(alone && timestampMs > last[0] ? 0 : 1);
                last[0] = timestampMs;
                last[1]++;
                last[2] += reader ? 0 : 1;
                inSink.set(false);
                return 0;
              });
      Random random = new Random(SEED);
      int brought = 200_000;
      for (int i = 0; i < brought; i++) {
        long number = Math.max(1, i - random.nextInt(4) * random.nextInt(3));
        races.take(number, new byte[8], 0, 8, number);
      }
      races.end();
      hasty.awaitTimers();
      assertEquals(0, faults.get(), "seed " + SEED);
      assertEquals(brought, last[1] + counted.snapshot().lateFramesDropped(), "seed " + SEED);
      assertTrue(last[2] > 0, "the timer passed nothing");
    }
  }

  private void bring(long... sequences) {
    for (long sequence : sequences) {
      order.take(sequence, new byte[160], 0, 160, sequence);
    }
  }

  private long late() {
    return tally.snapshot().lateFramesDropped();
  }

  private void advanceMs(long ms) {
    time.advance(Duration.ofMillis(ms));
  }

  /** Its clock runs a day a look, and timers run at once on a thread. */
  private static final class Hasty implements Timekeeper {
    private final Timekeeper system = Timekeeper.system();
    private final Executor timers = system.executor("hasty");
    private final AtomicLong days = new AtomicLong();
    private final AtomicLong running = new AtomicLong();
    private final CompletableFuture<Void> idle = new CompletableFuture<>();
    private volatile boolean ending;

    void awaitTimers() throws Exception {
      ending = true;
      endIfIdle();
      idle.get(10, TimeUnit.SECONDS);
    }

    private void endIfIdle() {
      if (ending && running.get() == 0) {
        idle.complete(null);
      }
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
      running.incrementAndGet();
      timers.execute(
          () -> {
            task.run();
            running.decrementAndGet();
            endIfIdle();
          });
      return () -> {};
    }

    @Override
    public long nanoTime() {
      return TimeUnit.DAYS.toNanos(days.incrementAndGet() % 1000);
    }

    @Override
    public Instant now() {
      return system.now();
    }

    @Override
    public Executor executor(String role) {
      return system.executor(role);
    }

    @Override
    public <T> T await(CompletableFuture<T> future, Duration timeout)
        throws TimeoutException, InterruptedException {
      return system.await(future, timeout);
    }

    @Override
    public void close() {
      system.close();
    }
  }
}
