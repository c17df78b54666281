/**
 * Live audio of a call: formats, frames, and the endpoints that talk and listen.
 *
 * <p>Start with {@link io.callrouter.media.AudioEndpoint} to write an endpoint, or with {@link
 * io.callrouter.media.Endpoints} for the ready-made ones. An endpoint is given an {@link
 * io.callrouter.media.EndpointContext} with every callback and plays through it.
 *
 * <p>What only listens is an {@link io.callrouter.media.AudioTap}. Ready-made are {@link
 * io.callrouter.media.Recorder}, which writes both sides into a file, and {@link
 * io.callrouter.media.SpeechActivity}, which tells who speaks.
 */
@NullMarked
package io.callrouter.media;

import org.jspecify.annotations.NullMarked;
