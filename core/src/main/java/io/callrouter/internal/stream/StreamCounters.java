package io.callrouter.internal.stream;

/**
 * What went wrong on a media stream so far; frames are of 20 ms.
 *
 * @param earlyFramesDropped caller's frames that no endpoint took within 2 s
 * @param framesFilled frames of silence put where the carrier left audio out
 * @param lateFramesDropped pieces from the carrier that came twice or too late to be put in order
 * @param timestampJumps jumps of the carrier's timestamps that are too wide to fill
 * @param slowCallbacks calls of {@code onAudio} of over 5 ms
 * @param endpointsFailed times that an endpoint threw or could not be made
 * @param endpointsStuck endpoints that were given up because a callback did not come back
 * @param liveFramesRefused live frames that did not fit into the queue
 * @param liveFramesTrimmed live frames dropped from the queue to get back to a small delay
 * @param itemsOverflowed ahead items that failed because they did not fit into the queue
 * @param underruns times that an ahead item left the carrier without audio for over 20 ms
 * @param marksLost marks that did not come back
 * @param marksUnknown marks that came back and were not outstanding
 * @param tapFramesDropped pairs of frames that a tap was too slow for
 * @param tapsFailed taps that could not be made or threw
 */
public record StreamCounters(
    long earlyFramesDropped,
    long framesFilled,
    long lateFramesDropped,
    long timestampJumps,
    long slowCallbacks,
    long endpointsFailed,
    long endpointsStuck,
    long liveFramesRefused,
    long liveFramesTrimmed,
    long itemsOverflowed,
    long underruns,
    long marksLost,
    long marksUnknown,
    long tapFramesDropped,
    long tapsFailed) {}
