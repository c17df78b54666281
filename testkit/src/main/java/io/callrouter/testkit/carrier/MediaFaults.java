package io.callrouter.testkit.carrier;

import io.callrouter.testkit.Misbehaviour;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong with the caller's media on its way: it is late, lost, or in disorder. Not safe
 * for use by several threads.
 */
final class MediaFaults {
  private final List<Chance> chances = new ArrayList<>();
  private final Consumer<Misbehaviour> struck;
  private Misbehaviour.@Nullable JitteryMedia late;
  private @Nullable Random jitter;
  private long lastDueNanos;
  private @Nullable String held;

  /** One thing that happens to some frames. */
  private record Chance(Misbehaviour how, Random random, double share, boolean drops) {
    boolean strikes() {
      return random.nextDouble() < share;
    }
  }

  /** A frame that arrives at that moment. */
  record Arrival(String frame, long atNanos) {}

  /**
   * The faults among those.
   *
   * @param struck is told of each the first time it strikes
   */
  MediaFaults(List<Misbehaviour> misbehaviours, Consumer<Misbehaviour> struck) {
    Set<Misbehaviour> told = new HashSet<>();
    this.struck =
        how -> {
          if (told.add(how)) {
            struck.accept(how);
          }
        };
    for (Misbehaviour how : misbehaviours) {
      if (how instanceof Misbehaviour.MissingMedia missing) {
        chances.add(new Chance(how, new Random(missing.seed()), missing.share(), true));
      } else if (how instanceof Misbehaviour.DisorderedMedia disordered) {
        chances.add(new Chance(how, new Random(disordered.seed()), disordered.share(), false));
      } else if (how instanceof Misbehaviour.JitteryMedia jittery) {
        late = jittery;
        jitter = new Random(jittery.seed());
      }
    }
  }

  /** What arrives because of a frame that is sent now, in the order in which it does. */
  List<Arrival> arrivals(String frame, long now) {
    boolean holds = false;
    for (Chance chance : chances) {
      if (chance.strikes()) {
        struck.accept(chance.how());
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
    if (jitter != null && late != null) {
      struck.accept(late);
      long due = now + (long) (jitter.nextDouble() * late.most().toNanos());
      lastDueNanos = Math.max(lastDueNanos, due);
    }
    return new Arrival(frame, Math.max(lastDueNanos, now));
  }
}
