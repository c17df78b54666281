/**
 * The path of a frame: one media stream with its peer, the bridge between their formats, the pacer
 * that sends what the peer plays, and the ledger that knows what was heard.
 *
 * <p>Start with {@link io.callrouter.internal.stream.MediaStream}. Audio comes in on the thread
 * that read it and goes straight to the peer; the peer's audio goes through {@code Playback} to the
 * socket.
 */
@NullMarked
package io.callrouter.internal.stream;

import org.jspecify.annotations.NullMarked;
