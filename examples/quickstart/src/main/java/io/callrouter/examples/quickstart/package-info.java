/**
 * A phone call in one command, and a host that takes real ones.
 *
 * <p>Start with {@code Host}: the router of the quickstart and the server it lives in. {@code
 * VoiceMenu} is the agent, {@code MediaServer} the Jetty it is reached by. {@code SampleCall}
 * places the simulated call, {@code HeardAudio} judges what its caller heard.
 */
@NullMarked
package io.callrouter.examples.quickstart;

import org.jspecify.annotations.NullMarked;
