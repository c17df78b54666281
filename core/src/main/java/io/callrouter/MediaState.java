package io.callrouter;

import io.callrouter.spi.StepReference;

/**
 * The media stream that a carrier was told to open.
 *
 * @param step the step whose URLs the carrier was given; later connects may have taken the stream
 *     over
 */
record MediaState(StepReference step, Phase phase) {
  /** Where a stream is in its life. */
  enum Phase {
    /** The carrier has been told; its socket is awaited. */
    AWAITED,
    /** Audio flows. */
    OPEN,
    /** It was open and is over; the carrier should ask what is next. */
    OVER,
    /** It never began; the carrier may still ask what is next. */
    NEVER
  }
}
