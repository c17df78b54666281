/**
 * What simulated carriers are made of, for whoever writes one: the caller's voice and keys, the
 * carrier's playback buffer, the media socket's side of the carrier, webhooks that can go wrong,
 * and the transports. Tests of applications need none of it.
 *
 * <p>A simulator extends {@link io.callrouter.testkit.carrier.BasicCallSetup}, {@link
 * io.callrouter.testkit.carrier.BasicCaller} and {@link io.callrouter.testkit.carrier.CallParts},
 * says with {@link io.callrouter.testkit.carrier.MediaDialect} how its carrier speaks on a media
 * socket and with {@link io.callrouter.testkit.carrier.Counterfeits} what its broken webhooks look
 * like, and holds an {@link io.callrouter.testkit.carrier.Attachment} to the application.
 */
@NullMarked
package io.callrouter.testkit.carrier;

import org.jspecify.annotations.NullMarked;
