package io.callrouter.internal.stream;

import io.callrouter.media.AudioFormat;
import io.callrouter.time.Timekeeper;
import java.util.function.LongSupplier;

/**
 * What a tap listens to.
 *
 * @param label names the call in logs
 * @param format of what the caller says
 * @param heardFormat of what he hears
 * @param positionBytes where the clock of the pairs stands now, in bytes of what the caller says
 */
record TapSource(
    String label,
    AudioFormat format,
    AudioFormat heardFormat,
    Timekeeper timekeeper,
    Tally tally,
    LongSupplier positionBytes) {
  /** Bytes of a frame of the caller's and, behind it, one of what he heard. */
  int bytesPerPair() {
    return format.bytesPerFrame() + heardFormat.bytesPerFrame();
  }
}
