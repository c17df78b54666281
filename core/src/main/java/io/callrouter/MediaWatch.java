package io.callrouter;

import io.callrouter.call.CallState;
import io.callrouter.call.EndCause;
import io.callrouter.call.Outcome;
import io.callrouter.spi.StepReference;
import io.callrouter.time.Timekeeper;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The two watchdogs without which nothing ends a call whose carrier falls silent: the media stream
 * that never starts, and the question what is next that is never asked.
 */
final class MediaWatch {
  private static final Logger log = LoggerFactory.getLogger(MediaWatch.class);

  private final Calls calls;
  private final FlowDriver driver;
  private final Alarms alarms;
  private final Timekeeper timekeeper;
  private final Limits limits;

  MediaWatch(Calls calls, FlowDriver driver, Alarms alarms, Timekeeper timekeeper, Limits limits) {
    this.calls = calls;
    this.driver = driver;
    this.alarms = alarms;
    this.timekeeper = timekeeper;
    this.limits = limits;
  }

  void expectStart(StepReference step) {
    alarms.after(limits.time(TimeLimit.MEDIA_START), "watchdog", () -> checkStart(step));
  }

  void expectQuestion(StepReference step) {
    alarms.after(limits.time(TimeLimit.ACTION_ASKED), "watchdog", () -> checkQuestion(step));
  }

  private void checkStart(StepReference step) {
    CallBook.Change change =
        calls.update(
            step.callId(),
            call ->
                call.hasMedia(step, MediaState.Phase.AWAITED) && call.state() != CallState.ENDED
                    ? call.mediaIn(step, MediaState.Phase.NEVER)
                    : call);
    if (change.changed()) {
      log.warn(
          "call {}: the carrier has not started the media stream it was told to open {} s ago;"
              + " look at the carrier's error log and at the public media address",
          step.callId(),
          limits.time(TimeLimit.MEDIA_START).toSeconds());
      driver.cameOut(step, Outcome.failed("the carrier did not start the media stream"));
      expectQuestion(step);
      driver.advance(step.callId());
    }
  }

  private void checkQuestion(StepReference step) {
    Instant now = timekeeper.now();
    CallBook.Change change =
        calls.update(step.callId(), call -> isUnasked(call, step) ? silent(call, step, now) : call);
    if (change.changed()) {
      log.warn(
          "call {}: the media is over and the carrier has not asked what is next for {} s;"
              + " the call is taken as ended",
          step.callId(),
          limits.time(TimeLimit.ACTION_ASKED).toSeconds());
    }
  }

  private static boolean isUnasked(CallValue call, StepReference step) {
    return call.state() != CallState.ENDED
        && (call.hasMedia(step, MediaState.Phase.OVER)
            || call.hasMedia(step, MediaState.Phase.NEVER));
  }

  private static CallValue silent(CallValue call, StepReference step, Instant now) {
    boolean never = call.hasMedia(step, MediaState.Phase.NEVER);
    return call.withMedia(null)
        .ended(
            never ? EndCause.MEDIA_NOT_STARTED : EndCause.CARRIER_SILENT,
            End.Weight.CONCLUSION,
            now);
  }
}
