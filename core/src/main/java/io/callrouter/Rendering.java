package io.callrouter;

import io.callrouter.call.Action;
import io.callrouter.call.NotFoundException;
import io.callrouter.spi.CallProvider;
import io.callrouter.spi.Directive;
import io.callrouter.spi.Step;
import io.callrouter.spi.StepReference;

/** Hands an action to the provider's method for its kind. */
final class Rendering {
  private final MediaTokens tokens;

  Rendering(MediaTokens tokens) {
    this.tokens = tokens;
  }

  /**
   * The provider's words for the action of a call's present step.
   *
   * @throws io.callrouter.call.UnsupportedCapabilityException if it has none
   */
  Directive of(Action action, CallProvider provider, CallValue call) {
    Step step = step(call, opensMedia(action) ? tokens.mint(call.reference()) : "");
    if (action instanceof Action.Connect connect) {
      return provider.connect(connect, step);
    } else if (action instanceof Action.Say say) {
      return provider.say(say, step);
    } else if (action instanceof Action.Play play) {
      return provider.play(play, step);
    } else if (action instanceof Action.Gather gather) {
      return provider.gather(gather, step);
    } else if (action instanceof Action.Record record) {
      return provider.record(record, step);
    } else if (action instanceof Action.Dial dial) {
      return provider.dial(dial, step);
    } else if (action instanceof Action.Conference conference) {
      return provider.conference(conference, step);
    } else if (action instanceof Action.StartTap start) {
      return provider.startTap(start, step);
    } else if (action instanceof Action.StopTap stop) {
      return provider.stopTap(stop, step, streamOf(stop, call));
    } else if (action instanceof Action.Pause pause) {
      return provider.pause(pause, step);
    } else if (action instanceof Action.Reject reject) {
      return provider.reject(reject, step);
    } else if (action instanceof Action.Hangup hangup) {
      return provider.hangup(hangup, step);
    } else if (action instanceof Action.Custom custom) {
      return provider.custom(custom, step);
    }
    throw new IllegalStateException("no provider method for " + action.kind());
  }

  /** A call's present step, as a provider that needs no media for it is given. */
  static Step step(CallValue call) {
    return step(call, "");
  }

  private static Step step(CallValue call, String mediaToken) {
    return new Step(call.facts(), call.state(), call.reference(), mediaToken);
  }

  private static boolean opensMedia(Action action) {
    return action instanceof Action.Connect || action instanceof Action.StartTap;
  }

  private static StepReference streamOf(Action.StopTap stop, CallValue call) {
    TapState tap = call.tap(stop.tap());
    if (tap == null) {
      throw new NotFoundException("tap " + stop.tap() + " does not listen any more");
    }
    return tap.step();
  }
}
