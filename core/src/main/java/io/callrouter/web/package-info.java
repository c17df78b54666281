/**
 * HTTP and WebSocket as the router sees them: it owns no server, the host does.
 *
 * <p>A host hands each request to {@link io.callrouter.web.WebHandler} and each upgraded WebSocket
 * to the {@link io.callrouter.web.Admission} it got for the handshake. {@code callrouter-jakarta}
 * does that for any servlet container, and {@code callrouter-jetty} opens the sockets at less cost.
 * An adapter to another server finds {@link io.callrouter.web.OrderedListener} of use.
 */
@NullMarked
package io.callrouter.web;

import org.jspecify.annotations.NullMarked;
