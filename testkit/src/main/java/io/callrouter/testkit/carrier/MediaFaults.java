package io.callrouter.testkit.carrier;

import io.callrouter.testkit.Misbehaviour;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong with the caller's media on its way: it is late, lost, or in disorder. Not safe
 * for use by several threads.
 */
final class MediaFaults {
  private final List<Chance> chances = new ArrayList<>();
  private @Nullable Random jitter;
  private long mostNanos;
  private long lastDueNanos;
  private @Nullable String held;

  /** One thing that happens to some frames. */
  private record Chance(Random random, double share, boolean drops) {
    boolean strikes() {
      return random.nextDouble() < share;
    }
  }

  /** A frame that arrives at that moment. */
  record Arrival(String frame, long atNanos) {}

  MediaFaults(List<Misbehaviour> misbehaviours) {
    for (Misbehaviour how : misbehaviours) {
      if (how instanceof Misbehaviour.MissingMedia missing) {
        chances.add(new Chance(new Random(missing.seed()), missing.share(), true));
      } else if (how instanceof Misbehaviour.DisorderedMedia disordered) {
        chances.add(new Chance(new Random(disordered.seed()), disordered.share(), false));
      } else if (how instanceof Misbehaviour.JitteryMedia late) {
        jitter = new Random(late.seed());
        mostNanos = late.most().toNanos();
      }
    }
  }

  /** What arrives because of a frame that is sent now, in the order in which it does. */
  List<Arrival> arrivals(String frame, long now) {
    boolean holds = false;
    for (Chance chance : chances) {
      if (chance.strikes()) {
        if (chance.drops()) {
          return List.of();
        }
        holds = true;
      }
    }
    String before = held;
    if (before == null && holds) {
      held = frame;
      return List.of();
    }
    held = null;
    return before == null
        ? List.of(arrival(frame, now))
        : List.of(arrival(frame, now), arrival(before, now));
  }

  private Arrival arrival(String frame, long now) {
    if (jitter != null) {
      long due = now + (long) (jitter.nextDouble() * mostNanos);
      lastDueNanos = Math.max(lastDueNanos, due);
    }
    return new Arrival(frame, Math.max(lastDueNanos, now));
  }
}
