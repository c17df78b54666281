package io.callrouter.testkit.openai;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A message of the client as the service saw it. Appends of audio that follow each other are one
 * entry.
 *
 * @param at since the session's start
 * @param type of the event, or empty if it has none
 * @param json the message; of an append, the first one with its length in place of the audio
 * @param count how many messages these are
 * @param refusal the code of the error that answered it, or null if it was taken
 * @since 0.1
 */
public record ClientMessage(
    Duration at, String type, String json, int count, @Nullable String refusal) {}
