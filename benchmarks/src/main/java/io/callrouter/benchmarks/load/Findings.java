package io.callrouter.benchmarks.load;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the carrier has found. Belongs to its thread while it runs. */
final class Findings {
  private static final long LATE_NANOS = Frames.MS * 1_000_000L;

  final Histogram roundTrips = new Histogram();
  final Map<Integer, Integer> closings = new TreeMap<>();
  @Nullable DelayLog delays;
  long echoed;
  long late;
  long lost;
  long foreign;
  long damaged;
  int closed;
  long latestSayNanos;

  /** A frame came back whole. */
  void echoed(int call, long roundTripNanos, long delayNanos, long now) {
    echoed++;
    roundTrips.add(roundTripNanos);
    if (roundTripNanos > LATE_NANOS) {
      late++;
    }
    DelayLog log = delays;
    if (log != null) {
      log.add(call, delayNanos, now);
    }
  }

  /** Forgets the times, not the faults. */
  void clearTimes() {
    roundTrips.clear();
    echoed = 0;
    late = 0;
    latestSayNanos = 0;
  }

  /** What went wrong with the audio, whatever was measured. */
  String faults() {
    return lost
        + " lost, "
        + foreign
        + " foreign, "
        + damaged
        + " damaged, "
        + closed
        + " sockets closed early";
  }
}
