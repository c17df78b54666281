/** Jetty, set up for live audio: what the examples put their router into. */
@NullMarked
package io.callrouter.examples.server;

import org.jspecify.annotations.NullMarked;
