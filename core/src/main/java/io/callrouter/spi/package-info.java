/**
 * What the writer of a provider or a store implements.
 *
 * <p>A carrier's adapter is a {@link io.callrouter.spi.CallProvider}, made from settings by a
 * {@link io.callrouter.spi.ProviderType} that {@link java.util.ServiceLoader} finds. Its live audio
 * is a {@link io.callrouter.spi.MediaWire}, for which {@link io.callrouter.spi.wire} has a reader
 * and a writer of messages. Where calls are kept is a {@link io.callrouter.spi.Store}.
 */
@NullMarked
package io.callrouter.spi;

import org.jspecify.annotations.NullMarked;
