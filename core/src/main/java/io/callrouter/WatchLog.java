package io.callrouter;

import io.callrouter.call.Action;
import java.time.Duration;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A line for each time that a watchdog acts: what did not happen, and where to look. */
final class WatchLog {
  private static final Logger log = LoggerFactory.getLogger(CallWatch.class);

  private final Limits limits;

  WatchLog(Limits limits) {
    this.limits = limits;
  }

  /**
   * A call's deadline has come.
   *
   * @param call as it was
   */
  void tell(CallValue call, Deadline due) {
    String id = call.facts().id();
    switch (due.kind()) {
      case SETTLED, PAUSE -> {}
      case MEDIA_START ->
          log.warn(
              "call {}: the carrier has not started the media stream it was told to open {} s ago;"
                  + " look at the carrier's error log and at the public media address",
              id,
              limits.time(TimeLimit.MEDIA_START).toSeconds());
      case MEDIA_OUTCOME ->
          log.warn(
              "call {}: the carrier says that the media is over, its socket still seems open", id);
      case MEDIA_QUESTION ->
          log.warn(
              "call {}: the media is over and the carrier has not {} for {} s; the call {}. Look at"
                  + " the carrier's error log and at the public address",
              id,
              call.isTold() ? "said so" : "asked what is next",
              limits.time(TimeLimit.ACTION_ASKED).toSeconds(),
              call.isTold() ? "goes on" : "is taken as ended");
      case CUT ->
          log.warn(
              "call {}: the carrier has not ended {}, which it was told to break off {} s ago; the"
                  + " call goes on. Look at the carrier's log of the call",
              id,
              cutOf(call),
              limits.time(TimeLimit.CUT_END).toSeconds());
      case HANDOVER ->
          log.warn(
              "call {}: what is next is not with the carrier after {} s; it is taken on again here."
                  + " A node may have died, or the carrier answers slowly",
              id,
              limits.time(TimeLimit.HANDOVER).toSeconds());
      case DIAL ->
          log.warn(
              "call {}: the carrier has not ended what was dialled in time; it is dropped. Look at"
                  + " the carrier's error log for requests it could not deliver",
              id);
      case WEBHOOK ->
          log.warn(
              "call {}: the carrier has not come back from {} for {} s; the call is {}. Look at the"
                  + " carrier's error log for requests it could not deliver, and at the public"
                  + " address",
              id,
              doing(call.flow()),
              Duration.between(call.since(), due.at()).toSeconds(),
              call.isTold() ? "hung up" : "taken as ended");
      case CALL ->
          log.warn(
              "call {}: it has lasted {} min, as long as a call may, and {}; see what keeps it, or"
                  + " allow more time",
              id,
              Duration.between(call.facts().arrivedAt(), due.at()).toMinutes(),
              Overdue.canBeHungUp(call)
                  ? "is hung up"
                  : "is taken as ended, whatever the carrier does");
    }
  }

  private static String cutOf(CallValue call) {
    return Objects.requireNonNull(Objects.requireNonNull(call.told()).cut()).action().kind();
  }

  private static String doing(FlowState flow) {
    Action current = flow.current();
    return current == null || !flow.isHandedOver() ? "a request that failed" : current.kind();
  }
}
