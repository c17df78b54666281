/**
 * The values of a call: what it is, what can be said to it, how it came out.
 *
 * <p>Start with {@link io.callrouter.call.Action} (what to do with a call), {@link
 * io.callrouter.call.Flow} (one action after another) and {@link io.callrouter.call.Call} (the
 * handle of a live call). Everything here is data or an interface; nothing blocks unless it says
 * so, and nothing holds audio: that is {@code io.callrouter.media}.
 */
@NullMarked
package io.callrouter.call;

import org.jspecify.annotations.NullMarked;
