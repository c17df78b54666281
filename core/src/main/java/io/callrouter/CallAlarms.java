package io.callrouter;

import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One alarm for each call that this node watches: the next time at which it must be looked at.
 *
 * <p>Of several times the earliest counts. Looking too early costs a look; so changes that are
 * heard of in the wrong order cannot make it too late.
 */
final class CallAlarms {
  private final ConcurrentMap<String, Alarm> set = new ConcurrentHashMap<>();
  private final Alarms alarms;
  private final Timekeeper timekeeper;
  private final Consumer<String> look;

  /**
   * Without alarms.
   *
   * @param look is given the call; on a thread that may block
   */
  CallAlarms(Alarms alarms, Timekeeper timekeeper, Consumer<String> look) {
    this.alarms = alarms;
    this.timekeeper = timekeeper;
    this.look = look;
  }

  /** An alarm; without a timer once it has gone off. */
  private record Alarm(Instant at, Timekeeper.@Nullable Timer timer) {
    static final Alarm GONE_OFF = new Alarm(Instant.MAX, null);
  }

  /** Watches a call, and has it looked at by then. */
  void by(String call, Instant at) {
    set.compute(call, (id, known) -> earlier(id, known, at));
  }

  /** Has a call looked at by then, if this node watches it. */
  void byIfWatched(String call, Instant at) {
    set.computeIfPresent(call, (id, known) -> earlier(id, known, at));
  }

  private Alarm earlier(String call, @Nullable Alarm known, Instant at) {
    if (known != null && !at.isBefore(known.at)) {
      return known;
    }
    cancel(known);
    Duration wait = Duration.between(timekeeper.now(), at);
    return new Alarm(
        at,
        alarms.after(wait.isNegative() ? Duration.ZERO : wait, "watchdog", () -> goOff(call, at)));
  }

  private void goOff(String call, Instant at) {
    set.computeIfPresent(call, (id, known) -> known.at.equals(at) ? Alarm.GONE_OFF : known);
    look.accept(call);
  }

  /** Watches a call no more. */
  void forget(String call) {
    cancel(set.remove(call));
  }

  private static void cancel(@Nullable Alarm alarm) {
    if (alarm != null && alarm.timer != null) {
      alarm.timer.cancel();
    }
  }

  /** Has every call that this node watches looked at. */
  void lookNow() {
    watched().forEach(call -> byIfWatched(call, timekeeper.now()));
  }

  /** The calls that this node watches. */
  Set<String> watched() {
    return Set.copyOf(set.keySet());
  }
}
