package io.callrouter;

import io.callrouter.call.NotFoundException;
import io.callrouter.call.StoreException;
import io.callrouter.call.Timeline;
import io.callrouter.time.Timekeeper;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The watchdogs: looks at a call when its {@link Deadline} has come, and ends, or takes on, what
 * nothing else does. All run on threads that may block; of several nodes that look, one acts.
 */
final class CallWatch {
  private static final Logger log = LoggerFactory.getLogger(CallWatch.class);

  /** After which a store that was away is asked again. */
  static final Duration STORE_BACK = Duration.ofSeconds(5);

  private final Calls calls;
  private final FlowDriver driver;
  private final Commander commander;
  private final CallAlarms alarms;
  private final Timekeeper timekeeper;
  private final Limits limits;
  private final Counters counters;
  private final WatchLog words;

  CallWatch(
      Calls calls,
      FlowDriver driver,
      Commander commander,
      CallAlarms alarms,
      Timekeeper timekeeper,
      Limits limits,
      Counters counters) {
    this.calls = calls;
    this.driver = driver;
    this.commander = commander;
    this.alarms = alarms;
    this.timekeeper = timekeeper;
    this.limits = limits;
    this.counters = counters;
    this.words = new WatchLog(limits);
  }

  /** Looks at a call, acts if something is due, and has it looked at again at its next deadline. */
  void look(String id) {
    try {
      CallValue call = calls.lookAt(id);
      Deadline next = Deadline.of(call, limits);
      if (next != null && next.isDue(timekeeper.now())) {
        act(call, next);
        next = Deadline.of(calls.get(id), limits);
      }
      lookAgain(id, next);
    } catch (NotFoundException e) {
      calls.gone(id);
    } catch (StoreException e) {
      log.warn(
          "call {}: it cannot be looked after: {}; tried again in {} s",
          id,
          e.getMessage(),
          STORE_BACK.toSeconds());
      alarms.by(id, timekeeper.now().plus(STORE_BACK));
    }
  }

  private void lookAgain(String id, @Nullable Deadline next) {
    if (next == null) {
      alarms.forget(id);
    } else if (next.kind().isForCommander() && next.isDue(timekeeper.now())) {
      // Somebody is at it now, and may take his time.
      alarms.by(id, timekeeper.now().plus(limits.time(TimeLimit.HANDOVER)));
    } else {
      alarms.by(id, next.at());
    }
  }

  private void act(CallValue call, Deadline due) {
    String id = call.facts().id();
    if (due.kind() == Deadline.Kind.SETTLED) {
      calls.settle(id);
      commander.wake(call); // its legs, or the call that it is a leg of
      return;
    }
    Instant now = timekeeper.now();
    CallBook.Change change =
        calls.update(
            id, value -> isStillDue(value, due, now) ? Overdue.of(value, due, now) : value);
    if (change.changed() || due.kind().isForCommander()) {
      tell(change.before(), due);
      commander.wake(call);
      if (!call.isTold() && due.kind() == Deadline.Kind.MEDIA_START) {
        driver.advance(id);
      }
    }
  }

  private boolean isStillDue(CallValue call, Deadline due, Instant now) {
    Deadline next = Deadline.of(call, limits);
    return next != null && next.kind() == due.kind() && next.isDue(now);
  }

  private void tell(CallValue call, Deadline due) {
    if (!due.kind().isExpected()) {
      String watchdog = due.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
      counters.count("watchdogs." + watchdog);
      calls.note(call.facts().id(), Timeline.Kind.WATCHDOG, Map.of("watchdog", watchdog));
      words.tell(call, due);
    }
  }
}
