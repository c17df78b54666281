package io.callrouter.internal.stream;

import io.callrouter.media.AudioFormat;
import io.callrouter.time.Timekeeper;
import java.util.function.LongSupplier;

/**
 * What a tap listens to.
 *
 * @param label names the call in logs
 * @param format of both sides
 * @param positionBytes where the clock of the pairs stands now, in bytes
 */
record TapSource(
    String label,
    AudioFormat format,
    Timekeeper timekeeper,
    Tally tally,
    LongSupplier positionBytes) {}
