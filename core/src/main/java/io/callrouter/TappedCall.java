package io.callrouter;

import io.callrouter.call.CallState;
import io.callrouter.internal.stream.TapStream;
import io.callrouter.spi.MediaStart;
import io.callrouter.spi.StepReference;
import io.callrouter.spi.Store;
import io.callrouter.time.SerialExecutor;
import org.jspecify.annotations.Nullable;

/**
 * The call whose audio a media leg brings to a tap, beside what the call does: whatever becomes of
 * it, the call goes on.
 */
final class TappedCall implements CarriedCall {
  private final MediaGate gate;
  private final MediaLeg leg;
  private final SerialExecutor signalling;
  private final StepReference step;
  private final TapStream stream;
  private Store.@Nullable Subscription following;

  /** Whether the call's value may say that the stream is open. */
  private boolean opening;

  TappedCall(
      MediaGate gate,
      MediaLeg leg,
      SerialExecutor signalling,
      StepReference step,
      MediaStart start) {
    this.gate = gate;
    this.leg = leg;
    this.signalling = signalling;
    this.step = step;
    this.stream =
        new TapStream(
            "call " + step.callId(),
            start.format(),
            gate.timekeeper,
            (kind, details) -> gate.calls.note(step.callId(), kind, details));
  }

  @Override
  public TapStream stream() {
    return stream;
  }

  @Override
  public void begin() {
    opening = true;
    CallValue call = gate.tapSteps.open(step);
    TapState opened = call == null ? null : call.tap(step);
    if (call == null || opened == null) {
      opening = false;
      leg.end("a tap's stream began that nothing waits for", MediaLeg.NORMAL);
      return;
    }
    following = gate.locals.follow(step.callId(), () -> signalling.execute(this::follow));
    gate.peers.tap(call, opened.action(), stream);
    follow();
  }

  /** The call's value has changed, on whichever node. */
  private void follow() {
    leg.withStore(this::look);
  }

  private void look() {
    if (leg.isOver()) {
      return;
    }
    CallValue call = gate.calls.find(step.callId());
    if (call == null || call.state() == CallState.ENDED) {
      leg.end("the call ended", MediaLeg.NORMAL);
    } else if (call.tap(step) == null) {
      leg.end("the tap was stopped", MediaLeg.NORMAL);
    }
  }

  @Override
  public void end(String reason) {
    stream.end(reason);
    if (following != null) {
      following.cancel();
      following = null;
    }
    if (opening) {
      opening = false;
      leg.withStore(() -> gate.tapSteps.over(step));
    }
    leg.release();
  }
}
