package io.callrouter;

import io.callrouter.call.Action;
import io.callrouter.spi.StepReference;
import org.jspecify.annotations.Nullable;

/**
 * A stream for a tap that a carrier was told to begin, and that is not over.
 *
 * @param step the step whose URLs the carrier was given, which names the stream
 * @param action says which tap listens, with what attributes
 * @param node where its socket has come in, or null while that is awaited
 */
record TapState(StepReference step, Action.StartTap action, @Nullable String node) {
  boolean isOpen() {
    return node != null;
  }

  TapState openAt(String here) {
    return new TapState(step, action, here);
  }
}
