package io.callrouter;

import io.callrouter.spi.StepReference;
import org.jspecify.annotations.Nullable;

/**
 * The media stream that a carrier was told to open.
 *
 * @param step the step whose URLs the carrier was given; later connects may have taken the stream
 *     over
 * @param node where its socket has come in, or null while that is awaited
 */
record MediaState(StepReference step, Phase phase, @Nullable String node) {
  /** Where a stream is in its life. */
  enum Phase {
    /** The carrier has been told; its socket is awaited. */
    AWAITED,
    /** Audio flows. */
    OPEN,
    /** The carrier says that it is over; what its endpoint gives is still awaited. */
    ENDING,
    /** It was open and is over; the carrier should ask what is next. */
    OVER,
    /** Nothing came on it any more, so it was closed; the carrier should ask what is next. */
    SILENT,
    /** It never began; the carrier may still ask what is next. */
    NEVER
  }

  MediaState in(Phase next) {
    return new MediaState(step, next, node);
  }

  MediaState openAt(String here) {
    return new MediaState(step, Phase.OPEN, here);
  }

  /** Whether its endpoint may still be there. */
  boolean isOpen() {
    return phase == Phase.OPEN || phase == Phase.ENDING;
  }
}
