/**
 * A phone call in one command, and a host that takes real ones.
 *
 * <p>Start with {@code Host}: the router of the quickstart and the server it lives in. {@code
 * VoiceMenu} is the agent. {@code SampleCall} places the simulated call, {@code HeardAudio} judges
 * what its caller heard. The Jetty it is reached by, and the phone, are in the module beside.
 */
@NullMarked
package io.callrouter.examples.quickstart;

import org.jspecify.annotations.NullMarked;
