/**
 * Programs and libraries of others that tests run beside CallRouter: a browser, a proxy, a
 * carrier's own client. One that is absent makes its tests skip and say why; with {@code
 * REAL_PEERS=required} in the environment it makes them fail. What was met and what was not is
 * noted in the module's {@code target/real-peers}, one file a peer.
 */
@NullMarked
package io.callrouter.peer;

import org.jspecify.annotations.NullMarked;
