package io.callrouter.internal.stream;

import io.callrouter.media.AudioFormat;

/**
 * Joins a stream and its peer: converts once in each direction.
 *
 * @param toEndpoint what the caller says; used by one thread at a time, under the gate of {@link
 *     CallerAudio}
 * @param toCarrier what the endpoint says; used under the lock of {@link Playback}
 */
record Bridge(FrameConverter toEndpoint, FrameConverter toCarrier) {
  /** From the carrier's format to the endpoint's, and from that to what the carrier is sent. */
  static Bridge between(AudioFormat carrier, AudioFormat endpoint, AudioFormat outbound) {
    return new Bridge(
        new FrameConverter(carrier, endpoint), new FrameConverter(endpoint, outbound));
  }
}
