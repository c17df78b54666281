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
  long lostBefore;
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

  /** How many frames were lost from the first one on. */
  long lostInAll() {
    return lostBefore + lost;
  }

  /** What is found from now on is measured; what was lost before is told apart. */
  void beginMeasuring() {
    lostBefore += lost;
    lost = 0;
    roundTrips.clear();
    echoed = 0;
    late = 0;
    latestSayNanos = 0;
  }

  /**
   * Whether all audio came back as it was sent, from the first frame on.
   *
   * @param mostLost how many frames may be lost all the same
   */
  boolean isWhole(int mostLost) {
    return lostInAll() <= mostLost && foreign == 0 && damaged == 0 && closed == 0;
  }

  /** What went wrong with the audio. */
  @Override
  public String toString() {
    return lost
        + " lost ("
        + lostBefore
        + " more in the warm-up), "
        + foreign
        + " foreign, "
        + damaged
        + " damaged, "
        + closed
        + " sockets closed early";
  }
}
