/**
 * Storage for audio that both the media stream and the ready-made endpoints need.
 *
 * <p>{@link io.callrouter.internal.audio.FrameRing} is all there is; it depends on nothing.
 */
@NullMarked
package io.callrouter.internal.audio;

import org.jspecify.annotations.NullMarked;
