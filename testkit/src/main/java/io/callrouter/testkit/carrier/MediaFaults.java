package io.callrouter.testkit.carrier;

import io.callrouter.testkit.Misbehaviour;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong with the caller's media on its way: it is late, lost, or in disorder. Not safe
 * for use by several threads.
 */
final class MediaFaults {
  private final List<Chance> chances = new ArrayList<>();
  private final Timekeeper timekeeper;
  private final Consumer<String> send;
  private @Nullable String held;
  private @Nullable Random jitter;
  private long mostNanos;
  private long lastDueNanos;

  /** One thing that happens to some frames. */
  private record Chance(Random random, double share, boolean drops) {
    boolean strikes() {
      return random.nextDouble() < share;
    }
  }

  /** What is sent goes to that consumer, later than now on a thread of the timekeeper. */
  MediaFaults(List<Misbehaviour> misbehaviours, Timekeeper timekeeper, Consumer<String> send) {
    this.timekeeper = timekeeper;
    this.send = send;
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

  /** Sends a frame, or does to it what chance has for it. */
  void send(String frame) {
    boolean holds = false;
    for (Chance chance : chances) {
      if (chance.strikes()) {
        if (chance.drops()) {
          return;
        }
        holds = true;
      }
    }
    String before = held;
    if (before == null && holds) {
      held = frame;
      return;
    }
    held = null;
    pass(frame);
    if (before != null) {
      pass(before);
    }
  }

  private void pass(String frame) {
    if (jitter == null) {
      send.accept(frame);
      return;
    }
    long now = timekeeper.nanoTime();
    long due = now + (long) (jitter.nextDouble() * mostNanos);
    lastDueNanos = lastDueNanos == 0 ? due : Math.max(lastDueNanos, due);
    timekeeper.schedule(Duration.ofNanos(lastDueNanos - now), () -> send.accept(frame));
  }
}
