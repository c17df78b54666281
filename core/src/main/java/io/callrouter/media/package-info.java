/**
 * Live audio of a call: formats, frames, and the endpoints that talk and listen.
 *
 * <p>Start with {@link io.callrouter.media.AudioEndpoint} to write an endpoint, or with {@link
 * io.callrouter.media.Endpoints} for the ready-made ones. An endpoint is given an {@link
 * io.callrouter.media.EndpointContext} with every callback and plays through it. What only listens,
 * such as a recorder, is an {@link io.callrouter.media.AudioTap}.
 */
@NullMarked
package io.callrouter.media;

import org.jspecify.annotations.NullMarked;
