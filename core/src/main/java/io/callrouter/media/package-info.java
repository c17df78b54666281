/**
 * Live audio of a call: formats, frames, and the endpoints that talk and listen.
 *
 * <p>Start with {@link io.callrouter.media.AudioEndpoint} to write an endpoint, or with {@link
 * io.callrouter.media.Endpoints} for the ready-made ones. An endpoint is given an {@link
 * io.callrouter.media.EndpointContext} with every callback and plays through it.
 *
 * <pre>{@code
 * final class Agent implements AudioEndpoint {
 *   @Override
 *   public AudioFormat format(AudioFormat carrierFormat) {
 *     return AudioFormat.l16(16000);
 *   }
 *
 *   @Override
 *   public Pace pace() {
 *     return Pace.AHEAD;
 *   }
 *
 *   @Override
 *   public void onStart(EndpointContext context) {
 *     PlayItem greeting = context.item("greeting");
 *     greeting.send(samples);
 *     greeting.end();
 *   }
 *
 *   @Override
 *   public void onAudio(EndpointContext context, AudioFrame frame) {
 *     // 20 ms of what the caller says; copy() what is kept longer.
 *   }
 *
 *   @Override
 *   public void onDigit(EndpointContext context, char digit) {
 *     context.clear();
 *     context.finish(String.valueOf(digit));
 *   }
 * }
 *
 * builder.endpoint("agent", context -> new Agent());
 * }</pre>
 *
 * <p>The flow has what the endpoint finished with as the outcome's result. An endpoint that first
 * has to open something itself, such as a model's socket, is registered with {@link
 * io.callrouter.media.EndpointFactory#early}, so that this is done while the carrier opens the
 * stream.
 *
 * <p>What only listens is an {@link io.callrouter.media.AudioTap}. Ready-made are {@link
 * io.callrouter.media.Recorder}, which writes both sides into a file, and {@link
 * io.callrouter.media.SpeechActivity}, which tells who speaks.
 */
@NullMarked
package io.callrouter.media;

import org.jspecify.annotations.NullMarked;
