package io.callrouter.spi;

import io.callrouter.time.Timekeeper;
import org.jspecify.annotations.Nullable;

/**
 * What a router gives the providers it makes.
 *
 * @param timekeeper for every wait and every look at a clock, so that tests can turn it by hand
 * @param http the way to the carrier that the host has given, or null for the provider's own client
 * @since 0.1
 */
public record ProviderContext(Timekeeper timekeeper, @Nullable CarrierHttp http) {}
