/**
 * What a {@link io.callrouter.spi.MediaWire} needs that speaks JSON with base64 audio, as most
 * carriers' media sockets do, and that allocates nothing for a frame it reads.
 *
 * <p>50 messages a second come for each call, so a tree of objects for each of them is what a
 * router would mostly be busy with. {@link io.callrouter.spi.wire.JsonCursor} walks through the
 * text once instead, and what it finds goes into fields that the wire has anyway:
 *
 * <pre>{@code
 * public Verdict read(String message, MediaEvents events) {
 *   try {
 *     json.reset(message);
 *     json.beginObject();
 *     while (json.nextField()) {
 *       if (json.is("payload")) {
 *         length = json.base64(audio); // a byte[] of the wire's, as long as the longest piece
 *       } else if (json.is("timestamp")) {
 *         timestampMs = json.number();
 *       } else {
 *         json.skip(); // a carrier may add fields
 *       }
 *     }
 *     json.end();
 *   } catch (MalformedMessageException e) {
 *     return Verdict.MALFORMED;
 *   }
 *   events.onAudio(Track.INBOUND, MediaEvents.IN_ORDER, audio, 0, length, timestampMs);
 *   return Verdict.TAKEN;
 * }
 * }</pre>
 *
 * <p>A message out costs the one string that the socket is given. {@link
 * io.callrouter.spi.wire.MessageTemplate} holds what all messages of a kind have in common:
 *
 * <pre>{@code
 * MessageTemplate media = new MessageTemplate("{\"audio\":\"", "\"}");
 *
 * public String audio(byte[] audio, int offset, int length) {
 *   return media.withBase64(audio, offset, length);
 * }
 * }</pre>
 *
 * <p>Three rules keep a wire fast and safe. Fields come in any order and any of them may be
 * missing, so gather first and judge at the end. Compare with {@link
 * io.callrouter.spi.wire.JsonCursor#is}, and take {@link io.callrouter.spi.wire.JsonCursor#text}
 * only where a string must stay, such as a mark's name. What is not a message of the protocol is a
 * {@link io.callrouter.spi.MediaWire.Verdict}, never an exception: the other side may be anybody.
 */
@NullMarked
package io.callrouter.spi.wire;

import org.jspecify.annotations.NullMarked;
