package io.callrouter.internal.stream;

import java.time.Duration;

/**
 * How long an endpoint's code may keep a thread.
 *
 * @param start its factory and {@code onStart} together
 * @param end any other callback, and from its end on all that are left, {@code close} included
 */
public record EndpointBounds(Duration start, Duration end) {}
