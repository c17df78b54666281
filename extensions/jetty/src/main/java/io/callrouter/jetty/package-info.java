/**
 * Carries media sockets by Jetty's own WebSocket, one layer below Jakarta's: a call costs a tenth
 * to a fifth less, since no message goes through Jakarta's decoders.
 *
 * <p>There is one class to know, {@link io.callrouter.jetty.MediaSocketHandler}. A host that embeds
 * Jetty 12.1 puts it into the context whose requests it gives to the router:
 *
 * <pre>{@code
 * servletContext.insertHandler(new MediaSocketHandler(router.web()));
 * }</pre>
 *
 * <p>Webhooks, and what the router does not claim, go on as before: to {@code CallRouterFilter} of
 * {@code callrouter-jakarta}, or to an adapter of the host's own.
 */
@NullMarked
package io.callrouter.jetty;

import org.jspecify.annotations.NullMarked;
