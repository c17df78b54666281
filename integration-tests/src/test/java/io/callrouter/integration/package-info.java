/**
 * Whole calls through several modules: a simulated carrier, a router and its host, in virtual time
 * or over real sockets.
 */
@NullMarked
package io.callrouter.integration;

import org.jspecify.annotations.NullMarked;
