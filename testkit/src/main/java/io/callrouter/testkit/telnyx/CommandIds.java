package io.callrouter.testkit.telnyx;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The commands that a leg, or for dials the account, has taken within the last 60 s: one that comes
 * again is passed over and answered as before. That it is answered as before, and not in another
 * way, is not confirmed of the original.
 */
final class CommandIds {
  private static final Duration REMEMBERED = Duration.ofSeconds(60);

  private final Deque<Taken> taken = new ArrayDeque<>();

  private record Taken(String name, String commandId, Instant at, ObjectNode data) {}

  /** What a command was answered when it came first; null if it comes for the first time. */
  @Nullable ObjectNode answered(String name, String commandId, Instant now) {
    while (!taken.isEmpty() && !now.isBefore(taken.element().at().plus(REMEMBERED))) {
      taken.remove();
    }
    for (Taken before : taken) {
      if (before.commandId().equals(commandId) && before.name().equals(name)) {
        return before.data();
      }
    }
    return null;
  }

  void take(String name, String commandId, Instant now, ObjectNode data) {
    taken.add(new Taken(name, commandId, now, data));
  }
}
