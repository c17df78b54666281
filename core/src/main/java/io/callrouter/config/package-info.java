/**
 * Settings: where a router and its providers get their names, keys and addresses from.
 *
 * <p>Start with {@link io.callrouter.config.Settings#fromEnvironment()}. All faults of a
 * configuration are reported at once, by name.
 */
@NullMarked
package io.callrouter.config;

import org.jspecify.annotations.NullMarked;
