package io.callrouter.media;

import java.time.Duration;

/**
 * The account of an item that is over.
 *
 * @param name the endpoint's name for it
 * @param sent how much audio was taken from the endpoint
 * @param heard how much of it the caller heard
 * @param complete whether it was heard to its end
 * @since 0.1
 */
public record PlayedItem(String name, Duration sent, Duration heard, boolean complete) {}
