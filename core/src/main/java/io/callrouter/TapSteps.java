package io.callrouter;

import io.callrouter.call.CallState;
import io.callrouter.spi.StepReference;
import org.jspecify.annotations.Nullable;

/** The lives of a call's tap streams, as the call's value has them: awaited, open, gone. */
final class TapSteps {
  private final Calls calls;
  private final String node;

  TapSteps(Calls calls, String node) {
    this.calls = calls;
    this.node = node;
  }

  /** Opens the stream that a step awaits; null if it awaits none. */
  @Nullable CallValue open(StepReference step) {
    CallBook.Change change =
        calls.update(
            step.callId(),
            call -> {
              TapState awaited = call.tap(step);
              return awaited == null || awaited.isOpen() || call.state() == CallState.ENDED
                  ? call
                  : call.withTap(awaited.openAt(node));
            });
    return change.changed() ? change.now() : null;
  }

  /** A stream's socket is closed. */
  void over(StepReference step) {
    calls.update(step.callId(), call -> call.withoutTap(step));
  }
}
