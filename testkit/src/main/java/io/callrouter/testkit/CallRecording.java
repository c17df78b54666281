package io.callrouter.testkit;

import io.callrouter.codec.WavAudio;

/**
 * A recording that the simulated carrier keeps.
 *
 * @param id the carrier's id of it
 * @param audio what was recorded, at 8 kHz
 * @since 0.1
 */
public record CallRecording(String id, WavAudio audio) {}
