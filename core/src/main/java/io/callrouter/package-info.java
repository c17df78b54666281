/**
 * The router itself: {@link io.callrouter.CallRouter} takes calls from its providers, runs the
 * flows the host has given it, and connects live audio to the host's endpoints.
 *
 * <p>The public face is one class and its builder; what they are built of is package-private here:
 * how a call's value is kept and folded, how its flow is run, how requests are taken in exactly
 * once, how media sockets are let in. The values a host works with are in {@code
 * io.callrouter.call}, audio in {@code io.callrouter.media}.
 */
@NullMarked
package io.callrouter;

import org.jspecify.annotations.NullMarked;
