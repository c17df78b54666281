package io.callrouter.testkit.openai;

import java.time.Duration;

/**
 * A truncation that a client asked for.
 *
 * @param at since the session's start
 * @param claimed how much of it the client says was heard
 * @param generated how much of it there was; zero if there is no such item
 * @param accepted whether the service took it
 * @since 0.1
 */
public record Truncation(
    Duration at, String itemId, Duration claimed, Duration generated, boolean accepted) {}
