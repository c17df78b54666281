package io.callrouter.testkit.openai;

import java.time.Duration;

/**
 * A message that the service sent.
 *
 * @param at since the session's start
 * @param type of the event, or empty if it is none
 * @param json the message; of audio, with its length in place of the audio
 * @since 0.1
 */
public record ServerMessage(Duration at, String type, String json) {}
