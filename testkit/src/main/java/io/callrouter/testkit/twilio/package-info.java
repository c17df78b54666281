/**
 * A simulated Twilio. {@link io.callrouter.testkit.twilio.SimulatedTwilio} signs and sends webhooks
 * as Twilio does, does what the TwiML in the answers says, and carries the audio both ways; {@link
 * io.callrouter.testkit.twilio.TwilioCaller} has the verbs and documents a call went through.
 */
@NullMarked
package io.callrouter.testkit.twilio;

import org.jspecify.annotations.NullMarked;
