package io.callrouter.benchmarks.load;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts times in ns, in buckets that are at most 1.6 % wide.
 *
 * <p>May be used by any threads; allocates nothing when it counts.
 */
final class Histogram {
  private static final int BITS = 6;
  private static final int PER_OCTAVE = 1 << BITS;
  private static final int OCTAVES = Long.SIZE - BITS;

  private final AtomicLongArray counts = new AtomicLongArray(OCTAVES * PER_OCTAVE);
  private final AtomicLong max = new AtomicLong();

  void add(long nanos) {
    long time = Math.max(0, nanos);
    counts.getAndIncrement(bucketOf(time));
    if (time > max.get()) {
      max.accumulateAndGet(time, Math::max);
    }
  }

  void clear() {
    for (int i = 0; i < counts.length(); i++) {
      counts.set(i, 0);
    }
    max.set(0);
  }

  /** The times counted so far. */
  Times times() {
    long[] now = new long[counts.length()];
    long total = 0;
    for (int i = 0; i < now.length; i++) {
      now[i] = counts.get(i);
      total += now[i];
    }
    return new Times(
        total,
        percentile(now, total, 0.5),
        percentile(now, total, 0.99),
        percentile(now, total, 0.999),
        max.get());
  }

  private long percentile(long[] now, long total, double share) {
    long left = (long) Math.ceil(total * share);
    for (int i = 0; i < now.length; i++) {
      left -= now[i];
      if (left <= 0 && total > 0) {
        return Math.min(max.get(), endOf(i));
      }
    }
    return 0;
  }

  private static int bucketOf(long nanos) {
    int octave = Math.max(0, Long.SIZE - BITS - 1 - Long.numberOfLeadingZeros(nanos));
    int rest = (int) (nanos >> octave);
    return octave == 0 ? rest : octave * PER_OCTAVE + rest;
  }

  private static long endOf(int bucket) {
    int octave = Math.max(0, bucket / PER_OCTAVE - 1);
    long rest = bucket - (long) octave * PER_OCTAVE;
    return ((rest + 1) << octave) - 1;
  }
}
