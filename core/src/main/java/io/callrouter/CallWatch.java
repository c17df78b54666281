package io.callrouter;

import io.callrouter.call.Action;
import io.callrouter.call.EndCause;
import io.callrouter.call.EndedBy;
import io.callrouter.call.NotFoundException;
import io.callrouter.call.Outcome;
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
  private final CallAlarms alarms;
  private final Timekeeper timekeeper;
  private final Limits limits;
  private final Counters counters;

  CallWatch(
      Calls calls,
      FlowDriver driver,
      CallAlarms alarms,
      Timekeeper timekeeper,
      Limits limits,
      Counters counters) {
    this.calls = calls;
    this.driver = driver;
    this.alarms = alarms;
    this.timekeeper = timekeeper;
    this.limits = limits;
    this.counters = counters;
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
    } else {
      alarms.by(id, next.at());
    }
  }

  private void act(CallValue call, Deadline due) {
    String id = call.facts().id();
    if (due.kind() == Deadline.Kind.SETTLED) {
      calls.settle(id);
      return;
    }
    Instant now = timekeeper.now();
    CallBook.Change change =
        calls.update(id, value -> isStillDue(value, due, now) ? overdue(value, due, now) : value);
    if (change.changed()) {
      String watchdog = due.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
      counters.count("watchdogs." + watchdog);
      calls.note(id, Timeline.Kind.WATCHDOG, Map.of("watchdog", watchdog));
      tell(change.before(), due);
      if (due.kind() == Deadline.Kind.MEDIA_START) {
        driver.advance(id);
      }
    }
  }

  private boolean isStillDue(CallValue call, Deadline due, Instant now) {
    Deadline next = Deadline.of(call, limits);
    return next != null && next.kind() == due.kind() && next.isDue(now);
  }

  private static CallValue overdue(CallValue call, Deadline due, Instant now) {
    return switch (due.kind()) {
      case SETTLED -> call;
      case MEDIA_START -> notStarted(call);
      case MEDIA_QUESTION ->
          call.withMedia(null).ended(silenceOf(call), End.Weight.CONCLUSION, now);
      case WEBHOOK -> call.ended(EndCause.WEBHOOK_LOST, End.Weight.CONCLUSION, now);
      case CALL ->
          canBeHungUp(call)
              ? call.doomed(EndCause.TOO_LONG, EndedBy.ROUTER)
                  .withFlow(call.flow().doing(Action.hangup()))
              : call.ended(EndCause.TOO_LONG, End.Weight.DECISION, now);
    };
  }

  private static CallValue notStarted(CallValue call) {
    MediaState media = call.media();
    FlowState flow = call.flow();
    CallValue given = call.withMedia(media == null ? null : media.in(MediaState.Phase.NEVER));
    return media != null
            && flow.handedOver()
            && call.reference().equals(media.step())
            && flow.current() instanceof Action.Connect connect
        ? given.withFlow(
            flow.cameOut(connect, Outcome.failed("the carrier did not start the media stream")))
        : given;
  }

  private static EndCause silenceOf(CallValue call) {
    MediaState media = call.media();
    if (media == null) {
      return EndCause.CARRIER_SILENT;
    }
    return switch (media.phase()) {
      case NEVER -> EndCause.MEDIA_NOT_STARTED;
      case SILENT -> EndCause.MEDIA_SILENT;
      default -> EndCause.CARRIER_SILENT;
    };
  }

  /** Whether the carrier asks what is next once the media are closed, so that it can be told. */
  private static boolean canBeHungUp(CallValue call) {
    return call.isMediaOpen() && !call.end().isDecided();
  }

  private void tell(CallValue call, Deadline due) {
    String id = call.facts().id();
    switch (due.kind()) {
      case SETTLED -> {}
      case MEDIA_START ->
          log.warn(
              "call {}: the carrier has not started the media stream it was told to open {} s ago;"
                  + " look at the carrier's error log and at the public media address",
              id,
              limits.time(TimeLimit.MEDIA_START).toSeconds());
      case MEDIA_QUESTION ->
          log.warn(
              "call {}: the media is over and the carrier has not asked what is next for {} s; the"
                  + " call is taken as ended. Look at the carrier's error log and at the public"
                  + " address",
              id,
              limits.time(TimeLimit.ACTION_ASKED).toSeconds());
      case WEBHOOK ->
          log.warn(
              "call {}: the carrier has not come back from {} for {} s; the call is taken as ended."
                  + " Look at the carrier's error log for requests it could not deliver, and at"
                  + " the public address",
              id,
              doing(call.flow()),
              Duration.between(call.since(), due.at()).toSeconds());
      case CALL ->
          log.warn(
              "call {}: it has lasted {} min, as long as a call may, and {}; see what keeps it, or"
                  + " allow more time",
              id,
              Duration.between(call.facts().arrivedAt(), due.at()).toMinutes(),
              canBeHungUp(call) ? "is hung up" : "is taken as ended, whatever the carrier does");
    }
  }

  private static String doing(FlowState flow) {
    Action current = flow.current();
    return current == null || !flow.handedOver() ? "a request that failed" : current.kind();
  }
}
