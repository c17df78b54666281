package io.callrouter.testkit.telnyx;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.callrouter.testkit.TimelineEvent.Kind;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a leg hears of the carrier itself, one after another. Needs the lock. */
final class AudioQueue {
  private static final String COMPLETED = "completed";

  private final Leg leg;
  private final CallControl control;
  private final Deque<Item> waiting = new ArrayDeque<>();
  private @Nullable Item current;
  private Timekeeper.Timer end = () -> {};
  private Duration begun = Duration.ZERO;
  private int number;

  AudioQueue(Leg leg, CallControl control) {
    this.leg = leg;
    this.control = control;
  }

  /**
   * Something to hear.
   *
   * @param over is told how it ended, unless the call did
   */
  private record Item(Sound sound, Consumer<String> over) {}

  /** Plays it after all that waits. */
  void play(Sound sound) {
    play(sound, status -> {});
  }

  /**
   * Plays it after all that waits.
   *
   * @param over is told how it ended, unless the call did
   */
  void play(Sound sound, Consumer<String> over) {
    waiting.add(new Item(sound, over));
    if (current == null) {
      next();
    }
  }

  /** Stops what is heard, and all that waits if asked to. */
  void stop(boolean all) {
    List<Item> dropped = all ? List.copyOf(waiting) : List.of();
    waiting.removeAll(dropped);
    Item playing = current;
    if (playing != null) {
      finish(playing.sound().statusWhenStopped());
    }
    dropped.forEach(item -> item.over().accept(item.sound().statusWhenStopped()));
  }

  void hangUp() {
    waiting.clear();
    Item playing = current;
    if (playing != null) {
      current = null;
      end.cancel();
      told(playing.sound(), "call_hangup");
    }
  }

  boolean isIdle() {
    return current == null;
  }

  private void next() {
    Item item = waiting.poll();
    current = item;
    if (item == null) {
      return;
    }
    Sound sound = item.sound();
    begun = leg.parts().clock().now();
    int due = ++number;
    leg.note(Kind.VERB, sound.name());
    if (sound.announced()) {
      leg.events().send("call." + sound.name() + ".started", payload(sound));
    }
    if (sound.times() > 0) {
      end = control.after(sound.length().multipliedBy(sound.times()), () -> finish(due));
    }
  }

  private void finish(int due) {
    if (current != null && number == due) {
      finish(COMPLETED);
    }
  }

  private void finish(String status) {
    Item item = current;
    if (item == null) {
      return;
    }
    current = null;
    end.cancel();
    told(item.sound(), status);
    item.over().accept(status);
    if (current == null) {
      next();
    }
  }

  private void told(Sound sound, String status) {
    if (sound.isSpeech()) {
      String heard = sound.heardIn(leg.parts().clock().now().minus(begun));
      if (!heard.isEmpty()) {
        leg.parts().log().speech(heard);
      }
    }
    if (sound.announced()) {
      leg.events().send("call." + sound.name() + ".ended", payload(sound).put("status", status));
    }
  }

  private ObjectNode payload(Sound sound) {
    return leg.events().payload().setAll(sound.about());
  }
}
